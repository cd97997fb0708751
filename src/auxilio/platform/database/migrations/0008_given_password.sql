-- Whether the password is one that somebody else chose: until it is changed, a session does nothing else.
alter table person add column password_given boolean not null default false;
