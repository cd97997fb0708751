-- A person may sit at a desk of a command post: a centre that stands in no table and is gone with its operation
-- (decision 0222). The session keeps the desk's name; which desks there are is asked when somebody signs in.

alter table session drop constraint session_desk_fkey;
