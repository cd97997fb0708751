-- Two commands at once cannot give one callsign, or one radio, to two units (decision 0270). The service compares before it
-- decides, and says who has it; here the second of two that were decided in the same moment is sent back to decide again.
-- Not a unique index: where two units already share a name, that would keep the upgrade from running.
create index unit_callsign on stream ((state->>'callsign')) where noun = 'unit';

create function check_unit_names() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  perform pg_advisory_xact_lock(112, 70);  -- until the commit: what was committed before is seen below
  if exists (
    select from stream s
    where s.noun = 'unit' and s.state->>'callsign' = new.state->>'callsign'
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

create trigger unit_names_of_new after insert on stream for each row
  when (new.noun = 'unit' and not coalesce((new.state->>'retired')::boolean, false))
  execute function check_unit_names();
create trigger unit_names_of_changed after update on stream for each row
  when (
    new.noun = 'unit' and not coalesce((new.state->>'retired')::boolean, false)
    and (old.state->'callsign', old.state->'radios', old.state->'retired')
      is distinct from (new.state->'callsign', new.state->'radios', new.state->'retired')
  )
  execute function check_unit_names();
