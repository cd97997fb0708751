-- The mode of an aggregate follows its facts, as every other column of its row does. `append_together` wrote it with the
-- first fact alone, and a desk changes mode: its line stands before anybody is there (real), then a person of an exercise
-- sits down. The row stayed real: a snapshot for the room of another mode had the desk, its own had not, and
-- `log verify` named a state that its facts do not give.
--
-- The function is that of 0007 with the rights of 0020; `mode` is new in its update.

create or replace function append_together(
  c_id uuid[], c_actor uuid[], c_actor_name text[], c_desk text[], c_body_hash bytea[], c_answer text[],
  c_at timestamptz[],
  s_nth integer[], s_id text[], s_noun text[], s_expected integer[], s_version integer[], s_head bytea[],
  s_state text[], s_live boolean[], s_case uuid[], s_call uuid[], s_mode text[],
  e_nth integer[], e_id uuid[], e_stream text[], e_version integer[], e_kind text[], e_schema integer[],
  e_happened timestamptz[], e_case uuid[], e_call uuid[], e_mode text[], e_body text[], e_salt bytea[],
  e_digest bytea[],
  o_nth integer[], o_channel text[], o_body text[]
) returns table (nth integer, verdict text, answer text)
language plpgsql security definer
set search_path = public, pg_temp
-- Always the same few lookups by key: planning them anew for each array cost a quarter of the whole.
set plan_cache_mode = force_generic_plan
as $$
declare
  clash integer[];
  done integer[];
begin
  -- Locks in order of id, so that two transactions over the same nouns never wait for one another in a ring.
  perform 1 from stream s where s.id = any(s_id) order by s.id for update;

  clash := array(
    select want.nth from unnest(s_nth, s_id, s_expected) as want(nth, id, expected)
    left join stream s on s.id = want.id
    where coalesce(s.version, 0) <> want.expected
  );

  with new as (
    insert into command (id, actor, body_hash, answer, at)
    select c.id, c.actor, c.body_hash, c.answer, c.at
    from unnest(c_id, c_actor, c_body_hash, c_answer, c_at) with ordinality as c(id, actor, body_hash, answer, at, nth)
    where c.nth <> all(clash)
    order by c.id
    on conflict (id) do nothing
    returning id
  )
  select coalesce(array_agg(c.nth::integer), '{}') into done
  from new join unnest(c_id) with ordinality as c(id, nth) using (id);

  insert into stream as s (id, noun, version, head, state, live, case_id, call_id, mode, changed_at)
  select n.id, n.noun, n.version, n.head, n.state::jsonb, n.live, n.case_id, n.call_id, n.mode, c_at[n.nth]
  from unnest(s_nth, s_id, s_noun, s_expected, s_version, s_head, s_state, s_live, s_case, s_call, s_mode)
    as n(nth, id, noun, expected, version, head, state, live, case_id, call_id, mode)
  where n.version > n.expected and n.nth = any(done)
  order by n.id
  on conflict (id) do update set
    version = excluded.version, head = excluded.head, state = excluded.state, live = excluded.live,
    case_id = excluded.case_id, call_id = excluded.call_id, mode = excluded.mode,
    changed_at = excluded.changed_at
  where s.version < excluded.version;

  insert into event (epoch, id, stream, version, kind, schema, happened_at, recorded_at, actor, actor_name,
                     desk, cause, case_id, call_id, mode, body, salt, digest)
  select (select epoch from log_epoch), e.id, e.stream, e.version, e.kind, e.schema, e.happened, c_at[e.nth],
         c_actor[e.nth], c_actor_name[e.nth], c_desk[e.nth], c_id[e.nth], e.case_id, e.call_id, e.mode, e.body,
         e.salt, e.digest
  from unnest(e_nth, e_id, e_stream, e_version, e_kind, e_schema, e_happened, e_case, e_call, e_mode,
              e_body, e_salt, e_digest) with ordinality
    as e(nth, id, stream, version, kind, schema, happened, case_id, call_id, mode, body, salt, digest, place)
  where e.nth = any(done)
  order by e.place;

  if cardinality(o_nth) > 0 then
    insert into outbox (cause, channel, body, due_at)
    select c_id[o.nth], o.channel, o.body, c_at[o.nth]
    from unnest(o_nth, o_channel, o_body) as o(nth, channel, body)
    where o.nth = any(done);
  end if;

  if cardinality(done) < cardinality(c_id) then
    return query
    select c.nth::integer,
      case when known.id is null then 'conflict'
           when known.actor = c.actor and known.body_hash = c.body_hash then 'repeat'
           else 'reused' end,
      known.answer
    from unnest(c_id, c_actor, c_body_hash) with ordinality as c(id, actor, body_hash, nth)
    left join command known on known.id = c.id
    where c.nth <> all(done);
  end if;
end $$;

-- What it left: the mode of the first fact where the last fact has another. Any other mode is no work of ours and stays for
-- `log verify` to name. The facts are not touched; each was written with the mode that was right.
update stream s set mode = newest.mode
from event newest, event oldest
where newest.stream = s.id and newest.version = s.version and oldest.stream = s.id and oldest.version = 1
  and s.mode = oldest.mode and s.mode <> newest.mode;
