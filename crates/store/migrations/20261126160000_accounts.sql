-- Mail, password resets, and people who come by a link.

-- Mail that is to be sent. A row says what to tell and to whom; the text is made when it is sent,
-- so that no link that opens an account ever lies here.
create table mails (
    id bigint generated always as identity primary key,
    kind text not null check (kind in ('password_reset', 'password_changed', 'email_changed')),
    -- A reset: the folded address that was asked for, whether or not anybody has it. A notice: the
    -- address it goes to.
    address text not null,
    -- Whom a notice is about; a reset finds out when it is sent.
    user_id uuid references users (id) on delete cascade,
    created_at timestamptz not null,
    -- When to try: now, or after a failure. A sender that takes the row pushes this ahead.
    due_at timestamptz not null,
    attempts integer not null default 0
);
create index mails_due on mails (due_at);
-- One reset an address under way: asking again and again fills nothing.
create unique index mails_reset on mails (address) where kind = 'password_reset';

-- Tokens that set a new password, each once.
create table password_resets (
    -- SHA-256 of the token.
    token_hash bytea primary key,
    user_id uuid not null references users (id) on delete cascade,
    created_at timestamptz not null,
    expires_at timestamptz not null
);
create index password_resets_user on password_resets (user_id);
create index password_resets_expires on password_resets (expires_at);

-- Links by which people without an account come into one channel.
create table guest_links (
    id uuid primary key,
    code text not null,
    channel_id uuid not null references channels (id) on delete cascade,
    workspace_id uuid not null references workspaces (id) on delete cascade,
    created_by uuid not null references users (id),
    max_uses integer check (max_uses > 0),
    uses integer not null default 0,
    -- How long who enters may stay, in seconds: a day to a week.
    stay_s integer not null check (stay_s between 86400 and 604800),
    expires_at timestamptz not null,
    created_at timestamptz not null,
    revoked_at timestamptz
);
create unique index guest_links_code on guest_links (code);
create index guest_links_channel on guest_links (channel_id, id) where revoked_at is null;

-- Who came by a link has an end. Both are null for an account of one's own.
alter table users
    add column guest_until timestamptz,
    add column guest_link_id uuid references guest_links (id) on delete set null,
    add check (guest_until is not null or guest_link_id is null);
create index users_guests on users (guest_until)
    where guest_until is not null and deactivated_at is null;
create index users_guest_link on users (guest_link_id) where guest_link_id is not null;
