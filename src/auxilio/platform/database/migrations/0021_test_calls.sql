-- What the room is told of test calls, the newest first; no board holds them.
create index test_call_newest on stream (changed_at) where noun = 'test_call';
