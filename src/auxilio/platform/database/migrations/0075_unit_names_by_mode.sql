-- A callsign is one unit's in each mode: a practice session has a copy of each real unit under its own name (decision 0306). A
-- radio is a thing, and stays one unit's whatever the mode.
create or replace function check_unit_names() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  perform pg_advisory_xact_lock(112, 70);  -- until the commit: what was committed before is seen below
  if exists (
    select from stream s
    where s.noun = 'unit' and s.state->>'callsign' = new.state->>'callsign' and s.mode = new.mode
      and s.id <> new.id and not coalesce((s.state->>'retired')::boolean, false)
  ) or exists (
    select from jsonb_array_elements_text(coalesce(new.state->'radios', '[]')) as radio(address)
    join stream s on s.noun = 'unit' and s.state->'radios' ? radio.address
    where s.id <> new.id and not coalesce((s.state->>'retired')::boolean, false)
  ) then
    raise unique_violation using message = 'another unit has this callsign or radio';
  end if;
  return null;
end
$$;
