-- Premise notes are looked for by their address, and by the latitude of a case.
create index premise_note_address on stream ((state->>'address_key')) where noun = 'premise_note' and live;
create index premise_note_latitude on stream (((state->'point'->>'lat')::float8))
  where noun = 'premise_note' and live;
