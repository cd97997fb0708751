-- Calls of ours that speak a notification (decision 0411): asked for by the worker, dialled once by the voice process. What was
-- said to whom is removed at the end; the row stays a day, so that a message that is delivered again rings no one again.
create table voice_callout (
  message uuid primary key,
  phone text not null check (length(phone) <= 20),
  text text not null check (length(text) <= 600),
  language text not null check (length(language) <= 35),
  mode text not null,
  asked_at timestamptz not null,
  dialled_at timestamptz,
  dialog bytea check (length(dialog) <= 65536),
  ended_at timestamptz
);
create index voice_callout_open on voice_callout (asked_at) where ended_at is null;
