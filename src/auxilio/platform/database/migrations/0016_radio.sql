-- Radio (decision 0221): who carries a radio, the radio log as it is searched, and where each gateway stands.
create index unit_radios on stream using gin ((state->'radios')) where noun = 'unit';

-- Capitals and accents make no difference to who looks for «sirena» in what was said.
create function radio_folded(words text) returns text language sql immutable parallel safe as $$
  select translate(lower(words), 'áàäâéèëêíìïîóòöôúùüûñç·', 'aaaaeeeeiiiioooouuuunc.')
$$;
create function radio_found(state jsonb) returns text language sql immutable parallel safe as $$
  select radio_folded(concat_ws(' ', state->>'who', state->>'to', state->>'group', state->>'words'))
$$;
create index radio_entry_newest on stream (mode, (state->>'order') desc, id desc) where noun = 'radio_entry';

-- Telemetry, no fact: a sign of life each few seconds, and the last message of the gateway that is durable here.
create table radio_gateway (
  gateway text primary key,
  alive_at timestamptz not null,
  epoch text,
  seq bigint
) with (fillfactor = 50);
