-- What is searched: one row a message, written by the worker's second consumer after the message
-- itself. Not partitioned: a search looks everywhere one may, and sixteen small indexes cost
-- sixteen looks. No foreign keys, as in messages.
create table search_rows (
    -- The message's id, which sorts by time.
    id uuid primary key,
    channel_id uuid not null,
    author_id uuid not null,
    parent_id uuid,
    -- Of the text that words were made of; 2147483647 once it is deleted: an older version never
    -- comes over a newer one.
    version integer not null,
    -- Where, by whom, when, with what: see domain/search/tags.rs.
    tags bigint[] not null,
    -- Written by domain/search/tokens.rs, not by a text search configuration.
    words tsvector not null
);
-- Words and tags in one index, so that it intersects them before it looks at rows. New rows wait
-- in a list that every search reads through: a short one.
create index search_rows_words on search_rows using gin (words, tags)
    with (fastupdate = on, gin_pending_list_limit = 1024);
-- Rows come and hardly ever change: without this, the planner learns of them late.
alter table search_rows set (autovacuum_analyze_scale_factor = 0.02,
    autovacuum_vacuum_insert_scale_factor = 0.05);

-- How far each partition's older messages have been looked through for what has no row yet.
create table search_backfill (
    p smallint primary key,
    -- The last message that was looked at.
    channel_id uuid not null,
    seq bigint not null,
    done boolean not null default false
);

-- What somebody searched for last, for them alone.
create table search_recents (
    user_id uuid not null references users (id) on delete cascade,
    workspace_id uuid not null references workspaces (id) on delete cascade,
    q text not null,
    used_at timestamptz not null,
    primary key (user_id, workspace_id, q)
);
