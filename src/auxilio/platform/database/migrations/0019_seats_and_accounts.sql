-- Who may sit at a desk, by role; nobody is named: everybody may.
alter table desk add column roles text[] not null default '{}';
-- When a noted change of people or places became an event of the log (identity.accounts).
alter table reference_change add column recorded_at timestamptz;
create index reference_change_unrecorded on reference_change (id) where recorded_at is null;
