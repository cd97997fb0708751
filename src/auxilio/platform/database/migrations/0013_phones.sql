-- Phones that say where a unit is (decision 0208). A fix is telemetry: the newest good one, the sampled track, a few doubtful ones.
alter table unit_position
  add column speed_m_s double precision,
  add column course_deg double precision,
  add column road_lat double precision,        -- on the road it is driven on; the fix itself stays in lat, lon
  add column road_lon double precision,
  add column on_road text,                     -- what became of looking for it; null while nobody has looked
  add column elsewhere_lat double precision,   -- what contradicts it, until it is outvoted or forgotten
  add column elsewhere_lon double precision,
  add column elsewhere_at timestamptz,
  add column elsewhere_count int;

-- Reference data with its before and after in reference_change. Only the digest of a token is kept.
create table unit_device (
  id uuid primary key,
  unit uuid not null,
  name text not null,
  kind text not null,
  token_hash bytea not null unique,
  added_at timestamptz not null,
  added_by_name text not null,
  revoked_at timestamptz,
  revoked_by_name text,
  seen_at timestamptz,
  battery_pct double precision
) with (fillfactor = 80);                      -- seen_at moves with every message and is in no index
create index unit_device_of on unit_device (unit);

create table unit_doubt (
  id bigint generated always as identity primary key,
  unit uuid not null,
  device uuid,                                 -- null: the crew's page
  at timestamptz not null,
  lat double precision,
  lon double precision,
  verdict text not null,
  facts jsonb not null,
  received_at timestamptz not null
);
create index unit_doubt_of on unit_doubt (unit, id);
create index unit_doubt_age on unit_doubt (received_at);

-- Messages whose token opens nothing, counted by the minute; the zero device is a token that was never ours.
create table device_refusal (
  minute timestamptz not null,
  device uuid not null,
  count int not null,
  last_at timestamptz not null,
  primary key (minute, device)
);
