-- Who does not want to see what links lead to.
alter table users add column link_previews boolean not null default true;
