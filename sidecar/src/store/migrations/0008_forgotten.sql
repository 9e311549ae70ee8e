-- What is deleted in Odoo is deleted here, and what somebody still writes of it too.

-- Odoo's id of the turn, in clear: what is sealed can't be found by it. Null in rows of releases before.
alter table journal add column turn_id integer;

create index journal_turn on journal (turn_id);
create index failure_turn on failure (turn_id);

-- Turns that Odoo has forgotten, for some days: a process that answered one may write of it later, when its
-- database is back.
create table forgotten (
  turn_id integer primary key,
  at timestamptz not null default now()
);

-- How many days failures are kept, as Odoo's settings say; 0 is for ever, no row is what this release takes.
create table retention (
  one boolean primary key default true check (one),
  failure_days integer not null
);
