//! The order by relevance: how well the words fit, and how long ago they were said.

use domain::MessageId;
use domain::search::{Window, millis};
use store::PgConnection;
use store::search::{Found, Wanted, most_ranked, newest};

use super::asked::After;

/// After so many hours, what is older counts for a quarter less; at last, for half.
const FADES_IN_HOURS: f64 = 90.0 * 24.0;

/// What fits best, behind `after`: one more than `limit` where there is more.
///
/// # Errors
/// As [`newest`].
pub(super) async fn best(
    connection: &mut PgConnection,
    wanted: &Wanted<'_>,
    after: Option<After>,
) -> Result<Vec<(After, Found)>, store::Error> {
    let wanted_now = Wanted {
        before: after.map(|after| after.until),
        ranked: true,
        limit: most_ranked(wanted.query),
        ..*wanted
    };
    let found = newest(connection, &wanted_now).await?;
    let Some(first) = found.first() else {
        return Ok(Vec::new());
    };
    let until = after.map_or_else(
        || MessageId::from_uuid(Window::bound(millis(first.id) + 1)),
        |after| after.until,
    );
    let mut ranked: Vec<(After, Found)> = found
        .into_iter()
        .map(|found| (place(until, &found), found))
        .collect();
    ranked.sort_by(|(one, _), (other, _)| order(one, other));
    if let Some(after) = after {
        ranked.retain(|(place, _)| order(&after, place).is_lt());
    }
    ranked.truncate(wanted.limit);
    Ok(ranked)
}

fn order(one: &After, other: &After) -> std::cmp::Ordering {
    other
        .score
        .total_cmp(&one.score)
        .then(other.id.cmp(&one.id))
}

fn place(until: MessageId, found: &Found) -> After {
    let hours = (millis(until) - millis(found.id)) / 3_600_000;
    let hours = f64::from(u32::try_from(hours).unwrap_or(0));
    let fading = 0.5 + 0.5 / (1.0 + hours / FADES_IN_HOURS);
    After {
        until,
        score: f64::from(found.rank) * fading,
        id: found.id,
    }
}
