-- A hint of what an asker may find is seconds old; what was indexed since is searched as well.
create index document_indexed on document (generation, indexed_at);
