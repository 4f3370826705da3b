//! Every key and topic, and what it holds. Nothing else in the project spells one.
//!
//! `P` is the configured prefix. All keys of one call share a hash tag, so that one call is one
//! slot of Redis Cluster.
//!
//! On the durable Redis, by partition (`{pNN}`, from the last 16 bits of the channel or user):
//!
//! | key | type | holds |
//! | --- | --- | --- |
//! | `P:{pNN}:inc` | string | the blessed incarnation, `N:L:T`; with ` closed` behind it while recovery works |
//! | `P:{pNN}:log` | stream | the partition's log, ids `N-n`; fields `i` (channel, `epoch-seq`, `message_no`), `m` (payload) |
//! | `P:{pNN}:heads` | zset | channel → psn of its last event |
//! | `P:{pNN}:ids` | hash | message (16 bytes) → channel, `epoch-seq`, `message_no`; until persisted |
//! | `P:{pNN}:c:CHANNEL` | hash | `epoch base seq no persisted mver floor closed` |
//! | `P:{pNN}:t:CHANNEL` | stream | the channel's tail, ids `epoch-seq`; fields `n` (`message_no`), `m` (payload) |
//! | `P:{pNN}:k:HASH` | string, 24 h | an idempotency key and the result it had |
//! | `P:{pNN}:lease` | string, 5 s | token of the worker that persists this partition |
//! | `P:{pNN}:v:USER` | string | version of the user's own log |
//! | `P:{pNN}:u:USER` | stream | the last 100 of the user's own events, ids `0-version` |
//! | `P:{pNN}:uheads` | zset | user → psn of the last event |
//! | `P:{pNN}:upsn` | string | the last psn of `uheads` |
//!
//! On the durable Redis, once: `P:{workers}:members` (zset: worker → when it was last heard),
//! `P:{revoked}:log` (zset: what was revoked → when), `P:{control}:confirmed` (string: a number that
//! rises to see whether replicas follow).
//!
//! Topics on the durable Redis (sharded): `P:{pNN}:C:CHANNEL`, `P:{pNN}:U:USER`,
//! `P:{revoked}:R`, `P:{control}:K`.
//!
//! On the live Redis: `P:{sNN}:leases` (zset: gateway → end of its lease), `P:{sNN}:g:GATEWAY`
//! (set: user/connection), `P:{sNN}:o:USER` (zset: gateway/connection → since), `P:{sNN}:gone`
//! (zset: user → end of the grace), `P:{sNN}:i:USER` (set: those of `o` that are idle),
//! `P:{sNN}:s:USER` (hash: `on idle seen sv st`), `P:{sNN}:a:USER` (zset: connection at which the user is
//! → until when that is believed), by 16 shards of users; `P:{apart}:log` (zset: two people and
//! whether they are kept apart → when that was noted); `P:{r:SUBJECT}:NAME` (rate
//! limits); `P:cache:KEY`. A call: `P:{pNN}:call:CHANNEL` (hash:
//! user → seat), `P:{pNN}:callers:CHANNEL` (zset: user → end of the seat), `P:{sNN}:in:USER` (string:
//! the channel of the call that a user is in). Topics: `P:{sNN}:P` (presence), `P:{sNN}:D` (calls),
//! `P:{pNN}:L:CHANNEL` (typing, receipts), `P:{wNN}:W:WORKSPACE`.

use domain::{ChannelId, MessageId, Partition, Partitions, UserId, WorkspaceId};

/// Shards of the presence keys and topics.
pub const PRESENCE_SHARDS: u16 = 16;

/// Makes keys under one prefix.
#[derive(Debug, Clone)]
pub(crate) struct Keys {
    prefix: String,
    partitions: Partitions,
}

impl Keys {
    pub(crate) fn new(prefix: &str, partitions: Partitions) -> Self {
        Self {
            prefix: prefix.to_owned(),
            partitions,
        }
    }

    pub(crate) const fn partitions(&self) -> Partitions {
        self.partitions
    }

    pub(crate) fn prefix(&self) -> &str {
        &self.prefix
    }

    pub(crate) fn of_message(&self, message: MessageId) -> Partition {
        self.partitions.of_message(message)
    }

    fn in_partition(&self, partition: Partition, name: &str) -> String {
        format!("{}:{{p{partition}}}:{name}", self.prefix)
    }

    fn of_channel(&self, channel: ChannelId, kind: char) -> String {
        let partition = self.partitions.of(channel);
        format!("{}:{{p{partition}}}:{kind}:{channel}", self.prefix)
    }

    fn of_user(&self, user: UserId, kind: char) -> String {
        let partition = self.partitions.of_user(user);
        format!("{}:{{p{partition}}}:{kind}:{user}", self.prefix)
    }

    /// What is written to see whether replicas follow.
    pub(crate) fn confirmed(&self) -> String {
        format!("{}:{{control}}:confirmed", self.prefix)
    }

    pub(crate) fn incarnation(&self, partition: Partition) -> String {
        self.in_partition(partition, "inc")
    }

    pub(crate) fn log(&self, partition: Partition) -> String {
        self.in_partition(partition, "log")
    }

    pub(crate) fn heads(&self, partition: Partition) -> String {
        self.in_partition(partition, "heads")
    }

    pub(crate) fn ids(&self, partition: Partition) -> String {
        self.in_partition(partition, "ids")
    }

    pub(crate) fn lease(&self, partition: Partition) -> String {
        self.in_partition(partition, "lease")
    }

    pub(crate) fn channel(&self, channel: ChannelId) -> String {
        self.of_channel(channel, 'c')
    }

    pub(crate) fn tail(&self, channel: ChannelId) -> String {
        self.of_channel(channel, 't')
    }

    /// Where recovery builds the tail that will replace the channel's.
    pub(crate) fn next_tail(&self, channel: ChannelId) -> String {
        self.of_channel(channel, 'n')
    }

    pub(crate) fn idempotency(&self, partition: Partition, hash: &str) -> String {
        format!("{}:{{p{partition}}}:k:{hash}", self.prefix)
    }

    pub(crate) fn user_version(&self, user: UserId) -> String {
        self.of_user(user, 'v')
    }

    pub(crate) fn user_tail(&self, user: UserId) -> String {
        self.of_user(user, 'u')
    }

    pub(crate) fn user_heads(&self, partition: Partition) -> String {
        self.in_partition(partition, "uheads")
    }

    pub(crate) fn user_psn(&self, partition: Partition) -> String {
        self.in_partition(partition, "upsn")
    }

    pub(crate) fn workers(&self) -> String {
        format!("{}:{{workers}}:members", self.prefix)
    }

    pub(crate) fn revoked(&self) -> String {
        format!("{}:{{revoked}}:log", self.prefix)
    }

    pub(crate) fn channel_topic(&self, channel: ChannelId) -> String {
        self.of_channel(channel, 'C')
    }

    pub(crate) fn user_topic(&self, user: UserId) -> String {
        self.of_user(user, 'U')
    }

    pub(crate) fn live_topic(&self, channel: ChannelId) -> String {
        self.of_channel(channel, 'L')
    }

    pub(crate) fn workspace_topic(&self, workspace: WorkspaceId) -> String {
        let shard = workspace.last_16_bits() % PRESENCE_SHARDS;
        format!("{}:{{w{shard:02}}}:W:{workspace}", self.prefix)
    }

    pub(crate) fn presence_topic(&self, shard: u16) -> String {
        self.in_shard(shard, "P")
    }

    pub(crate) fn call_topic(&self, shard: u16) -> String {
        self.in_shard(shard, "D")
    }

    pub(crate) fn revoked_topic(&self) -> String {
        format!("{}:{{revoked}}:R", self.prefix)
    }

    pub(crate) fn control_topic(&self) -> String {
        format!("{}:{{control}}:K", self.prefix)
    }

    fn in_shard(&self, shard: u16, name: &str) -> String {
        format!("{}:{{s{shard:02}}}:{name}", self.prefix)
    }

    pub(crate) fn presence_shard(user: UserId) -> u16 {
        user.last_16_bits() % PRESENCE_SHARDS
    }

    pub(crate) fn gateway_leases(&self, shard: u16) -> String {
        self.in_shard(shard, "leases")
    }

    pub(crate) fn gateway_sockets(&self, shard: u16, gateway: &str) -> String {
        self.in_shard(shard, &format!("g:{gateway}"))
    }

    pub(crate) fn user_sockets(&self, user: UserId) -> String {
        self.in_shard(Self::presence_shard(user), &format!("o:{user}"))
    }

    pub(crate) fn idle_sockets(&self, user: UserId) -> String {
        self.in_shard(Self::presence_shard(user), &format!("i:{user}"))
    }

    pub(crate) fn leaving(&self, shard: u16) -> String {
        self.in_shard(shard, "gone")
    }

    pub(crate) fn presence(&self, user: UserId) -> String {
        self.in_shard(Self::presence_shard(user), &format!("s:{user}"))
    }

    /// What is told of a channel's call when it is over.
    pub(crate) fn call_story(&self, channel: ChannelId) -> String {
        self.in_partition(self.partitions.of(channel), &format!("called:{channel}"))
    }

    pub(crate) fn call(&self, channel: ChannelId) -> String {
        self.in_partition(self.partitions.of(channel), &format!("call:{channel}"))
    }

    pub(crate) fn call_leases(&self, channel: ChannelId) -> String {
        self.in_partition(self.partitions.of(channel), &format!("callers:{channel}"))
    }

    pub(crate) fn open_calls(&self) -> String {
        format!("{}:{{calls}}:open", self.prefix)
    }

    pub(crate) fn in_call(&self, user: UserId) -> String {
        self.in_shard(Self::presence_shard(user), &format!("in:{user}"))
    }

    pub(crate) fn attentive(&self, user: UserId) -> String {
        self.in_shard(Self::presence_shard(user), &format!("a:{user}"))
    }

    pub(crate) fn apart(&self) -> String {
        format!("{}:{{apart}}:log", self.prefix)
    }

    pub(crate) fn rate_limit(&self, subject: &str, name: &str) -> String {
        let subject = subject.replace(['{', '}'], "_");
        format!("{}:{{r:{subject}}}:{name}", self.prefix)
    }

    pub(crate) fn cache(&self, key: &str) -> String {
        format!("{}:cache:{key}", self.prefix)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag(key: &str) -> &str {
        let start = key.find('{').unwrap();
        &key[start..=key.find('}').unwrap()]
    }

    #[test]
    fn all_keys_of_a_channel_share_its_partitions_hash_tag() {
        let keys = Keys::new("test", Partitions::default());
        let channel: ChannelId = "01936f3e-8a00-7000-8000-0123456789ab".parse().unwrap();
        let partition = Partition::new(0xab % 16);

        let all = [
            keys.channel(channel),
            keys.tail(channel),
            keys.next_tail(channel),
            keys.channel_topic(channel),
            keys.live_topic(channel),
            keys.call(channel),
            keys.call_leases(channel),
            keys.incarnation(partition),
            keys.log(partition),
            keys.heads(partition),
            keys.ids(partition),
            keys.idempotency(partition, "00"),
        ];

        for key in &all {
            assert_eq!(tag(key), "{p11}", "{key}");
        }
        let mut distinct = all.to_vec();
        distinct.sort();
        distinct.dedup();
        assert_eq!(distinct.len(), all.len());
    }

    #[test]
    fn a_subject_cannot_break_out_of_its_hash_tag() {
        let keys = Keys::new("test", Partitions::default());

        assert_eq!(keys.rate_limit("ip}:{x", "login"), "test:{r:ip_:_x}:login");
    }
}
