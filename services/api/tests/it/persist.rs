//! Stands in for the worker: writes a channel's log into the tables, up to a seq.

use std::collections::BTreeMap;

use bus::{Committed, Group, Range};
use domain::{ChannelId, Epoch, MessageId, MessageNo, Seq, UserId};
use protocol::event::LogEvent;
use protocol::message::Message;
use protocol::message::content_hash::Content;
use protocol::{EventView, Timestamp};
use store::apply::{self, Changes, Watermark};
use uuid::Uuid;

use crate::app::App;

/// Whether Redis hears of the new watermark, or Postgres is ahead of it for a while.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Told {
    Yes,
    NotYet,
}

/// Everything that the channel's log says.
pub(crate) async fn all(app: &App, channel: &str) {
    upto(app, channel, Seq::new(i64::MAX), Told::Yes).await;
}

/// The events up to `last`. What an earlier call wrote is written anew.
pub(crate) async fn upto(app: &App, channel: &str, last: Seq, told: Told) {
    let channel: ChannelId = channel.parse().unwrap();
    let partition = app.state.bus.partitions().of(channel);
    let tail = app
        .state
        .bus
        .log()
        .tail(channel, Range::After(Seq::ZERO), 10_000)
        .await;
    let tail = tail.unwrap().unwrap();
    let last = last.min(tail.head.seq);
    let mut fold = Fold::new(channel, tail.head.epoch, last);
    for record in tail.records.iter().filter(|record| record.seq <= last) {
        if record.payload.is_empty() {
            continue;
        }
        let view = EventView::decode(&record.payload).unwrap();
        fold.take(record.seq, record.message_no, &view.event().unwrap());
    }
    for table in ["messages", "revisions", "reactions", "mentions"] {
        let statement = sqlx::AssertSqlSafe(format!("delete from {table} where channel_id = $1"));
        sqlx::query(statement)
            .bind(channel.as_uuid())
            .execute(&app.pool)
            .await
            .unwrap();
    }
    sqlx::query("update channels set persisted_seq = 0 where id = $1")
        .bind(channel.as_uuid())
        .execute(&app.pool)
        .await
        .unwrap();
    let changes = fold.changes(app.state.now());
    let mut tx = app.pool.begin().await.unwrap();
    let written = apply::write(&mut tx, partition, &changes).await.unwrap();
    assert_eq!(written.conflicts, []);
    tx.commit().await.unwrap();
    if told == Told::Yes {
        let committed = Committed {
            entries: Vec::new(),
            persisted: vec![(channel, last)],
            messages: changes.inserts.iter().map(|row| row.id).collect(),
            voids: Vec::new(),
        };
        app.state
            .bus
            .consumer(Group::Persist, partition)
            .committed(&committed)
            .await
            .unwrap();
    }
}

struct Fold {
    channel: ChannelId,
    epoch: Epoch,
    last: Seq,
    messages: Vec<Message>,
    changes: Changes,
    reactions: BTreeMap<(MessageId, String, UserId), (bool, Seq)>,
}

impl Fold {
    fn new(channel: ChannelId, epoch: Epoch, last: Seq) -> Self {
        Self {
            channel,
            epoch,
            last,
            messages: Vec::new(),
            changes: Changes::default(),
            reactions: BTreeMap::new(),
        }
    }

    fn take(&mut self, seq: Seq, number: Option<MessageNo>, event: &LogEvent) {
        match event {
            LogEvent::MessageUpdated(change) if change.body.is_some() => self.revise(change.id),
            LogEvent::ReactionAdded(change) => {
                let key = (change.message_id, change.emoji.clone(), change.user_id);
                self.reactions.insert(key, (true, seq));
            }
            LogEvent::ReactionRemoved(change) => {
                let key = (change.message_id, change.emoji.clone(), change.user_id);
                self.reactions.insert(key, (false, seq));
            }
            _ => {}
        }
        for message in &mut self.messages {
            message.apply(seq, event, None);
        }
        if let LogEvent::MessageCreated(created) = event {
            self.messages
                .push((**created).clone().into_message(seq, number));
        }
    }

    fn revise(&mut self, id: MessageId) {
        let Some(message) = self.messages.iter().find(|one| one.id == id) else {
            return;
        };
        self.changes.revisions.push(apply::Revision {
            message_id: id,
            channel_id: self.channel,
            version: message.version.try_into().unwrap(),
            body: message.body.clone(),
            edited_by: message.author.id,
            edited_at: message.created_at.into(),
        });
    }

    fn changes(mut self, now: chrono::DateTime<chrono::Utc>) -> Changes {
        let living: Vec<MessageId> = self
            .messages
            .iter()
            .filter(|one| one.deleted_at.is_none())
            .map(|one| one.id)
            .collect();
        for message in &self.messages {
            self.changes.mentions.extend(mentions(message));
            self.changes.inserts.push(row(message));
        }
        for ((message_id, emoji, user_id), (active, seq)) in self.reactions {
            if living.contains(&message_id) {
                let channel_id = self.channel;
                self.changes.reactions.push(apply::Reaction {
                    message_id,
                    channel_id,
                    emoji,
                    user_id,
                    active,
                    seq,
                    at: now,
                });
            }
        }
        self.changes
            .revisions
            .retain(|one| living.contains(&one.message_id));
        let number = self
            .messages
            .iter()
            .filter_map(|message| message.message_no)
            .max();
        self.changes.watermarks = vec![Watermark {
            channel_id: self.channel,
            epoch: self.epoch,
            persisted_seq: self.last,
            persisted_message_no: number.unwrap_or_default(),
            last_message_at: None,
        }];
        self.changes.written_at = now;
        self.changes
    }
}

fn row(message: &Message) -> apply::Message {
    let file_ids: Vec<_> = message.files.iter().map(|file| file.id).collect();
    let content = Content {
        body: &message.body,
        parent_id: message.parent_id,
        also_in_channel: message.also_in_channel,
        file_ids: &file_ids,
    };
    apply::Message {
        channel_id: message.channel_id,
        seq: message.seq,
        id: message.id,
        message_no: message.message_no,
        parent_id: message.parent_id,
        also_in_channel: message.also_in_channel,
        author_id: message.author.id,
        kind: message.kind,
        body: message.body.clone(),
        mentions: serde_json::to_string(&message.mentions).unwrap(),
        here_user_ids: Vec::new(),
        files: serde_json::to_string(&message.files).unwrap(),
        embeds: serde_json::to_string(&message.embeds).unwrap(),
        reply_count: message.reply_count.try_into().unwrap(),
        reply_user_ids: message.reply_user_ids.clone(),
        last_reply_at: message.last_reply_at.map(Timestamp::get),
        pinned_at: message.pinned_at.map(Timestamp::get),
        pinned_by: message.pinned_by,
        edited_at: message.edited_at.map(Timestamp::get),
        deleted_at: message.deleted_at.map(Timestamp::get),
        version: message.version.try_into().unwrap(),
        nonce: message.nonce.clone(),
        body_hash: content.hash().to_vec(),
        rev_seq: message.rev_seq,
        created_at: message.created_at.get(),
    }
}

fn mentions(message: &Message) -> Vec<apply::Mention> {
    let mut users: Vec<UserId> = message
        .mentions
        .users
        .iter()
        .map(|one| one.user_id)
        .collect();
    if message.mentions.channel {
        users.push(UserId::from_uuid(Uuid::nil()));
    }
    users.sort();
    users.dedup();
    users
        .into_iter()
        .filter(|user| *user != message.author.id && message.deleted_at.is_none())
        .map(|user_id| apply::Mention {
            channel_id: message.channel_id,
            seq: message.seq,
            user_id,
            message_no: message.message_no,
            message_id: message.id,
        })
        .collect()
}
