-- Which of two rows of the same text is the newer one: a file may turn out to be a picture, or be
-- blocked, long after the message that carries it was indexed.
alter table search_rows add column rev_seq bigint not null default 0;
