-- The lexical index: which records, in which words, and nothing that could be read back as text.
--
-- Terms and identifiers are 64-bit hashes, postings hold no positions, and a chunk's terms are
-- sorted by hash: neither a sentence nor an address can be rebuilt from a stolen copy by reading it.
-- (A hash of a guessed word can be tried; whoever must prevent that encrypts the disk.)
-- Text is always read from Odoo, as the asker, at the moment of the question.

-- One build of the index. Everything below belongs to exactly one, so that a new tokenizer can be
-- built beside the one that answers.
create table generation (
  id integer generated always as identity primary key,
  -- What Odoo knows it by: ids start over in a new database, and Odoo must notice.
  key uuid not null unique default gen_random_uuid(),
  tokenizer text not null,
  status text not null check (status in ('building', 'current')),
  -- Size of the collection, kept exact by every replacement: BM25 needs both with every question.
  chunks bigint not null default 0,
  terms bigint not null default 0,
  -- Languages met so far: a question is stemmed under each of them.
  languages text[] not null default '{}',
  created_at timestamptz not null default now()
);

create unique index generation_current on generation (status) where status = 'current';
create unique index generation_building on generation (tokenizer);

-- One record of Odoo. The row outlives a deletion: its version refuses a late replacement.
create table document (
  id bigint generated always as identity primary key,
  generation integer not null references generation on delete cascade,
  res_model text not null,
  res_id integer not null,
  version bigint not null,
  deleted boolean not null default false,
  indexed_at timestamptz not null default now(),
  unique (generation, res_model, res_id)
);

-- A part of one section of a record in one language.
create table chunk (
  id bigint generated always as identity primary key,
  generation integer not null,
  document bigint not null references document on delete cascade,
  res_model text not null,
  res_id integer not null,
  section text not null,
  lang text not null,
  part integer not null,
  content_hash bytea not null,
  -- Words counted, repeated ones included.
  length integer not null,
  dated timestamptz,
  -- Sorted hashes: what to take away from `posting` and `term` when the chunk goes.
  terms bigint[] not null,
  unique (document, section, lang, part)
);

-- Which chunks hold a term. The key carries all that scoring needs, so that it is read from the
-- index alone. Precomputed weights would be smaller still, but would drift with the mean length.
create table posting (
  generation integer not null,
  term bigint not null,
  chunk bigint not null,
  tf smallint not null,
  length integer not null,
  primary key (generation, term, chunk) include (tf, length)
) with (
  -- An index-only scan is one only where vacuum has been.
  autovacuum_vacuum_scale_factor = 0.02,
  autovacuum_vacuum_insert_scale_factor = 0.02
);

-- In how many chunks a term stands. Counting postings instead would read them twice.
create table term (
  generation integer not null,
  term bigint not null,
  df integer not null,
  primary key (generation, term) include (df)
) with (fillfactor = 80);

-- Order numbers, references, barcodes, emails, phone numbers: hash of the normalised value.
create table identifier (
  generation integer not null,
  value bigint not null,
  document bigint not null references document on delete cascade,
  primary key (generation, value, document)
);

create index identifier_document on identifier (document);
