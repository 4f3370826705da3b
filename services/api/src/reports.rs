//! What clients tell of how it is for them: numbers for graphs, believed within bounds and no further.

use std::time::Duration;

use actix_web::{HttpResponse, post, web};
use auth::Principal;
use domain::Invalid;
use metrics::{Unit, describe_histogram, histogram};
use protocol::report::DeliveryReport;
use protocol::{InvalidInput, Problem};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::error::Error;
use crate::http::{Json, limits};
use crate::state::State;

const DELIVERY: &str = "hubbub_client_delivery_seconds";
/// The most of one report.
const MOST: usize = 100;
/// What takes longer was no delivery: the device slept.
const LONGEST_MS: u32 = 60_000;
/// Reports of one person in a minute; a client makes one.
const A_MINUTE: u32 = 6;

/// The routes of this area.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(report_delivery);
}

/// Tells what the numbers mean.
pub fn describe() {
    describe_histogram!(
        DELIVERY,
        Unit::Seconds,
        "From the sending of a message to its event on the sender's own socket, as clients measured it"
    );
    // It is there before the first report.
    drop(histogram!(DELIVERY));
}

/// Tell how long the caller's own messages took.
#[utoipa::path(
    tag = "reports",
    request_body = DeliveryReport,
    responses((status = 204), (status = "default", body = Problem))
)]
#[post("/reports/delivery")]
async fn report_delivery(
    state: web::Data<State>,
    who: Principal,
    body: Json<DeliveryReport>,
) -> Result<HttpResponse, Error> {
    let latencies = &body.input.latencies_ms;
    check(latencies)?;
    let subject = format!("user:{}", who.user);
    let limit = limits::limit("report", A_MINUTE, Duration::from_mins(1));
    limits::count(&state, &subject, &[limit]).await?;
    let delivery = histogram!(DELIVERY);
    for latency in latencies {
        delivery.record(Duration::from_millis(u64::from(*latency)));
    }
    Ok(HttpResponse::NoContent().finish())
}

fn check(latencies: &[u32]) -> Result<(), InvalidInput> {
    let at = |pointer: String, invalid| Err(InvalidInput::at(pointer, invalid));
    if latencies.is_empty() {
        return at("/latencies_ms".to_owned(), Invalid::Empty);
    }
    if latencies.len() > MOST {
        let limit = u64::try_from(MOST).unwrap_or(u64::MAX);
        return at("/latencies_ms".to_owned(), Invalid::TooMany { limit });
    }
    match latencies.iter().position(|ms| *ms > LONGEST_MS) {
        Some(index) => {
            let limit = u64::from(LONGEST_MS);
            at(
                format!("/latencies_ms/{index}"),
                Invalid::OutOfRange { limit },
            )
        }
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_can_be_a_delivery_counts() {
        assert!(check(&[0, LONGEST_MS]).is_ok());
        assert!(check(&[5; MOST]).is_ok());
        for (latencies, pointer) in [
            (vec![], "/latencies_ms"),
            (vec![5; MOST + 1], "/latencies_ms"),
            (vec![1, LONGEST_MS + 1], "/latencies_ms/1"),
        ] {
            assert_eq!(check(&latencies).unwrap_err().errors[0].pointer, pointer);
        }
    }
}
