-- Calls by the moment at which they rang: the room's lines of the last hours against the usual, and yesterday (decision 0348).
-- The moment is ISO text in UTC: in the C collation the order of text is the order of time.
create index call_by_ring on stream (mode, ((state->>'rang_at') collate "C")) where noun = 'call';
