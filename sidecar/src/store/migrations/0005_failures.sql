-- When the index can be relied upon, and what went wrong with which turn.

-- The first generation answers from its first record on: until it has held them all once, Odoo's own
-- search finds more.
alter table generation add column complete boolean not null default false;
update generation set complete = true where status = 'current' and chunks > 0;

-- A turn that failed, or was answered without a part that should have been there: what playing it back
-- needs. Codes, versions and pointers only; question and answer stand in Odoo under `turn_id`.
create table failure (
  request_id uuid primary key,
  -- Odoo's id of the turn; null where it failed before it was taken.
  turn_id integer,
  -- Code of the error, or of what was missing.
  kind text not null,
  -- Where the turn was: take, queue, meet, retrieve, permit, answer, record.
  stage text not null,
  -- Which rung of the ladder it ended on.
  mode text not null,
  -- {addon, sidecar, generation, embedder}
  versions jsonb not null,
  -- [{part, call, outcome, durationMs}], in the order in which they began
  calls jsonb not null,
  -- [{resModel, resId, section, hash}]: what Odoo gave to answer from
  pointers jsonb not null,
  duration_ms integer not null,
  failed_at timestamptz not null,
  expires_at timestamptz not null
);

create index failure_expires on failure (expires_at);
