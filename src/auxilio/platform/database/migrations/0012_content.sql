-- Reviewed content, for ever (decision 0202): each file once, by its digest; a set is a whole folder of them.
create table content_file (
  digest text primary key,
  body   bytea not null
);
create table content_set (
  digest   text primary key,
  files    jsonb not null,                 -- path -> digest
  base     text,                           -- the set it was written from; null for what a centre was set up with
  changed  text,                           -- what it does to each document of the base, as it was told to those who sign
  study    text,                           -- the whole of that, with examples
  added_at timestamptz not null default clock_timestamp()
);
-- Every protocol and card that was ever checked here, as it was signed: a case reads the version it began with.
create table content_version (
  digest   text primary key,               -- SHA-256 of `signed`
  kind     text not null,
  id       text not null,
  signed   text not null,                  -- canonical JSON without the signing
  signing  text not null                   -- status, approvals, effective
);
create sequence release_number start 1;
create index release_by_number on stream (((state->>'number')::int) desc) where noun = 'release';
