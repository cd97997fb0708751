-- The legs that stand, written through at every change, so that another process can take them up (decision 0171).
-- Not facts: a leg's dialog says nothing of an emergency, and is gone when the leg is.
create table voice_leg (
  leg text primary key,
  call_id uuid,
  desk text,
  dialog bytea not null,
  changed_at timestamptz not null default now()
);
