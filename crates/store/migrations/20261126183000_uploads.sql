-- Files that come in parts, straight to the store: what was announced. The file's row is there from
-- the first moment on, so that the reaper knows of whatever the parts leave behind.
create table uploads (
    file_id uuid primary key references files (id) on delete cascade,
    -- Bytes, as announced; what the parts must come to.
    size bigint not null check (size > 0),
    -- Of all the bytes, where the client gave it.
    sha256 bytea,
    -- Bytes of every part but the last.
    part_size bigint not null check (part_size > 0),
    -- Somebody makes a file of the parts until then; null: nobody does.
    busy_until timestamptz
);
create index files_uploading on files (uploader_id) where state = 'uploading';

alter table files
    -- When it is scanned next; null unless it waits for that.
    add column scan_at timestamptz,
    add column scan_attempts integer not null default 0,
    -- It changed after a message had claimed it: when api is told next, so that the message shows it.
    add column announce_at timestamptz;
create index files_scanning on files (scan_at) where state = 'scanning';
create index files_announced on files (announce_at) where announce_at is not null;

-- What the files of each workspace come to, kept by the triggers below: whoever adds or removes a
-- row, by whatever way, changes it in the same transaction.
create table workspace_storage (
    workspace_id uuid primary key references workspaces (id) on delete cascade,
    bytes bigint not null
);
insert into workspace_storage (workspace_id, bytes)
select workspace_id, sum(size) from files group by workspace_id;

-- Workspaces in order, so that two statements never wait for each other.
create function count_storage() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        insert into workspace_storage as s (workspace_id, bytes)
        select workspace_id, sum(size) from added group by workspace_id order by workspace_id
        on conflict (workspace_id) do update set bytes = s.bytes + excluded.bytes;
    elsif tg_op = 'UPDATE' then
        update workspace_storage s set bytes = s.bytes + d.bytes
        from (select workspace_id, sum(size) as bytes
              from (select workspace_id, size from added
                    union all
                    select workspace_id, -size from removed) as both_sides
              group by workspace_id having sum(size) <> 0 order by workspace_id) as d
        where s.workspace_id = d.workspace_id;
    else
        update workspace_storage s set bytes = s.bytes - d.bytes
        from (select workspace_id, sum(size) as bytes
              from removed group by workspace_id order by workspace_id) as d
        where s.workspace_id = d.workspace_id;
    end if;
    return null;
end
$$;
create trigger files_count_added after insert on files
    referencing new table as added for each statement execute function count_storage();
create trigger files_count_changed after update on files
    referencing old table as removed new table as added for each statement execute function count_storage();
create trigger files_count_removed after delete on files
    referencing old table as removed for each statement execute function count_storage();
