-- People, agencies, centres, desks, sessions. Reference data with history, not events (architecture.md 4).

create table agency (
  id text primary key,
  service text not null,
  name text not null,
  phone text,
  has_console boolean not null
);

create table centre (
  id text primary key,
  agency text not null references agency,
  name text not null,
  phone text,
  zone text
);

create table desk (
  id text primary key,
  centre text references centre,
  name text not null
);

create table person (
  id uuid primary key,
  login text not null unique,
  name text not null,
  password_hash text not null,
  roles text[] not null,
  agency text references agency,
  centre text references centre,
  languages text[] not null,
  active boolean not null
);

-- Only the digest of a token is kept: whoever reads this table can sign in as nobody.
create table session (
  token_hash bytea primary key,
  person uuid not null references person,
  desk text references desk,
  csrf text not null,
  mode text not null,
  language text not null,
  created_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz
);
create index session_of_person on session (person) where revoked_at is null;

-- What was typed as a login may be a password: only its digest is kept, and only for the span that counts.
create table sign_in_failure (
  id bigint generated always as identity primary key,
  login bytea not null,
  address text not null,
  at timestamptz not null
);
create index sign_in_failure_of on sign_in_failure (login, address, at);
create index sign_in_failure_age on sign_in_failure (at);

-- Every change of the tables above that a person made; never a password or its hash.
create table reference_change (
  id bigint generated always as identity primary key,
  relation text not null,
  key text not null,
  before jsonb,
  after jsonb,
  actor uuid not null,
  at timestamptz not null
);
create index reference_change_of on reference_change (relation, key, id);
