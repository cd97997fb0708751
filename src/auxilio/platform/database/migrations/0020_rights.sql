-- The application appends to the log and changes none of it (decision 0237). The one function through which facts and
-- states are written runs with the rights of its owner; who may call it is given with all other rights (rights.py).
-- Its search path is pinned: an unqualified name must not find a table that somebody else made.
alter function append_together security definer set search_path = public, pg_temp;
