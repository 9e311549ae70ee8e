-- What must outlive a process beside the index: whom this database belongs to, and finished turns
-- that Odoo has not confirmed yet.

-- The one Odoo database whose records are in the index. Another one's ids would point to other records.
create table odoo_database (
  is_only boolean primary key default true check (is_only),
  uuid text not null,
  met_at timestamptz not null default now()
);

-- Finished turns on their way to Odoo: payload and completion token, sealed with AES-256-GCM under a
-- key from the environment; the row's id is authenticated with them.
create table journal (
  id uuid primary key,
  sealed bytea not null,
  attempts integer not null default 0,
  -- Code of the last failure.
  failure text,
  due_at timestamptz not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);

create index journal_due on journal (due_at);

-- Failed authentications per address, shared by all copies. The shape is rate-limiter-flexible's.
create table rate_limit (
  key varchar(255) primary key,
  points integer not null default 0,
  expire bigint
);

create index rate_limit_expire on rate_limit (expire);
