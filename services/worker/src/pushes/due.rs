//! What is due: claimed, judged, sent.

use std::collections::HashSet;

use chrono::{DateTime, TimeDelta, Utc};
use domain::{MessageId, Partition, UserId};
use futures_util::StreamExt as _;
use push::Sender;
use store::notifications::{self, Claimed, Wanted};
use store::{PgConnection, push as devices, threads};

use super::group::{Group, Known, Plan, groups};
use super::{Error, Pushes};
use crate::chain::chain;

/// Rows of one round. With [`AT_ONCE`] groups at 5 s each, all are sent while the claim holds.
const MOST: i64 = 48;
/// Groups that are sent at once.
const AT_ONCE: usize = 16;
/// How long a claim holds.
const CLAIM: TimeDelta = TimeDelta::seconds(20);

impl Pushes {
    /// Sends some of what is due; whether there may be more.
    pub(super) async fn send_due(&self, sender: &Sender) -> Result<bool, Error> {
        let now = self.clock.now();
        let mut connection = self.store.acquire().await?;
        let claimed = notifications::claim(&mut connection, now, now + CLAIM, MOST).await?;
        if claimed.is_empty() {
            return Ok(false);
        }
        let is_full = i64::try_from(claimed.len()) == Ok(MOST);
        let known = self.known(&mut connection, &claimed, now).await?;
        let mut to_send = Vec::new();
        let mut settled = Vec::new();
        for group in groups(claimed) {
            let plan = group.plan(&known);
            if let Some((rows, due)) = &plan.waiting {
                notifications::postpone(&mut connection, rows, *due).await?;
            }
            let Plan {
                settled: some,
                send,
                ..
            } = plan;
            settled.extend(some);
            to_send.extend(send);
        }
        notifications::settle(&mut connection, &settled, now).await?;
        let users: HashSet<UserId> = to_send
            .iter()
            .filter_map(Group::newest)
            .map(|row| row.user_id)
            .collect();
        let users: Vec<UserId> = users.into_iter().collect();
        let devices = devices::list(&mut connection, &users, now).await?;
        drop(connection);
        futures_util::stream::iter(to_send)
            .for_each_concurrent(AT_ONCE, async |group| {
                let told = self.tell(sender, &group, &devices, &known).await;
                // Claimed as it is, it is due again after a while.
                told.unwrap_or_else(|error| {
                    tracing::warn!(
                        "what became of a notification is not noted: {}",
                        chain(&error)
                    );
                });
            })
            .await;
        Ok(is_full)
    }

    /// All that decides about these rows.
    async fn known(
        &self,
        connection: &mut PgConnection,
        claimed: &[Claimed],
        now: DateTime<Utc>,
    ) -> Result<Known, Error> {
        let people: Vec<_> = claimed
            .iter()
            .map(|row| (row.channel_id, row.user_id))
            .collect();
        let wanted = Wanted {
            people,
            ..Wanted::default()
        };
        let listeners = notifications::audience(connection, &wanted).await?;
        let ids: Vec<MessageId> = claimed.iter().map(|row| row.message_id).collect();
        let all = self.bus.partitions();
        let partitions: HashSet<Partition> = ids.iter().map(|id| all.of_message(*id)).collect();
        let partitions: Vec<Partition> = partitions.into_iter().collect();
        let told = notifications::details(connection, &partitions, &ids).await?;
        let replies = claimed
            .iter()
            .filter_map(|row| Some((row.user_id, row.parent_id?)));
        let replies: Vec<_> = replies.collect();
        let sides = threads::sides_of(connection, &replies).await?;
        let by_place = listeners
            .into_iter()
            .map(|one| ((one.channel_id, one.user_id), one));
        Ok(Known {
            listeners: by_place.collect(),
            sides: sides
                .into_iter()
                .map(|side| ((side.user_id, side.root_id), side))
                .collect(),
            told: told.into_iter().map(|one| (one.id, one)).collect(),
            there: self.there(claimed, now).await,
            now,
        })
    }

    /// Who is before one of their screens. When that cannot be told, nobody is.
    async fn there(&self, claimed: &[Claimed], now: DateTime<Utc>) -> HashSet<UserId> {
        let users: HashSet<UserId> = claimed.iter().map(|row| row.user_id).collect();
        let users: Vec<UserId> = users.into_iter().collect();
        let there = self
            .bus
            .attention()
            .among(&users, now.timestamp_millis())
            .await;
        match there {
            Ok(there) => there.into_iter().collect(),
            Err(error) => {
                tracing::debug!("who is there is not known: {}", chain(&error));
                HashSet::new()
            }
        }
    }
}
