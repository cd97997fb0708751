-- Each channel of the outbox is a lane (decision 0409): the worker finds the lanes, and what is due in each, by this index.
-- A message has an id that no other installation has, and that a restored backup does not give again to another message.
alter table outbox add column message uuid not null default gen_random_uuid();
create index outbox_lane on outbox (channel, due_at, id) where done_at is null and gave_up_at is null;

-- A receipt names a message: its notification is found by it, also one that was acknowledged long ago (decision 0410).
create index notification_message on stream using gin ((state -> 'attempts') jsonb_path_ops) where noun = 'notification';
