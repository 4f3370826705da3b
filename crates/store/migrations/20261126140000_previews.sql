-- Messages whose links have to be looked at. One row a message: a later edit takes its place.
create table preview_jobs (
    message_id uuid primary key,
    channel_id uuid not null,
    -- The version of the message that has these links.
    version integer not null,
    -- How often a worker took it.
    attempts smallint not null default 0,
    -- Not to be taken before. Whoever takes the job moves this on, so that it is taken again should
    -- that worker die.
    run_at timestamptz not null,
    created_at timestamptz not null
);
create index preview_jobs_due on preview_jobs (run_at);

-- What links led to, for a while: one that many people post is fetched once. By workspace, so that
-- nobody can tell what is posted in another.
create table previews (
    workspace_id uuid not null,
    -- SHA-256 of the address.
    url_hash bytea not null,
    -- An embed; null when there is nothing to show.
    embed jsonb,
    -- The picture that the embed shows; once that goes, the link is looked at anew.
    image_id uuid,
    expires_at timestamptz not null,
    primary key (workspace_id, url_hash)
);
create index previews_expired on previews (expires_at);
create index previews_image on previews (image_id) where image_id is not null;

-- Which messages show which pictures: the last one that goes takes the picture with it.
create table embed_images (
    image_id uuid not null,
    message_id uuid not null,
    primary key (image_id, message_id)
);
create index embed_images_message on embed_images (message_id);

-- Embeds that somebody took away: they do not come back.
create table removed_embeds (
    message_id uuid not null,
    url text not null,
    removed_by uuid not null,
    removed_at timestamptz not null,
    primary key (message_id, url)
);
