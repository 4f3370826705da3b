-- The messages of a channel that carry files, newest first: what its list of files reads.
create index messages_files on messages (p, channel_id, seq) where files <> '[]';
