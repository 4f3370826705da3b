//! People who come by a link, without an account.

use std::fmt;

use domain::{ChannelId, UserId, WorkspaceId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::account::SignedIn;
use crate::timestamp::Timestamp;

/// POST `/channels/{id}/guest-links`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct CreateGuestLink {
    /// For how long people can enter, in seconds: up to 30 days, 7 days by default.
    pub expires_in_s: Option<i64>,
    /// How many people can enter: up to 10,000, any number by default.
    pub max_uses: Option<i64>,
    /// How long who enters may stay, in seconds: 1 to 7 days, 1 day by default.
    pub stay_s: Option<i64>,
}

/// A link by which people without an account come into a channel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct GuestLink {
    /// What is in its address.
    pub code: String,
    /// The address to give out.
    pub url: String,
    /// How many entered.
    pub uses: i64,
    /// How many can enter.
    pub max_uses: Option<i64>,
    /// How long who enters may stay, in seconds.
    pub stay_s: i64,
    /// How many of those who entered are there now.
    pub guests: i64,
    /// Until when one can enter.
    pub expires_at: Timestamp,
    /// Who gave it out.
    pub created_by: UserId,
    /// Since when.
    pub created_at: Timestamp,
}

/// GET `/guest/{code}`: what who has the link may know before they enter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct GuestPreview {
    /// The channel's name.
    pub channel_name: String,
    /// What the channel is about.
    pub channel_topic: String,
    /// The workspace's name.
    pub workspace_name: String,
    /// Where the workspace's picture is.
    pub workspace_icon_url: Option<String>,
    /// How long who enters may stay, in seconds.
    pub stay_s: i64,
    /// Until when one can enter.
    pub expires_at: Timestamp,
}

/// POST `/guest/{code}/enter`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EnterAsGuest {
    /// The language of the client, as a BCP 47 tag: it decides what one is called.
    pub locale: String,
}

/// The answer to it: a session, and where it leads.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct EnteredAsGuest {
    /// As after signing in.
    #[serde(flatten)]
    pub session: SignedIn,
    /// The workspace.
    pub workspace_id: WorkspaceId,
    /// The one channel.
    pub channel_id: ChannelId,
}

/// POST `/guest/claim`: who came by a link makes an account of it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClaimGuest {
    /// The address for sign-in and mails.
    pub email: String,
    /// The unique name after an `@`.
    pub handle: String,
    /// 8 to 1,024 bytes of anything.
    pub password: String,
}

impl fmt::Debug for EnteredAsGuest {
    /// Secrets stay out of logs.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "EnteredAsGuest({})", self.channel_id)
    }
}

impl fmt::Debug for ClaimGuest {
    /// Secrets and addresses stay out of logs.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("ClaimGuest(…)")
    }
}
