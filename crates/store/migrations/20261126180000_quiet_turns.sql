-- Others see that somebody is not to be disturbed: a sweep tells them when that begins and ends.

alter table users
    -- When the quiet hours or the pause next begin or end; null: there are none.
    add column quiet_turns_at timestamptz;
create index users_quiet_turns on users (quiet_turns_at) where quiet_turns_at is not null;

-- Who has some already is looked at once.
update users set quiet_turns_at = now()
where jsonb_typeof(notifications -> 'schedule') = 'object'
   or jsonb_typeof(notifications -> 'snoozed_until') = 'string';
