-- The case that a unit worked on when its newest fix was taken: after a release the place of a reserved case stays hidden.
alter table unit_position add column case_id uuid;
