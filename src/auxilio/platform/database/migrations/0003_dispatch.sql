-- Where units are. Telemetry, not facts: the latest fix of each, and the track behind it (architecture.md 4).

create table unit_position (
  unit uuid primary key,
  lat double precision not null,
  lon double precision not null,
  accuracy_m double precision,
  at timestamptz not null,
  recorded_at timestamptz not null
);

create table unit_track (
  unit uuid not null,
  at timestamptz not null,
  lat double precision not null,
  lon double precision not null,
  accuracy_m double precision,
  recorded_at timestamptz not null,
  primary key (unit, at)
);
create index unit_track_age on unit_track (recorded_at);
