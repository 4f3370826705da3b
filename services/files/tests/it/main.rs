//! The files service, on a real Postgres, a real S3 and a stand-in for api.

#[cfg(test)]
mod downloads;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod images;
#[cfg(test)]
mod large;
#[cfg(test)]
mod outages;
#[cfg(test)]
mod papers;
#[cfg(test)]
mod pictures;
#[cfg(test)]
mod previews;
#[cfg(test)]
mod refusals;
#[cfg(test)]
mod scanning;
#[cfg(test)]
mod support;
#[cfg(test)]
mod uploads;
