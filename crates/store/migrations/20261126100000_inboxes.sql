-- Mentions across all channels, and threads as people follow them.

-- Whom @here found online, for as long as the text says @here.
alter table messages add column here_user_ids uuid[] not null default '{}';

-- One person's mentions, newest first: ids of messages ascend with time.
create index mentions_inbox on mentions (user_id, message_id);

-- People's sides of threads. Written by the worker with the reply that makes somebody follow, and
-- by api when they choose or read. No foreign keys, as for messages.
create table thread_follows (
    user_id uuid not null,
    root_id uuid not null,
    -- Where the root is stored.
    p smallint not null,
    channel_id uuid not null,
    -- False only by hand: until the person replies again.
    following boolean not null,
    -- Replies up to here were read.
    read_seq bigint not null,
    -- The head of the log at the last choice by hand: what was said before does not undo it.
    hand_seq bigint not null default 0,
    primary key (user_id, root_id)
);
create index thread_follows_root on thread_follows (root_id) where following;
create index thread_follows_channel on thread_follows (channel_id);

-- Threads that are there already are followed by who wrote in them, with nothing unread.
insert into thread_follows (user_id, root_id, p, channel_id, following, read_seq)
select m.author_id, coalesce(m.parent_id, m.id), m.p, m.channel_id, true, max(c.persisted_seq)
from messages m join channels c on c.id = m.channel_id
where m.parent_id is not null or m.last_reply_at is not null
group by m.author_id, coalesce(m.parent_id, m.id), m.p, m.channel_id;
