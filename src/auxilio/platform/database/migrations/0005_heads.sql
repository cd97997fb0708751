-- The proof over the log: how far it is sealed, the sealed facts, the tree over them, and the signed heads.
-- Rows are only added. What they mean: platform/proof.

create table seal (
  singleton boolean primary key default true check (singleton),
  size bigint not null default 0,
  peaks bytea[] not null default '{}',
  epoch integer not null default 0,
  tx bigint not null default 0,
  seq bigint not null default 0
);
insert into seal default values;

create table seal_leaf (
  index bigint primary key,
  event uuid not null unique,
  stream text not null,
  version integer not null,
  epoch integer not null,
  tx bigint not null,
  seq bigint not null,
  digest bytea not null
);

create table seal_node (
  level smallint not null,
  index bigint not null,
  hash bytea not null,
  primary key (level, index)
);

create table seal_head (
  id bigint generated always as identity primary key,
  size bigint not null,
  root bytea not null,
  at timestamptz not null,
  key text not null,
  signature bytea not null
);
create index seal_head_size on seal_head (size);
