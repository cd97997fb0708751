-- When each API key was used last, and from which address; written once a minute at most (decision 0386).
create table api_key_use (
  key uuid primary key,
  at timestamptz not null,
  address text not null
);
