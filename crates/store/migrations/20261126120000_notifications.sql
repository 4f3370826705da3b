-- What to be told of, and what became of telling it.

-- A person's own side of a workspace; it counts where a channel says 'default'.
alter table workspace_members
    add column notify text not null default 'default'
        check (notify in ('all', 'mentions', 'none', 'default')),
    add column muted_until timestamptz;

-- Who wants to hear everything: few, and found without reading a channel's whole membership.
create index memberships_all on memberships (channel_id) where notify = 'all';
create index workspace_members_all on workspace_members (workspace_id) where notify = 'all';
create index users_push_all on users (id) where notifications ->> 'push' = 'all';

-- The key that signs pushes, unless the configuration gives one. One row.
create table vapid_key (
    one boolean primary key default true check (one),
    -- PKCS#8.
    private_key bytea not null,
    created_at timestamptz not null
);

-- Browsers that asked for pushes, one a session: it ends with it.
create table push_subscriptions (
    session_id uuid primary key references sessions (id) on delete cascade,
    user_id uuid not null references users (id) on delete cascade,
    endpoint text not null check (octet_length(endpoint) <= 1024),
    p256dh bytea not null,
    auth bytea not null,
    created_at timestamptz not null,
    last_sent_at timestamptz
);
create index push_subscriptions_user on push_subscriptions (user_id);
-- One browser is told once, whoever signed in there last.
create unique index push_subscriptions_endpoint on push_subscriptions (endpoint);

-- Queue and ledger in one: a row for each person and message that concerns them. 'waiting' rows are
-- the queue; a worker claims one by moving due_at past the time that sending may take.
create table notifications (
    user_id uuid not null references users (id) on delete cascade,
    message_id uuid not null,
    channel_id uuid not null,
    workspace_id uuid not null,
    message_no bigint,
    parent_id uuid,
    author_id uuid not null,
    concern text not null
        check (concern in ('mention', 'everyone', 'thread', 'direct', 'message')),
    outcome text not null
        check (outcome in ('waiting', 'sent', 'level', 'muted', 'dnd', 'blocked', 'online', 'read',
                           'gone', 'no_subscription', 'failed')),
    -- When the message was sent.
    created_at timestamptz not null,
    due_at timestamptz not null,
    decided_at timestamptz,
    -- Sends that were tried, and the sessions that are still to be sent to; null: all.
    attempts smallint not null default 0,
    left_sessions uuid[],
    sent_to smallint not null default 0,
    -- When devices were told that it was read elsewhere.
    cleared_at timestamptz,
    primary key (user_id, message_id)
);
create index notifications_due on notifications (due_at) where outcome = 'waiting';
create index notifications_shown on notifications (channel_id, user_id)
    where outcome = 'sent' and cleared_at is null;
create index notifications_created on notifications using brin (created_at);
