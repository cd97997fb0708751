-- Reserved cases are few, and every process of boards asks for all of them when it starts (realtime.hub).
create index stream_reserved on stream (id) where noun = 'case' and (state->>'reserved')::boolean;
