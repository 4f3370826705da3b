//! Listing channels: one's own, and the public ones of a workspace.

use auth::Principal;
use domain::permission::{self, ChannelAction, WorkspaceAction};
use domain::{ChannelId, MessageNo, WorkspaceId};
use protocol::channel::Channel;
use protocol::{ErrorCode, Limit, Page};
use serde::Deserialize;
use store::channels::{self, Browse};
use utoipa::{IntoParams, ToSchema};

use super::{locked, view};
use crate::error::Error;
use crate::http::page;
use crate::state::State;

/// Which channels.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Those that the caller is in.
    #[default]
    Mine,
    /// The public ones, whether the caller is in them or not.
    Browse,
}

/// What part of the list.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ChannelQuery {
    /// Which channels; `mine` by default.
    #[serde(default)]
    #[param(inline)]
    pub scope: Scope,
    /// Only names that contain this.
    pub q: Option<String>,
    /// How many entries: 1 to 200, 50 by default.
    pub limit: Option<i64>,
    /// Where to go on: `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// One page of channels, oldest first.
///
/// # Errors
/// `not_found` for the workspace, `forbidden` for guests who browse.
pub async fn list(
    state: &State,
    who: &Principal,
    workspace: WorkspaceId,
    query: &ChannelQuery,
) -> Result<Page<Channel>, Error> {
    let limit = Limit::parse(query.limit)?;
    let after: Option<ChannelId> = page::id(query.cursor.as_deref())?;
    let text = page::search_text(query.q.as_deref())?;
    let mut connection = state.store.acquire().await?;
    let role = store::workspaces::find_role(&mut connection, workspace, who.user).await?;
    let action = match query.scope {
        Scope::Mine => WorkspaceAction::Read,
        Scope::Browse => WorkspaceAction::Browse,
    };
    permission::workspace(role, action).map_err(ErrorCode::from)?;
    let browse = Browse {
        text,
        after,
        limit: i64::from(limit) + 1,
    };
    let ids = match query.scope {
        Scope::Mine => channels::list_mine(&mut connection, who.user, workspace, &browse).await?,
        Scope::Browse => channels::browse(&mut connection, workspace, &browse).await?,
    };
    drop(connection);
    let ids = page::page(ids, limit, ToString::to_string, |id| id);
    let mut data = view::all(state, who.user, &ids.data).await?;
    // A direct conversation in which nothing was said is in its creator's list alone (S16).
    data.retain(|channel| {
        let is_silent = channel.kind.is_direct() && channel.head_message_no == MessageNo::ZERO;
        !is_silent || channel.created_by == Some(who.user)
    });
    Ok(Page {
        data,
        next_cursor: ids.next_cursor,
    })
}

/// One channel that the caller may read, with the version of its settings.
///
/// # Errors
/// `not_found`.
pub async fn get(state: &State, who: &Principal, id: ChannelId) -> Result<(Channel, i64), Error> {
    let mut connection = state.store.acquire().await?;
    locked::find(&mut connection, who.user, id, ChannelAction::Read).await?;
    let row = channels::find(&mut connection, id).await?;
    let row = row.ok_or(Error::Refused(ErrorCode::NotFound))?;
    drop(connection);
    Ok((view::one(state, who.user, id).await?, row.version))
}
