//! Workspaces, their people and invitations.

use domain::{ChannelId, Notify, UserId, WorkspaceId, WorkspaceRole};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::patch;
use crate::timestamp::Timestamp;
use crate::user::User;

/// A workspace, as one of its people sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Workspace {
    /// Which.
    pub id: WorkspaceId,
    /// Its name in addresses.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// Where its picture is.
    pub icon_url: Option<String>,
    /// What the caller is in it.
    pub role: WorkspaceRole,
    /// How many people it has.
    pub member_count: i64,
    /// Since when.
    pub created_at: Timestamp,
    /// What the caller wants to be told about in it.
    pub notify: Notify,
    /// Until when the caller has muted it.
    pub muted_until: Option<Timestamp>,
}

/// PATCH `/workspaces/{id}/membership`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct PatchWorkspaceMembership {
    /// What to be told about, in all channels that say `default`.
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "patch::present"
    )]
    pub notify: Option<Notify>,
    /// Until when to hear of mentions only; null: of all again.
    #[schema(value_type = Option<Timestamp>)]
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "patch::present"
    )]
    pub muted_until: Option<Option<Timestamp>>,
}

/// The caller's own side of a workspace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct WorkspaceMembership {
    /// Which.
    pub workspace_id: WorkspaceId,
    /// What to be told about, in all channels that say `default`.
    pub notify: Notify,
    /// Until when to hear of mentions only.
    pub muted_until: Option<Timestamp>,
}

/// A workspace that was deleted and can be restored, as its owners see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DeletedWorkspace {
    /// Which.
    pub id: WorkspaceId,
    /// Its name.
    pub name: String,
    /// When it was deleted.
    pub deleted_at: Timestamp,
    /// By whom.
    pub deleted_by: Option<UserId>,
    /// Until when it can be restored; then it is removed for good.
    pub restorable_until: Timestamp,
}

/// POST `/workspaces`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateWorkspace {
    /// Its name.
    pub name: String,
    /// Its name in addresses; made from the name when absent.
    #[serde(default)]
    pub slug: Option<String>,
}

/// PATCH `/workspaces/{id}`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct PatchWorkspace {
    /// A new name.
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "patch::present"
    )]
    pub name: Option<String>,
    /// A new name in addresses.
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "patch::present"
    )]
    pub slug: Option<String>,
}

/// One person of a workspace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct WorkspaceMember {
    /// Who.
    pub user: User,
    /// As what.
    pub role: WorkspaceRole,
    /// Since when.
    pub joined_at: Timestamp,
}

/// PATCH `/workspaces/{id}/members/{user}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PatchWorkspaceMember {
    /// What they become.
    pub role: WorkspaceRole,
}

/// POST `/workspaces/{id}/invites`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct CreateInvite {
    /// How often it can be used; null: without limit.
    pub max_uses: Option<i64>,
    /// For how long, in seconds; null: for ever.
    pub expires_in_s: Option<i64>,
    /// The channels that who accepts it joins at once.
    pub channel_ids: Option<Vec<ChannelId>>,
    /// What who accepts it becomes; member by default.
    pub role: Option<WorkspaceRole>,
}

/// An invitation, as those see it who may give it out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Invite {
    /// What is in the link.
    pub code: String,
    /// The link.
    pub url: String,
    /// How often it was used.
    pub uses: i64,
    /// How often it can be used.
    pub max_uses: Option<i64>,
    /// Until when.
    pub expires_at: Option<Timestamp>,
    /// What who accepts it becomes.
    pub role: WorkspaceRole,
    /// The channels that who accepts it joins at once.
    pub channel_ids: Vec<ChannelId>,
    /// Since when.
    pub created_at: Timestamp,
}

/// An invitation, as the one sees it who received it: GET `/invites/{code}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct InvitePreview {
    /// What is in the link.
    pub code: String,
    /// Where it leads.
    pub workspace: InvitedTo,
    /// Who gave it out.
    pub invited_by: Option<String>,
    /// What who accepts it becomes.
    pub role: WorkspaceRole,
    /// Until when.
    pub expires_at: Option<Timestamp>,
}

/// What somebody who is not in it yet may know of a workspace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct InvitedTo {
    /// Its name.
    pub name: String,
    /// Where its picture is.
    pub icon_url: Option<String>,
    /// How many people it has.
    pub member_count: i64,
}
