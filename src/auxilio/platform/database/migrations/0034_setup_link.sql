-- The link by which the first administrators of an empty installation come: the digest of its secret, one at a time
-- (decision 0275). Once somebody is registered it opens nothing, whatever stands here.
create table setup_link (
  sole boolean primary key default true check (sole),
  digest bytea not null,
  expires_at timestamptz not null
);
