//! People, as others see them and as they see themselves.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::{DayTime, Level, Presence, Schedule, Theme, UserId, Weekday};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::patch;
use crate::problem::{InvalidInput, OrInvalid as _};
use crate::timestamp::Timestamp;

/// A person or bot, as anybody sees them who shares a workspace with them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct User {
    /// Who.
    pub id: UserId,
    /// The unique name after an `@`.
    pub handle: String,
    /// The name as it is shown.
    pub display_name: String,
    /// Where their picture is.
    pub avatar_url: Option<String>,
    /// Whether it is a bot.
    pub is_bot: bool,
    /// Since when.
    pub created_at: Timestamp,
    /// Whether the account is switched off.
    pub deactivated: bool,
    /// Whether they came by a guest link and have no account to keep.
    #[serde(default)]
    pub is_guest: bool,
}

/// The caller's own account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Me {
    /// What others see.
    #[serde(flatten)]
    pub user: User,
    /// The address for sign-in and mails.
    pub email: String,
    /// The language of the client, as a BCP 47 tag.
    pub locale: String,
    /// The colours of the client.
    pub theme: Theme,
    /// An IANA time zone, such as `Europe/Berlin`.
    pub timezone: String,
    /// What to be told about.
    pub notifications: Notifications,
    /// What others see beside the name.
    pub status: Status,
    /// Whether others see how far this person has read.
    pub share_receipts: bool,
    /// Whether to see what links lead to, under messages.
    #[serde(default = "yes")]
    pub link_previews: bool,
    /// How long who came by a guest link may stay; null for an account of one's own.
    #[serde(default)]
    pub guest_until: Option<Timestamp>,
}

impl Me {
    /// The status that others see: whoever is not to be disturbed now is shown so, unless they hide.
    #[must_use]
    pub fn shown(&self, now: DateTime<Utc>) -> Status {
        let mut status = self.status.clone();
        let is_quiet = self.notifications.quiet_until(&self.timezone, now);
        if is_quiet.is_some() && status.presence != Presence::Offline {
            status.presence = Presence::Dnd;
        }
        status
    }
}

const fn yes() -> bool {
    true
}

/// What a person is doing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Status {
    /// Whether they can be reached.
    pub presence: Presence,
    /// In their own words.
    pub text: Option<String>,
    /// A picture to the words.
    pub emoji: Option<String>,
    /// When text, emoji and presence go back to normal.
    pub expires_at: Option<Timestamp>,
    /// When they were last connected; null while they are.
    pub last_seen_at: Option<Timestamp>,
}

/// The statuses of several people.
pub type Statuses = BTreeMap<UserId, Status>;

/// What to be told about, unless a channel says otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Notifications {
    /// On the desktop.
    pub desktop: NotifyLevel,
    /// On a phone or in a closed browser.
    pub push: NotifyLevel,
    /// By mail, when away for long.
    pub email: bool,
    /// With a sound.
    pub sound: bool,
    /// With the text of the message.
    pub preview: bool,
    /// The hours at which not to be disturbed; null: none.
    pub schedule: Option<QuietHours>,
    /// Until when not to be disturbed, whatever the hour.
    pub snoozed_until: Option<Timestamp>,
}

impl Default for Notifications {
    fn default() -> Self {
        Self {
            desktop: NotifyLevel::Mentions,
            push: NotifyLevel::Mentions,
            email: true,
            sound: true,
            preview: true,
            schedule: None,
            snoozed_until: None,
        }
    }
}

impl Notifications {
    /// Until when not to be disturbed, if that holds now: the later of the snooze and of the quiet
    /// hours in `timezone`. What is stored and cannot be read is no quiet hour.
    #[must_use]
    pub fn quiet_until(&self, timezone: &str, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let snoozed = self.snoozed_until.map(Timestamp::get);
        let schedule = self.schedule.as_ref();
        let schedule = schedule.and_then(|hours| hours.parse().ok());
        let quiet = schedule.and_then(|hours| hours.until(domain::quiet::zone(timezone), now));
        snoozed.filter(|until| *until > now).max(quiet)
    }

    /// When it is next to be looked whether that holds: when it may end, or begins. Later than `now`.
    #[must_use]
    pub fn quiet_turns_at(&self, timezone: &str, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.quiet_until(timezone, now).or_else(|| {
            let hours = self.schedule.as_ref()?.parse().ok()?;
            hours.begins(domain::quiet::zone(timezone), now)
        })
    }
}

/// The hours of a week at which not to be disturbed, in the time zone of the account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct QuietHours {
    /// The days on which they begin; at least one.
    pub days: Vec<Weekday>,
    /// When they begin: `22:00`.
    pub from: String,
    /// When they end: `07:00`. That is on the next day, unless it is later than `from`.
    pub to: String,
}

impl QuietHours {
    /// The hours as a rule.
    ///
    /// # Errors
    /// When there is no day, or a time is not of the form `HH:MM`.
    pub fn parse(&self) -> Result<Schedule, InvalidInput> {
        let from = self.from.parse::<DayTime>().or_invalid("/schedule/from")?;
        let to = self.to.parse::<DayTime>().or_invalid("/schedule/to")?;
        Schedule::new(self.days.clone(), from, to).or_invalid("/schedule/days")
    }
}

/// How much to be told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum NotifyLevel {
    /// Every message.
    All,
    /// Direct messages and mentions.
    #[default]
    Mentions,
    /// Nothing.
    None,
}

impl From<NotifyLevel> for Level {
    fn from(level: NotifyLevel) -> Self {
        match level {
            NotifyLevel::All => Self::All,
            NotifyLevel::Mentions => Self::Mentions,
            NotifyLevel::None => Self::None,
        }
    }
}

/// PATCH `/users/me`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct PatchMe {
    /// A new handle.
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "patch::present"
    )]
    pub handle: Option<String>,
    /// A new name.
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "patch::present"
    )]
    pub display_name: Option<String>,
    /// Another language.
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "patch::present"
    )]
    pub locale: Option<String>,
    /// Other colours.
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "patch::present"
    )]
    pub theme: Option<Theme>,
    /// Another time zone.
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "patch::present"
    )]
    pub timezone: Option<String>,
    /// Whether others see how far this person has read.
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "patch::present"
    )]
    pub share_receipts: Option<bool>,
    /// Whether to see what links lead to, under messages.
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "patch::present"
    )]
    pub link_previews: Option<bool>,
}

/// PUT `/users/me/status` and the command `status.set`: replaces the whole status.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct SetStatus {
    /// Null or `online`: as the sockets say. `offline`: invisible.
    pub presence: Option<Presence>,
    /// In one's own words.
    pub text: Option<String>,
    /// A picture to the words.
    pub emoji: Option<String>,
    /// When it goes back to normal.
    pub expires_at: Option<Timestamp>,
}

/// POST `/users/lookup`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LookupUsers {
    /// Up to 200 people; those that the caller may not see are left out of the answer.
    pub ids: Vec<UserId>,
}

/// Somebody on the caller's block list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Block {
    /// Who.
    pub user: User,
    /// Since when.
    pub created_at: Timestamp,
}
