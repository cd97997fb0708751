-- An answer by text is of a notification that was sent to its number, also of one that is over (decision 0410).
create index notification_contact on stream using gin ((state -> 'contacts') jsonb_path_ops) where noun = 'notification';
