-- How a person has pages drawn and heard, at whichever desk they sign in (decision 0334).
create table person_preferences (
  person uuid primary key references person,
  preferences jsonb not null
);
