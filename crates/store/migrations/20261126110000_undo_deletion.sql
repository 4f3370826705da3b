-- What is deleted can be restored for 30 days; then a job removes it for good.
alter table channels
    add column deleted_by uuid references users (id),
    -- It went because its workspace did, and comes back with it.
    add column deleted_with_workspace boolean not null default false;
-- What the jobs look for: what can be restored, and what is past that.
create index channels_deleted on channels (deleted_at) where deleted_at is not null;
create index channels_deleted_with on channels (workspace_id) where deleted_with_workspace;

alter table workspaces add column deleted_by uuid references users (id);
create index workspaces_deleted on workspaces (deleted_at) where deleted_at is not null;

-- What a channel's files hang on, when it is removed for good.
create index file_claims_channel on file_claims (channel_id);
create index files_workspace on files (workspace_id);
