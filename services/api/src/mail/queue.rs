//! From the queue to the sender. A mail may be sent twice when a process dies between handing it
//! over and forgetting it; it is never lost.

use std::time::Duration;

use chrono::TimeDelta;
use domain::MailKind;
use domain::user::Locale;
use store::accounts::{self, Account};
use store::mails::{self, Mail};
use tokio_util::sync::CancellationToken;

use super::sender::SendError;
use super::texts::{self, Letter};
use crate::accounts::reset;
use crate::error::Error;
use crate::state::State;

/// How often the queue is looked at when nobody rings.
const EVERY: Duration = Duration::from_secs(2);
/// Mails that one process has in hand.
const BATCH: i64 = 10;
/// How long it may take over them: after that another may send them.
const HOLD: TimeDelta = TimeDelta::seconds(150);
/// The wait after the first failure; it doubles with each.
const FIRST_WAIT: TimeDelta = TimeDelta::seconds(5);
const LONGEST_WAIT: TimeDelta = TimeDelta::minutes(15);
/// A mail is tried for so long.
const PATIENCE: TimeDelta = TimeDelta::hours(24);

/// Sends what is in the queue, until told to stop.
pub async fn run(state: State, stop: CancellationToken) {
    let serving = async {
        loop {
            match send_due(&state).await {
                Ok(BATCH) => continue,
                Ok(_) => {}
                Err(error) => tracing::debug!("the queue of mails cannot be read now: {error}"),
            }
            tokio::select! {
                () = tokio::time::sleep(EVERY) => {}
                () = state.mail.bell.notified() => {}
            }
        }
    };
    Box::pin(stop.run_until_cancelled(serving)).await;
}

/// Sends the mails that are due, at most a batch; answers how many were.
async fn send_due(state: &State) -> Result<i64, Error> {
    let now = state.now();
    let mut connection = state.store.acquire().await?;
    let due = mails::take(&mut connection, (now, now + HOLD), BATCH).await?;
    drop(connection);
    let count = i64::try_from(due.len()).unwrap_or(BATCH);
    for mail in due {
        if let Err(error) = send(state, &mail).await {
            tracing::warn!(mail.id, "mail {} waits: {error}", mail.id);
        }
    }
    Ok(count)
}

/// Sends one mail, and notes what became of it.
async fn send(state: &State, mail: &Mail) -> Result<(), Error> {
    if state.mail.is_lost() {
        tracing::warn!(mail.id, "mail {} is not sent: there is no server", mail.id);
        let mut connection = state.store.acquire().await?;
        return Ok(mails::delete(&mut connection, mail.id).await?);
    }
    let outcome = match address(state, mail).await? {
        Some((to, letter)) => state.mail.sender.send(&to, letter).await,
        None => Ok(()),
    };
    let mut connection = state.store.acquire().await?;
    match outcome {
        Ok(()) => mails::delete(&mut connection, mail.id).await?,
        Err(SendError::Later(error)) if state.now() - mail.created_at < PATIENCE => {
            let wait = wait(mail.attempts);
            tracing::warn!(
                mail.id,
                attempts = mail.attempts,
                "mail {} is tried again in {} s: {error:#}",
                mail.id,
                wait.num_seconds()
            );
            mails::postpone(&mut connection, mail.id, state.now() + wait).await?;
        }
        Err(SendError::Later(error) | SendError::Refused(error)) => {
            tracing::error!(mail.id, "mail {} is given up: {error:#}", mail.id);
            mails::delete(&mut connection, mail.id).await?;
        }
    }
    Ok(())
}

/// To whom, and what; `None` when nobody has this address any more, or never had.
async fn address(state: &State, mail: &Mail) -> Result<Option<(String, Letter)>, Error> {
    let mut tx = state.store.begin().await?;
    let account = match mail.user_id {
        Some(user) => accounts::find(&mut tx, user).await?,
        None => accounts::find_by_email(&mut tx, &mail.address).await?,
    };
    let Some(account) = account else {
        return Ok(None);
    };
    let base = &state.config.door.public_url;
    let link = if mail.kind == MailKind::PasswordReset {
        // Made only now: what lies in the queue opens nothing.
        let token = reset::make_token(&mut state.rng());
        reset::allow(&mut tx, account.id, &token, state.now()).await?;
        reset::link(base, &token)
    } else {
        format!("{}/forgot", base.trim_end_matches('/'))
    };
    store::commit(tx).await?;
    let to = match mail.user_id {
        Some(_) => mail.address.clone(),
        None => account.email.clone(),
    };
    Ok(Some((to, letter(mail, &account, &link))))
}

fn letter(mail: &Mail, account: &Account, link: &str) -> Letter {
    let chinese = Locale::parse(&account.locale).is_ok_and(|locale| locale.speaks_chinese());
    let about = texts::About {
        name: &account.display_name,
        handle: &account.handle,
        at: mail.created_at,
        link,
    };
    texts::letter(mail.kind, chinese, &about)
}

fn wait(attempts: i32) -> TimeDelta {
    let doublings = u32::try_from(attempts.saturating_sub(1))
        .unwrap_or(0)
        .min(8);
    (FIRST_WAIT * 2_i32.pow(doublings)).min(LONGEST_WAIT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_doubles_and_has_an_end() {
        let waits: Vec<_> = [1, 2, 3, 9, 1_000]
            .into_iter()
            .map(|attempts| wait(attempts).num_seconds())
            .collect();
        assert_eq!(waits, [5, 10, 20, 900, 900]);
    }
}
