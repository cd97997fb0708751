-- Where a crew's telephone is woken (decision 0416): one for each signed-in browser. It counts while its session does.
create table push_subscription (
  session bytea primary key references session on delete cascade,
  id uuid not null unique,
  unit uuid not null,
  endpoint text not null unique check (length(endpoint) <= 1024),
  p256dh bytea not null check (length(p256dh) = 65),
  auth bytea not null check (length(auth) = 16),
  added_at timestamptz not null,
  state text not null check (length(state) <= 20),
  code text not null default '' check (length(code) <= 40),
  told_of timestamptz
);
create index push_subscription_unit on push_subscription (unit);
