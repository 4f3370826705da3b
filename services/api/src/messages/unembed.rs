//! Taking an embed away: from one's own message, or from anybody's for the channel's admins.

use auth::Principal;
use domain::MessageId;
use protocol::ErrorCode;

use super::{embeds, find, rules};
use crate::error::Error;
use crate::state::State;

/// Somebody else changes the same message at the same moment at most so often.
const TRIES: usize = 3;

/// Takes away what `url` is shown with, for good: it is written down first, so that whoever looks
/// at the link again leaves it out.
///
/// # Errors
/// `not_found` when the message is deleted or shows nothing for this link; `forbidden`,
/// `not_a_member`; `conflict` when others go on changing it; 503 when the log takes nothing or
/// Postgres is down.
pub async fn unembed(
    state: &State,
    who: &Principal,
    id: MessageId,
    url: &str,
) -> Result<(), Error> {
    let mut outcome = Err(ErrorCode::Conflict.into());
    for _try in 0..TRIES {
        outcome = once(state, who, id, url).await;
        match &outcome {
            Err(error) if error.code() == ErrorCode::Conflict => {}
            _ => break,
        }
    }
    outcome
}

async fn once(state: &State, who: &Principal, id: MessageId, url: &str) -> Result<(), Error> {
    let mut found = find::find(state, who, id).await?;
    let author = found.message.author.id;
    let rule = |access: &_| rules::may_delete(access, author);
    found.allow(state, rule).await?;
    let message = found.living()?;
    let mut connection = state.store.acquire().await?;
    let mut left = message.embeds.clone();
    left.retain(|embed| embed.url != url);
    if left.len() == message.embeds.len() {
        let removed = store::previews::removed(&mut connection, id).await?;
        return if removed.iter().any(|one| one == url) {
            Ok(())
        } else {
            Err(ErrorCode::NotFound.into())
        };
    }
    store::previews::remove(&mut connection, id, url, who.user, state.now()).await?;
    drop(connection);
    embeds::log(state, who.user, message, left).await?;
    // An edit in between kept what it saw, and made this change one of an earlier version.
    let now = find::find(state, who, id).await?.message;
    if now.embeds.iter().any(|embed| embed.url == url) {
        return Err(ErrorCode::Conflict.into());
    }
    Ok(())
}
