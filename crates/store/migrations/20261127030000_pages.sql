-- How many pages a document has, where that was found.
alter table files add column pages integer check (pages > 0);
