-- Practice sessions of a mode, the newest first: read every few seconds while a page of training is open.
create index practice_newest on stream (mode, changed_at desc) where noun = 'training' and version > 0;
