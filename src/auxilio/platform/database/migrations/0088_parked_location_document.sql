-- A location document that a network sends beside a call (decision 0401) is longer than an AML message: 32,768 characters of it
-- are kept, which JSON may write with six each, and up to eight positions.
alter table parked_fix drop constraint parked_fix_fix_check;
alter table parked_fix add constraint parked_fix_fix_check check (length(fix) <= 262144);
