-- Vectors beside the terms. The index is derived from Odoo, so its tables are made anew instead of
-- converted: a database of an earlier release is built again by a full pass, which Odoo queues for
-- every generation key that it does not know.
--
-- What 0001 says of text holds for vectors too: no sentence stands in them, though a guessed one can
-- be tried, and an inverted embedding gives topics away. Whoever must prevent that encrypts the disk.

create extension if not exists vector;

drop table identifier, posting, term, chunk, document, generation;

-- One build of the index. Everything below belongs to exactly one, so that another tokenizer, chunker
-- or embedding model can be built beside the one that answers.
create table generation (
  id integer generated always as identity primary key,
  -- What Odoo knows it by: ids start over in a new database, and Odoo must notice.
  key uuid not null unique default gen_random_uuid(),
  -- Everything that decides what is written: tokenizer, chunker, embedding model, dimensions.
  fingerprint text not null unique,
  tokenizer text not null,
  -- Both null without an embedder.
  model text,
  dimensions integer check (dimensions between 1 and 4000),
  status text not null check (status in ('building', 'current')),
  -- Size of the collection, kept exact by every replacement: BM25 needs both with every question.
  chunks bigint not null default 0,
  terms bigint not null default 0,
  -- Languages met so far: a question is stemmed under each of them.
  languages text[] not null default '{}',
  created_at timestamptz not null default now(),
  check ((model is null) = (dimensions is null))
);

create unique index generation_current on generation (status) where status = 'current';

-- One record of Odoo. The row outlives a deletion: its version refuses a late replacement.
create table document (
  -- As wide as an id of Odoo's, and no wider: it stands in every posting.
  id integer generated always as identity primary key,
  generation integer not null references generation on delete cascade,
  res_model text not null,
  res_id integer not null,
  version bigint not null,
  -- What Odoo said of the record's state when it was rendered; reconcile compares it.
  stamp text not null default '',
  deleted boolean not null default false,
  indexed_at timestamptz not null default now(),
  unique (generation, res_model, res_id)
);

create index document_version on document (version);

-- A part of one section of a record in one language.
create table chunk (
  id bigint generated always as identity primary key,
  generation integer not null,
  document integer not null references document on delete cascade,
  res_model text not null,
  res_id integer not null,
  section text not null,
  lang text not null,
  part integer not null,
  content_hash bytea not null,
  -- Words counted, repeated ones included.
  length smallint not null,
  dated timestamptz,
  -- Sorted hashes: what to take away from `posting` and `term` when the chunk goes.
  terms bigint[] not null,
  unique (document, section, lang, part)
);

-- Which chunks hold a term. The key carries all that scoring and the filter on visible documents
-- need, so that both read the index alone. Precomputed weights would drift with the mean length.
create table posting (
  generation integer not null,
  term bigint not null,
  chunk bigint not null,
  tf smallint not null,
  length smallint not null,
  document integer not null,
  primary key (generation, term, chunk) include (tf, length, document)
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
  document integer not null references document on delete cascade,
  primary key (generation, value, document)
);

create index identifier_document on identifier (document);

-- A chunk's vector, of length 1. Half precision loses nothing that a rank would show and halves what
-- a search reads. The index over vectors is made with each generation: it must know the dimensions.
create table embedding (
  chunk bigint primary key references chunk on delete cascade,
  generation integer not null,
  document integer not null,
  vector halfvec not null
);

-- Within the row: a search over the visible records' vectors would otherwise fetch each from elsewhere.
alter table embedding alter column vector set storage plain;

-- For the exact search over few visible records, and to count a generation's vectors.
create index embedding_document on embedding (generation, document);

-- Vectors by the hash of their text, across records and generations: equal text is embedded once.
create table embedding_cache (
  model text not null,
  content_hash bytea not null,
  vector halfvec not null,
  used_at timestamptz not null default now(),
  primary key (model, content_hash)
);

create index embedding_cache_used on embedding_cache (used_at);
