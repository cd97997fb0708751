-- Telephones that a centre needs and that are no centre, desk, person or hospital of its directory (decision 0312).
create table contact (
  id text primary key,
  name text not null,
  phone text not null,
  organisation text,
  purpose text,
  hours text,
  languages text[] not null,
  agency text references agency
);
