-- How a colleague reaches a person, and the number that their employer gave them: both as an administrator states them.
alter table person add column phone text, add column staff_number text;
