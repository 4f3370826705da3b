-- The first schema: identity, directory, messages and the bookkeeping between Postgres and the
-- channel log. Small vocabularies are text with a check: a value is readable in psql, and adding
-- one is an ordinary constraint change.

-- What is fixed when Hubbub is installed. One row.
create table installation (
    one boolean primary key default true check (one),
    -- PARTITIONS: message ids and rows are placed by it, so it never changes (S21).
    partitions integer not null check (partitions between 1 and 65536),
    created_at timestamptz not null default now()
);

-- The fence's number (S12): each recovery takes the next one.
create sequence incarnations as bigint;

-- Events that gateways still hold and the log may have lost, while recovery collects them.
create table recovery_offers (
    channel_id uuid not null,
    epoch bigint not null,
    seq bigint not null,
    message_no bigint,
    payload bytea not null,
    primary key (channel_id, epoch, seq)
);

create table users (
    id uuid primary key,
    -- As typed; compared through the folded key beside it.
    email text not null,
    email_key text not null,
    handle text not null,
    handle_key text not null,
    display_name text not null,
    avatar_url text,
    is_bot boolean not null default false,
    locale text not null default 'en',
    theme text not null default 'system' check (theme in ('system', 'light', 'dark')),
    timezone text not null default 'UTC',
    notifications jsonb not null default '{}',
    share_receipts boolean not null default true,
    -- The status a person set by hand; 'online' means "whatever the sockets say".
    presence text not null default 'online' check (presence in ('online', 'away', 'dnd', 'offline')),
    status_text text not null default '',
    status_emoji text,
    status_expires_at timestamptz,
    version bigint not null default 1,
    deactivated_at timestamptz,
    created_at timestamptz not null
);
create unique index users_email on users (email_key);
create unique index users_handle on users (handle_key);

create table passwords (
    user_id uuid primary key references users (id) on delete cascade,
    -- With its scheme tag, for example 'v1$2b$12$…'.
    hash text not null,
    changed_at timestamptz not null
);

create table sessions (
    id uuid primary key,
    user_id uuid not null references users (id) on delete cascade,
    -- SHA-256 of the current refresh token and of its immediate predecessor.
    refresh_hash bytea not null,
    previous_hash bytea,
    -- When the predecessor was exchanged: it is honoured for 10 s after this.
    rotated_at timestamptz,
    remember boolean not null,
    user_agent text not null default '',
    ip text not null default '',
    created_at timestamptz not null,
    last_used_at timestamptz not null,
    expires_at timestamptz not null,
    revoked_at timestamptz,
    revoked_why text
);
create index sessions_user on sessions (user_id) where revoked_at is null;
-- For gateways and replicas that start after a revocation (S22).
create index sessions_revoked on sessions (revoked_at) where revoked_at is not null;

create table workspaces (
    id uuid primary key,
    slug text not null,
    name text not null,
    icon_url text,
    created_by uuid not null references users (id),
    version bigint not null default 1,
    created_at timestamptz not null,
    deleted_at timestamptz
);
create unique index workspaces_slug on workspaces (slug) where deleted_at is null;

create table workspace_members (
    workspace_id uuid not null references workspaces (id) on delete cascade,
    user_id uuid not null references users (id) on delete cascade,
    role text not null check (role in ('owner', 'admin', 'member', 'guest')),
    joined_at timestamptz not null,
    primary key (workspace_id, user_id)
);
create index workspace_members_user on workspace_members (user_id);

create table invites (
    id uuid primary key,
    code text not null,
    workspace_id uuid not null references workspaces (id) on delete cascade,
    created_by uuid not null references users (id),
    role text not null check (role in ('admin', 'member', 'guest')),
    channel_ids uuid[] not null default '{}',
    max_uses integer check (max_uses > 0),
    uses integer not null default 0,
    expires_at timestamptz,
    created_at timestamptz not null,
    revoked_at timestamptz
);
create unique index invites_code on invites (code);
create index invites_workspace on invites (workspace_id, id) where revoked_at is null;

create table channels (
    id uuid primary key,
    -- Last 16 bits of the id modulo the installation's partitions (S2).
    p smallint not null,
    workspace_id uuid not null references workspaces (id) on delete cascade,
    kind text not null check (kind in ('public', 'private', 'dm', 'group_dm')),
    name text not null,
    slug text not null,
    topic text not null default '',
    description text not null default '',
    cover_url text,
    -- Sorted member ids of a DM: what makes it the same channel for the same people (S16).
    people uuid[],
    -- Whether who joins the workspace is put into it: #general and #random.
    joined_by_newcomers boolean not null default false,
    created_by uuid not null references users (id),
    posting text not null default 'everyone' check (posting in ('everyone', 'admins')),
    slow_mode_s integer not null default 0 check (slow_mode_s between 0 and 86400),
    -- Settings version: the ETag of PATCH.
    version bigint not null default 1,
    member_count integer not null default 0,
    -- Raised by each loss of rights (S4).
    mver bigint not null default 1,
    -- The log's continuity (S12): positions of the epoch before with seq <= base still hold.
    epoch bigint not null default 1,
    base bigint not null default 0,
    -- The worker's watermark: events at or below persisted_seq are in the tables below.
    persisted_seq bigint not null default 0,
    persisted_message_no bigint not null default 0,
    last_message_at timestamptz,
    archived_at timestamptz,
    deleted_at timestamptz,
    created_at timestamptz not null,
    check ((people is not null) = (kind in ('dm', 'group_dm')))
);
-- Only public names are unique: a refusal must not tell that a private channel exists.
create unique index channels_slug on channels (workspace_id, slug)
    where kind = 'public' and deleted_at is null;
create unique index channels_people on channels (workspace_id, people) where people is not null;
create index channels_workspace on channels (workspace_id, id) where deleted_at is null;
create index channels_p on channels (p);

create table memberships (
    channel_id uuid not null references channels (id) on delete cascade,
    user_id uuid not null references users (id) on delete cascade,
    workspace_id uuid not null references workspaces (id) on delete cascade,
    role text not null check (role in ('owner', 'admin', 'member')),
    joined_at timestamptz not null,
    read_message_no bigint not null default 0,
    read_seq bigint not null default 0,
    read_version bigint not null default 0,
    notify text not null default 'default' check (notify in ('all', 'mentions', 'none', 'default')),
    muted_until timestamptz,
    starred boolean not null default false,
    primary key (channel_id, user_id)
);
create index memberships_user on memberships (user_id, workspace_id);

-- Messages, as the worker folds them from the log. Partitioned by p; no foreign keys, because the
-- log is what vouches for channel and author, and a batch must not pay for checking it again.
create table messages (
    p smallint not null,
    channel_id uuid not null,
    seq bigint not null,
    id uuid not null,
    message_no bigint,
    parent_id uuid,
    also_in_channel boolean not null default false,
    author_id uuid not null,
    kind text not null default 'user' check (kind in ('user', 'system', 'bot')),
    body text not null,
    -- {"users": [{"user_id", "start", "end"}], "channel": bool, "here": bool}
    mentions jsonb not null default '{"users": [], "channel": false, "here": false}',
    files jsonb not null default '[]',
    embeds jsonb not null default '[]',
    reply_count integer not null default 0,
    reply_user_ids uuid[] not null default '{}',
    last_reply_at timestamptz,
    pinned_at timestamptz,
    pinned_by uuid,
    edited_at timestamptz,
    deleted_at timestamptz,
    version integer not null default 1,
    nonce text not null,
    -- SHA-256 of what the nonce stands for: tells a retry from a reused nonce.
    body_hash bytea not null,
    -- Seq of the last event that changed the row (S7).
    rev_seq bigint not null,
    created_at timestamptz not null,
    primary key (p, channel_id, seq),
    unique (p, id),
    unique (p, channel_id, author_id, nonce)
) partition by hash (p);
create index messages_top on messages (p, channel_id, message_no) where message_no is not null;
create index messages_replies on messages (p, parent_id, seq) where parent_id is not null;
create index messages_pinned on messages (p, channel_id, pinned_at) where pinned_at is not null;
-- The nonces of the last hours, reloaded by recovery (S5).
create index messages_created on messages using brin (created_at);

-- Earlier bodies of edited messages.
create table revisions (
    p smallint not null,
    message_id uuid not null,
    version integer not null,
    channel_id uuid not null,
    body text not null,
    edited_by uuid not null,
    -- When this body was replaced.
    edited_at timestamptz not null,
    primary key (p, message_id, version)
) partition by hash (p);

-- A removed reaction stays as active = false: seq is the last change, which keys the next one (S6).
create table reactions (
    p smallint not null,
    message_id uuid not null,
    emoji text not null,
    user_id uuid not null,
    channel_id uuid not null,
    active boolean not null,
    seq bigint not null,
    created_at timestamptz not null,
    primary key (p, message_id, emoji, user_id)
) partition by hash (p);

-- Who a message addresses, for unread counts. The nil user stands for the whole channel.
create table mentions (
    p smallint not null,
    channel_id uuid not null,
    user_id uuid not null,
    seq bigint not null,
    -- Null for a reply: those count in their thread only (S15).
    message_no bigint,
    message_id uuid not null,
    primary key (p, channel_id, user_id, seq)
) partition by hash (p);
create index mentions_unread on mentions (p, channel_id, user_id, message_no)
    where message_no is not null;

do $$
begin
    for i in 0..15 loop
        execute format('create table messages_%s partition of messages for values with (modulus 16, remainder %s)', i, i);
        execute format('create table revisions_%s partition of revisions for values with (modulus 16, remainder %s)', i, i);
        execute format('create table reactions_%s partition of reactions for values with (modulus 16, remainder %s)', i, i);
        execute format('create table mentions_%s partition of mentions for values with (modulus 16, remainder %s)', i, i);
    end loop;
end
$$;

-- Files and what they hang on. A file is its uploader's alone until a message claims it (S17).
create table files (
    id uuid primary key,
    workspace_id uuid not null references workspaces (id) on delete cascade,
    uploader_id uuid not null references users (id),
    name text not null,
    content_type text not null,
    size bigint not null check (size >= 0),
    sha256 bytea,
    kind text not null check (kind in ('image', 'video', 'audio', 'file')),
    width integer,
    height integer,
    thumbhash text,
    duration_ms bigint,
    -- 'uploading' rows are seen by the reaper alone: they name what a dead process left in S3.
    state text not null default 'ready'
        check (state in ('uploading', 'ready', 'scanning', 'blocked')),
    object_key text not null,
    -- S3's id of a multipart upload that was not completed.
    upload_id text,
    -- Thumbnail sizes that exist: 'small', 'large'.
    thumbnails text[] not null default '{}',
    -- Whether file_claims has a row; keeps the reaper's index small.
    claimed boolean not null default false,
    created_at timestamptz not null,
    -- When its message went, or its uploader took it back; the reaper removes bytes and row.
    deleted_at timestamptz
);
create index files_uploader on files (uploader_id, id);
create index files_unclaimed on files (created_at) where not claimed;
create index files_deleted on files (deleted_at) where deleted_at is not null;

create table file_claims (
    file_id uuid primary key references files (id) on delete cascade,
    channel_id uuid not null,
    author_id uuid not null,
    nonce text not null,
    claimed_at timestamptz not null,
    -- Set by the worker with the message's row; a claim without it is reaped after 24 h.
    message_id uuid
);
create index file_claims_message on file_claims (message_id) where message_id is not null;
create index file_claims_open on file_claims (claimed_at) where message_id is null;

-- Answers of POSTs that carried an Idempotency-Key; written in the verb's own transaction.
create table idempotency (
    user_id uuid not null references users (id) on delete cascade,
    key text not null,
    -- SHA-256 of method, path and body.
    request_hash bytea not null,
    answer jsonb not null,
    created_at timestamptz not null,
    primary key (user_id, key)
);
create index idempotency_created on idempotency (created_at);

-- State changes on their way to the log (S3): appended by the api that committed them, and by the
-- sweeper if that one died. Rows of one channel are inserted under its row lock, so id is their order.
create table outbox (
    -- Also the idempotency key of the append.
    id bigint generated always as identity primary key,
    -- Exactly one target: a channel's log or a user's.
    channel_id uuid,
    user_id uuid,
    -- The event's kind, for people who read this table.
    kind text not null,
    -- The event as the log carries it: header and JSON body.
    payload bytea not null,
    -- What the append sets in the channel's hash besides: the new membership version, closed.
    mver bigint,
    closes boolean not null default false,
    created_at timestamptz not null,
    check ((channel_id is null) <> (user_id is null))
);
create index outbox_channel on outbox (channel_id, id) where channel_id is not null;
create index outbox_user on outbox (user_id, id) where user_id is not null;

-- Events that the worker could not apply, with what it takes to try again.
create table dead_letters (
    id bigint generated always as identity primary key,
    p smallint not null,
    -- Id in the partition's log. What cannot even be placed in a channel has only this.
    psn text not null,
    channel_id uuid,
    epoch bigint,
    seq bigint,
    payload bytea not null,
    error text not null,
    created_at timestamptz not null default now(),
    replayed_at timestamptz,
    unique (p, psn)
);
create index dead_letters_channel on dead_letters (channel_id, seq);

-- Append-only: who did what to whose access.
create table audit_log (
    id bigint generated always as identity primary key,
    at timestamptz not null,
    actor_id uuid,
    action text not null,
    workspace_id uuid,
    target_id uuid,
    ip text not null default '',
    detail jsonb not null default '{}'
);
create index audit_log_workspace on audit_log (workspace_id, id) where workspace_id is not null;
