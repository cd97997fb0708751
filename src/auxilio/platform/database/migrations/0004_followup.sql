-- The timer asks which watch comes due next, a reaction asks which watches a noun has: both thousands of times a shift.
-- The moment is text with six decimals (Watch.due): in the C collation the order of text is the order of time.

create index watch_due on stream (((state->>'due') collate "C"), id) where noun = 'watch' and live;
create index watch_subject on stream ((state->>'subject')) where noun = 'watch' and live;
create index call_state on stream ((state->>'state')) where noun = 'call' and live;
