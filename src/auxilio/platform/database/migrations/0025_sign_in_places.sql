-- Where a login has signed in lately: its digest, and the network or the digest of the browser's token. What strangers
-- guess never slows it there (decision 0242).
create table sign_in_place (
  login bytea not null,
  place text not null,
  at timestamptz not null,
  primary key (login, place)
);
create index sign_in_place_age on sign_in_place (at);

-- A failure at a known place counts for this place alone; the others count for the login, wherever they came from.
alter table sign_in_failure add column place text;
create index sign_in_failure_of_address on sign_in_failure (address, at) where place is null;
