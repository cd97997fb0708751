-- Asked at every call that rings and at every one that is lost, while thousands wait to be called back: who else has this number.
create index call_phone on stream ((state->>'phone')) where noun = 'call' and live;
-- What the room is told of calls that were sent elsewhere; no board holds them.
create index call_refused on stream (changed_at) where noun = 'call' and state->>'state' = 'refused';
