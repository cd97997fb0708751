-- Fixes of telephones that match no call yet (decision 0391): kept half an hour for the next call of their number, and
-- never in the log. Unlogged would lose them with a crash, in which a caller is most likely to ring again.
create table parked_fix (
  id uuid primary key,
  identity text not null check (length(identity) between 1 and 40),
  received_at timestamptz not null,
  settled boolean not null default false,
  fix text not null check (length(fix) <= 16384)
);
create index parked_fix_identity on parked_fix (identity, received_at desc);
create index parked_fix_received on parked_fix (received_at);
create index parked_fix_unsettled on parked_fix (received_at) where not settled;

-- A fix looks for calls of its telephone, also those that are over.
create index call_asserted_phone on stream ((state->>'phone'))
  where noun = 'call' and state->>'phone_known_by' = 'network_asserted';
create index call_imei on stream ((state->>'imei')) where noun = 'call' and state->>'imei' is not null;
