//! Rows that others hang on.

use chrono::{DateTime, Utc};
use domain::{ChannelId, ChannelKind, Partition, Partitions, UserId, WorkspaceId};
use store::{accounts, channels, workspaces};

/// When everything here happened.
pub(crate) fn now() -> DateTime<Utc> {
    DateTime::from_timestamp_millis(1_764_000_000_000).unwrap()
}

/// Somebody with an account.
pub(crate) async fn user(conn: &mut store::PgConnection) -> UserId {
    let id = UserId::generate(now(), &mut rand::rng());
    let name = id.to_string();
    let new = accounts::New {
        id,
        email: &name,
        email_key: &name,
        handle: &name,
        handle_key: &name,
        display_name: "Alice",
        created_at: now(),
    };
    accounts::insert(conn, &new).await.unwrap();
    id
}

/// A workspace of theirs.
pub(crate) async fn workspace(conn: &mut store::PgConnection, owner: UserId) -> WorkspaceId {
    let id = WorkspaceId::generate(now(), &mut rand::rng());
    let slug = id.to_string();
    workspaces::insert(conn, id, ("Acme", &slug), owner, now())
        .await
        .unwrap();
    id
}

/// A channel with its partition, made by somebody in a workspace of their own.
pub(crate) struct Place {
    pub(crate) channel: ChannelId,
    pub(crate) partition: Partition,
    pub(crate) owner: UserId,
    pub(crate) workspace: WorkspaceId,
}

pub(crate) async fn place(conn: &mut store::PgConnection) -> Place {
    let owner = user(conn).await;
    let workspace = workspace(conn, owner).await;
    let channel = ChannelId::generate(now(), &mut rand::rng());
    let partition = Partitions::default().of(channel);
    let new = channels::New {
        id: channel,
        partition,
        workspace_id: workspace,
        kind: ChannelKind::Private,
        name: "general",
        slug: "general",
        topic: "",
        description: "",
        people: None,
        joined_by_newcomers: false,
        created_by: owner,
        created_at: now(),
    };
    channels::insert(conn, &new).await.unwrap();
    Place {
        channel,
        partition,
        owner,
        workspace,
    }
}
