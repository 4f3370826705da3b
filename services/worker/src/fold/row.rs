//! One message's row while a batch is folded over it.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use domain::{ChannelId, ImageId, MessageId, Seq, UserId, link};
use protocol::file::File;
use protocol::image;
use protocol::message::apply::MAX_NAMED_USERS;
use protocol::message::{Embed, Mentions};
use store::apply::{Changes, Linked, Mention, Message, Revision};
use uuid::Uuid;

use crate::event::{Created, Entry, Pin, Updated};

/// Nobody, said in JSON as `protocol::Mentions` says it.
const NO_MENTIONS: &str = r#"{"users":[],"channel":false,"here":false}"#;

pub(super) struct Row {
    message: Message,
    is_new: bool,
    is_changed: bool,
    /// The batch gave it its text.
    has_new_body: bool,
    /// The mentions as they are stored, once an event changes them.
    stored_mentions: Option<BTreeSet<Mention>>,
    /// The pictures of the embeds as they are stored, once an event changes them.
    stored_images: Option<BTreeSet<ImageId>>,
}

impl Row {
    /// A row as it stands in the table.
    pub(super) fn stored(message: Message) -> Self {
        Self {
            message,
            is_new: false,
            is_changed: false,
            has_new_body: false,
            stored_mentions: None,
            stored_images: None,
        }
    }

    /// A row that the table does not have.
    pub(super) fn created(entry: &Entry, created: &Created) -> Self {
        let message = Message {
            channel_id: entry.channel,
            seq: entry.seq,
            id: created.id,
            message_no: entry.message_no,
            parent_id: created.parent_id,
            also_in_channel: created.also_in_channel,
            author_id: created.author_id,
            kind: created.kind,
            body: created.body.clone(),
            mentions: created.mentions.clone(),
            here_user_ids: entry.here.clone(),
            files: created.files.clone(),
            embeds: created.embeds.clone(),
            reply_count: 0,
            reply_user_ids: Vec::new(),
            last_reply_at: None,
            pinned_at: None,
            pinned_by: None,
            edited_at: None,
            deleted_at: None,
            version: 1,
            nonce: created.nonce.clone(),
            body_hash: created.body_hash.to_vec(),
            rev_seq: entry.seq,
            created_at: created.at,
        };
        Self {
            message,
            is_new: true,
            is_changed: true,
            has_new_body: true,
            stored_mentions: Some(BTreeSet::new()),
            stored_images: None,
        }
    }

    pub(super) fn is_changed(&self) -> bool {
        self.is_changed
    }

    pub(super) fn place(&self) -> (ChannelId, Seq) {
        (self.message.channel_id, self.message.seq)
    }

    /// Whether the event at `seq` may still change the content.
    pub(super) fn takes(&self, seq: Seq) -> bool {
        self.message.deleted_at.is_none() && seq > self.message.rev_seq
    }

    pub(super) fn touch(&mut self, seq: Seq) {
        self.message.rev_seq = seq;
        self.is_changed = true;
    }

    /// A reply came. Tombstones count their replies too.
    pub(super) fn replied(&mut self, seq: Seq, by: UserId, at: DateTime<Utc>) {
        if seq <= self.message.rev_seq {
            return;
        }
        self.touch(seq);
        self.message.reply_count += 1;
        self.message.last_reply_at = self.message.last_reply_at.max(Some(at));
        let repliers = &mut self.message.reply_user_ids;
        if repliers.len() < MAX_NAMED_USERS && !repliers.contains(&by) {
            repliers.push(by);
        }
    }

    /// A reply was deleted.
    pub(super) fn unreplied(&mut self, seq: Seq) {
        if seq > self.message.rev_seq {
            self.touch(seq);
            self.message.reply_count = (self.message.reply_count - 1).max(0);
        }
    }

    pub(super) fn pin(&mut self, seq: Seq, pin: Option<Pin>) {
        self.touch(seq);
        self.message.pinned_by = pin.map(|pin| pin.by);
        self.message.pinned_at = pin.map(|pin| pin.at);
    }

    /// Takes the changed fields; returns the body that was replaced, if one was. What was looked
    /// up for another version of the text changes nothing.
    pub(super) fn update(&mut self, entry: &Entry, updated: &Updated) -> Option<Revision> {
        if updated.body.is_none() && updated.version.is_some_and(|of| of != self.message.version) {
            return None;
        }
        self.touch(entry.seq);
        if let Some(embeds) = &updated.embeds {
            self.remember_images();
            self.message.embeds.clone_from(embeds);
        }
        self.update_files(&updated.files);
        if let Some(mentions) = &updated.mentions {
            self.remember_mentions();
            self.message.mentions.clone_from(mentions);
            self.message.here_user_ids.clone_from(&entry.here);
        }
        let edited_at = updated.edited_at.unwrap_or(entry.at);
        let version = updated.version.unwrap_or(self.message.version);
        let replaced_version = std::mem::replace(&mut self.message.version, version);
        self.message.edited_at = updated.edited_at.or(self.message.edited_at);
        let body = updated.body.as_ref()?;
        self.has_new_body = true;
        let revision = Revision {
            message_id: self.message.id,
            channel_id: self.message.channel_id,
            version: replaced_version,
            body: std::mem::replace(&mut self.message.body, body.clone()),
            edited_by: entry.author,
            edited_at,
        };
        Some(revision)
    }

    /// Each file takes the place of the one with its id.
    fn update_files(&mut self, changed: &[File]) {
        if changed.is_empty() {
            return;
        }
        // Written by us: an unreadable list stays as it is.
        let Ok(mut files) = serde_json::from_str::<Vec<File>>(&self.message.files) else {
            return;
        };
        for file in &mut files {
            if let Some(now) = changed.iter().find(|changed| changed.id == file.id) {
                file.clone_from(now);
            }
        }
        if let Ok(json) = serde_json::to_string(&files) {
            self.message.files = json;
        }
    }

    /// Leaves a tombstone: who, when, where and the reply counts. Returns the root it replied to.
    pub(super) fn bury(&mut self, seq: Seq, at: DateTime<Utc>) -> Option<MessageId> {
        self.touch(seq);
        self.remember_mentions();
        self.remember_images();
        let message = &mut self.message;
        message.deleted_at = Some(at);
        message.body.clear();
        NO_MENTIONS.clone_into(&mut message.mentions);
        message.here_user_ids.clear();
        "[]".clone_into(&mut message.files);
        "[]".clone_into(&mut message.embeds);
        message.pinned_at = None;
        message.pinned_by = None;
        message.parent_id
    }

    /// The message, if its new text has links to be looked at.
    fn linked(&self) -> Option<Linked> {
        let message = &self.message;
        let has_links = self.has_new_body
            && message.deleted_at.is_none()
            && !link::previewed(&message.body).is_empty();
        has_links.then_some(Linked {
            message_id: message.id,
            channel_id: message.channel_id,
            version: message.version,
        })
    }

    fn remember_images(&mut self) {
        if self.stored_images.is_none() {
            self.stored_images = Some(self.images());
        }
    }

    /// The pictures that its embeds show.
    fn images(&self) -> BTreeSet<ImageId> {
        // Written by us: an unreadable one shows nothing.
        let embeds: Vec<Embed> = serde_json::from_str(&self.message.embeds).unwrap_or_default();
        let urls = embeds.iter().filter_map(|embed| embed.image_url.as_deref());
        urls.filter_map(image::id_of).collect()
    }

    /// Adds what this row needs written.
    pub(super) fn finish(self, changes: &mut Changes) {
        if let Some(before) = &self.stored_images {
            let (now, message) = (self.images(), self.message.id);
            let of = |id: &ImageId| (*id, message);
            changes.shown.extend(now.difference(before).map(of));
            changes.hidden.extend(before.difference(&now).map(of));
        }
        changes.linked.extend(self.linked());
        let now = if self.stored_mentions.is_some() {
            self.mentioned()
        } else {
            BTreeSet::new()
        };
        let before = self.stored_mentions.unwrap_or_default();
        changes.unmentions.extend(before.difference(&now));
        changes.mentions.extend(now.difference(&before));
        if self.is_new {
            changes.inserts.push(self.message);
        } else {
            changes.updates.push(self.message);
        }
    }

    fn remember_mentions(&mut self) {
        if self.stored_mentions.is_none() {
            self.stored_mentions = Some(self.mentioned());
        }
    }

    /// Who wrote it, and where in the log.
    pub(super) fn origin(&self) -> (UserId, Seq) {
        (self.message.author_id, self.message.seq)
    }

    /// The root that it replies to.
    pub(super) fn root(&self) -> Option<MessageId> {
        self.message.parent_id
    }

    /// Whom the message names, the author apart.
    pub(super) fn named(&self) -> BTreeSet<UserId> {
        let named = self.mentions().users.into_iter();
        let mut named: BTreeSet<UserId> = named.map(|mention| mention.user_id).collect();
        named.remove(&self.message.author_id);
        named
    }

    fn mentions(&self) -> Mentions {
        // Written by us and read back by nobody else: an unreadable one addresses nobody.
        serde_json::from_str(&self.message.mentions).unwrap_or_default()
    }

    /// Whom the message addresses, the author apart: those that it names, and those whom `@here`
    /// found online. The nil user stands for the whole channel.
    fn mentioned(&self) -> BTreeSet<Mention> {
        let message = &self.message;
        let mut users = self.named();
        users.extend(&message.here_user_ids);
        users.remove(&message.author_id);
        if self.mentions().channel {
            users.insert(UserId::from_uuid(Uuid::nil()));
        }
        let mention = |user_id| Mention {
            channel_id: message.channel_id,
            seq: message.seq,
            user_id,
            message_no: message.message_no,
            message_id: message.id,
        };
        users.into_iter().map(mention).collect()
    }
}
