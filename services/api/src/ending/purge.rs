//! Removing for good what was deleted too long ago to be restored: log, messages, files, rows.

use domain::{ChannelId, Partition};
use store::purge;

use super::RESTORABLE;
use crate::error::Error;
use crate::state::State;

/// Removes everything that is past restoring now. Several at once do no harm.
///
/// # Errors
/// 503 when Postgres or Redis is down: the next run goes on.
pub async fn purge(state: &State) -> Result<(), Error> {
    let before = state.now() - RESTORABLE;
    let mut after: Option<ChannelId> = None;
    loop {
        let mut connection = state.store.acquire().await?;
        let next = purge::next_channel(&mut connection, before, after).await?;
        drop(connection);
        let Some(channel) = next else { break };
        self::channel(state, channel).await?;
        after = Some(channel);
    }
    let mut connection = state.store.acquire().await?;
    for workspace in purge::empty_workspaces(&mut connection, before).await? {
        if purge::workspace(&mut connection, workspace, state.now()).await? {
            tracing::info!(workspace.id = %workspace, "workspace {workspace} is gone for good");
        }
    }
    Ok(())
}

async fn channel(state: &State, id: ChannelId) -> Result<(), Error> {
    let head = state.bus.log().head(id).await?;
    if head.is_some_and(|head| head.persisted < head.seq) {
        // The worker would find events of a channel that does not exist.
        tracing::warn!(channel.id = %id, "channel {id} is removed later: its log is not stored yet");
        return Ok(());
    }
    let partition: Partition = state.bus.partitions().of(id);
    let mut connection = state.store.acquire().await?;
    purge::release_files(&mut connection, id, state.now()).await?;
    while purge::some_messages(&mut connection, partition, id).await? {}
    drop(connection);
    // The log before the row: what is left without a row would never be found again.
    state.bus.log().forget(id).await?;
    let mut tx = state.store.begin().await?;
    purge::channel(&mut tx, partition, id, state.now()).await?;
    store::commit(tx).await?;
    tracing::info!(channel.id = %id, "channel {id} is gone for good");
    Ok(())
}
