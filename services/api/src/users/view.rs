//! Accounts as others see them, and as they see themselves.

use chrono::{DateTime, Utc};
use domain::Presence;
use protocol::user::{Me, Status, User};
use store::accounts::Account;

/// As anybody sees them who shares a workspace with them.
#[must_use]
pub fn public(account: &Account) -> User {
    User {
        id: account.id,
        handle: account.handle.clone(),
        display_name: account.display_name.clone(),
        avatar_url: account.avatar_url.clone(),
        is_bot: account.is_bot,
        created_at: account.created_at.into(),
        deactivated: account.deactivated_at.is_some(),
        is_guest: account.guest_until.is_some(),
    }
}

/// As they see themselves.
#[must_use]
pub fn me(account: &Account, now: DateTime<Utc>) -> Me {
    Me {
        user: public(account),
        email: account.email.clone(),
        locale: account.locale.clone(),
        theme: account.theme,
        timezone: account.timezone.clone(),
        // Written by us; what an older version wrote differently falls back to the defaults.
        notifications: serde_json::from_value(account.notifications.clone()).unwrap_or_default(),
        status: status(account, now),
        share_receipts: account.share_receipts,
        link_previews: account.link_previews,
        guest_until: account.guest_until.map(Into::into),
    }
}

/// The status that they set by hand, unless its time is over.
#[must_use]
pub fn status(account: &Account, now: DateTime<Utc>) -> Status {
    if account.status_expires_at.is_some_and(|until| until <= now) {
        return Status {
            presence: Presence::Online,
            ..Status::default()
        };
    }
    Status {
        presence: account.presence,
        text: Some(account.status_text.clone()).filter(|text| !text.is_empty()),
        emoji: account.status_emoji.clone(),
        expires_at: account.status_expires_at.map(Into::into),
        last_seen_at: None,
    }
}
