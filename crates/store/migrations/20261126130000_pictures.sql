-- Pictures that are made anew before they are kept: of people, workspaces and channels, custom
-- emoji, and what links lead to. A row is written before its bytes; one that nothing shows after a
-- day is reaped with them.
create table images (
    id uuid primary key,
    purpose text not null check (purpose in ('avatar', 'icon', 'cover', 'emoji', 'preview')),
    -- Who may see it: the readers of this channel, else the people of this workspace, else everybody
    -- with an account. No foreign keys: bytes outlive what they belonged to until they are reaped.
    workspace_id uuid,
    channel_id uuid,
    content_type text not null,
    width integer not null check (width > 0),
    height integer not null check (height > 0),
    size bigint not null check (size > 0),
    object_key text not null,
    -- Set in the transaction that makes something show it.
    kept boolean not null default false,
    created_at timestamptz not null,
    -- When something else took its place; the reaper removes bytes and row.
    deleted_at timestamptz
);
create index images_unkept on images (created_at) where not kept;
create index images_deleted on images (deleted_at) where deleted_at is not null;

-- A workspace's own emoji.
create table emoji (
    workspace_id uuid not null references workspaces (id) on delete cascade,
    -- Without the colons.
    name text not null,
    image_id uuid not null,
    created_by uuid not null references users (id),
    created_at timestamptz not null,
    primary key (workspace_id, name)
);
