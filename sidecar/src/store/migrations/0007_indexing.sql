-- What waits in Odoo to be indexed, as the process that indexes was told last. That one doesn't listen, and
-- others must not ask Odoo for its changes: so `candor status` and the connection test read it here.
create table indexing (
  one boolean primary key default true check (one),
  edits integer not null,
  bulk integer not null,
  -- Records whose words are in the index and whose vectors are to come.
  vectors integer not null,
  -- Set aside, for people to look at.
  dead integer not null,
  -- Until a generation that is built beside the one that answers is whole; null where nobody knows.
  eta_seconds integer,
  at timestamptz not null
);
