-- Who does not want to hear of whom. One row says what one person wants; it holds both ways where
-- the two would meet.
create table blocks (
    user_id uuid not null references users (id) on delete cascade,
    blocked_id uuid not null references users (id) on delete cascade,
    created_at timestamptz not null,
    primary key (user_id, blocked_id),
    check (user_id <> blocked_id)
);
create index blocks_blocked on blocks (blocked_id, user_id);

-- For the sweep that takes statuses back when their time is over.
create index users_status_expires on users (status_expires_at) where status_expires_at is not null;
