//! Heads: sorted sets of names by the psn of their last event.

use std::str::FromStr;

use domain::Psn;

use crate::error::Error;
use crate::link::Link;

/// The names after `psn`, with theirs, ascending.
pub(crate) async fn since<T: FromStr>(
    link: &Link,
    key: String,
    psn: Psn,
) -> Result<Vec<(T, Psn)>, Error> {
    let mut command = redis::cmd("ZRANGE");
    command
        .arg(key)
        .arg(format!("({psn}"))
        .arg("+inf")
        .arg("BYSCORE")
        .arg("WITHSCORES");
    let found: Vec<(String, String)> = link.query(&command).await?;
    found.into_iter().map(|pair| read(&pair)).collect()
}

/// The last psn, or zero.
pub(crate) async fn last(link: &Link, key: String) -> Result<Psn, Error> {
    let mut command = redis::cmd("ZRANGE");
    command.arg(key).arg(-1).arg(-1).arg("WITHSCORES");
    let found: Vec<(String, String)> = link.query(&command).await?;
    match found.first() {
        None => Ok(Psn::ZERO),
        Some(pair) => read::<String>(pair).map(|(_name, psn)| psn),
    }
}

fn read<T: FromStr>((name, score): &(String, String)) -> Result<(T, Psn), Error> {
    match (name.parse(), score.parse()) {
        (Ok(name), Ok(psn)) => Ok((name, psn)),
        _ => Err(Error::Corrupt { what: "the heads" }),
    }
}
