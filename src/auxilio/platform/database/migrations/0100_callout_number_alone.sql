-- Whether the text of a spoken call says nothing but the number of its case: such a call is also made when the case is
-- reserved while it waits (decision 0411).
alter table voice_callout add column number_alone boolean not null default false;
