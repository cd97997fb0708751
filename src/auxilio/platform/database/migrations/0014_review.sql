-- Reviews of calls (decision 0205): each version of the scorecard by which one was written, for ever.
create table scorecard (
  digest   text primary key,               -- SHA-256 of what the card says
  body     text not null,                  -- canonical JSON
  added_at timestamptz not null default clock_timestamp()
);
create index review_by_state on stream ((state->>'state'), changed_at desc) where noun = 'review';
create index review_by_operator on stream ((state->'subject'->>'operator')) where noun = 'review';
-- Calls of a day: what the sampling looks through.
create index call_by_answer on stream (((state->>'answered_at') collate "C")) where noun = 'call';
create index call_by_number on stream (((state->>'number')::bigint)) where noun = 'call';
