-- Files whose previews have to be made: thumbnails, a poster, a length. One row a file.
create table file_preview_jobs (
    file_id uuid primary key references files (id) on delete cascade,
    -- How often somebody took it.
    attempts smallint not null default 0,
    -- Not to be taken before. Whoever takes the job moves this on, so that it is taken again should
    -- that process die.
    run_at timestamptz not null,
    created_at timestamptz not null
);
create index file_preview_jobs_due on file_preview_jobs (run_at);
