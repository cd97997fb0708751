-- The log: facts, the nouns they fold into, the commands that made them, what must leave the house.

create table log_epoch (
  single boolean primary key default true check (single),
  epoch integer not null default 1
);
insert into log_epoch default values;

create table event (
  epoch integer not null,
  tx bigint not null default (pg_current_xact_id()::text)::bigint,
  seq bigint generated always as identity,
  id uuid primary key,
  stream text not null,
  version integer not null check (version > 0),
  kind text not null,
  schema integer not null,
  happened_at timestamptz not null,
  recorded_at timestamptz not null,
  actor uuid not null,
  actor_name text not null,
  desk text,
  cause uuid not null,
  case_id uuid,
  call_id uuid,
  mode text not null,
  body text,      -- raw text: it is hashed, and jsonb would reorder it; null once redacted
  salt bytea,
  commitment bytea,  -- filled only when body and salt are redacted: the chain still verifies
  digest bytea not null,
  unique (stream, version)
);
create unique index event_position on event (epoch, tx, seq);
create index event_of_case on event (case_id, epoch, tx, seq) where case_id is not null;
create index event_of_call on event (call_id, epoch, tx, seq) where call_id is not null;
create index event_of_command on event (cause);

-- One row a noun: its present state, folded from its own stream, in the same transaction.
create table stream (
  id text primary key,
  noun text not null,
  version integer not null,
  head bytea not null,
  state jsonb not null,
  live boolean not null,
  case_id uuid,
  call_id uuid,
  mode text not null,
  changed_at timestamptz not null
);
create index stream_live on stream (noun, changed_at desc) where live;
create index stream_of_case on stream (case_id) where case_id is not null;
create index stream_of_call on stream (call_id) where call_id is not null;

create table command (
  id uuid primary key,
  actor uuid not null,
  body_hash bytea not null,
  answer text not null,
  at timestamptz not null
);
create index command_age on command (at);

create table outbox (
  id bigint generated always as identity primary key,
  cause uuid not null,
  channel text not null,
  body text not null,
  attempts integer not null default 0,
  due_at timestamptz not null,
  done_at timestamptz,
  gave_up_at timestamptz,
  last_error text
);
create index outbox_due on outbox (due_at) where done_at is null and gave_up_at is null;

create table reader_cursor (
  name text primary key,
  epoch integer not null,
  tx bigint not null,
  seq bigint not null
);

create table reader_failure (
  reader text not null,
  event uuid not null,
  case_id uuid,
  error text not null,
  attempts integer not null,
  at timestamptz not null,
  gave_up boolean not null default false,
  primary key (reader, event)
);

create table lease (
  name text primary key,
  holder uuid not null,
  until timestamptz not null
);

create sequence case_number start 4801;
create sequence call_number start 1;

-- One call for one command: the answer if the command was here before, otherwise everything or nothing.
create function append_facts(
  p_command uuid, p_actor uuid, p_body_hash bytea, p_answer text, p_at timestamptz,
  p_actor_name text, p_desk text,
  s_id text[], s_noun text[], s_expected integer[], s_version integer[], s_head bytea[], s_state text[],
  s_live boolean[], s_case uuid[], s_call uuid[], s_mode text[],
  e_id uuid[], e_stream text[], e_version integer[], e_kind text[], e_schema integer[],
  e_happened timestamptz[], e_case uuid[], e_call uuid[], e_mode text[],
  e_body text[], e_salt bytea[], e_digest bytea[],
  o_channel text[], o_body text[]
) returns table (verdict text, answer text) language plpgsql as $$
declare
  known command%rowtype;
  touched integer;
begin
  insert into command (id, actor, body_hash, answer, at)
  values (p_command, p_actor, p_body_hash, p_answer, p_at)
  on conflict (id) do nothing;
  if not found then
    select * into strict known from command c where c.id = p_command;
    if known.actor = p_actor and known.body_hash = p_body_hash then
      return query select 'repeat', known.answer;
    else
      return query select 'reused', null::text;
    end if;
    return;
  end if;

  -- Locks in order of id, so that two commands over the same nouns never wait for one another in a ring.
  perform 1 from stream s where s.id = any(s_id) order by s.id for update;

  select count(*) into touched
  from unnest(s_id, s_expected) as want(id, expected)
  left join stream s on s.id = want.id
  where coalesce(s.version, 0) <> want.expected;
  if touched > 0 then
    raise exception 'version_conflict' using errcode = '40001';
  end if;

  insert into stream as s (id, noun, version, head, state, live, case_id, call_id, mode, changed_at)
  select n.id, n.noun, n.version, n.head, n.state::jsonb, n.live, n.case_id, n.call_id, n.mode, p_at
  from unnest(s_id, s_noun, s_expected, s_version, s_head, s_state, s_live, s_case, s_call, s_mode)
    as n(id, noun, expected, version, head, state, live, case_id, call_id, mode)
  where n.version > n.expected
  order by n.id
  on conflict (id) do update set
    version = excluded.version, head = excluded.head, state = excluded.state, live = excluded.live,
    case_id = excluded.case_id, call_id = excluded.call_id, changed_at = excluded.changed_at
  where s.version < excluded.version;

  insert into event (epoch, id, stream, version, kind, schema, happened_at, recorded_at, actor, actor_name,
                     desk, cause, case_id, call_id, mode, body, salt, digest)
  select (select epoch from log_epoch), e.id, e.stream, e.version, e.kind, e.schema, e.happened, p_at,
         p_actor, p_actor_name, p_desk, p_command, e.case_id, e.call_id, e.mode, e.body, e.salt, e.digest
  from unnest(e_id, e_stream, e_version, e_kind, e_schema, e_happened, e_case, e_call, e_mode,
              e_body, e_salt, e_digest) with ordinality
    as e(id, stream, version, kind, schema, happened, case_id, call_id, mode, body, salt, digest, nth)
  order by e.nth;

  insert into outbox (cause, channel, body, due_at)
  select p_command, o.channel, o.body, p_at from unnest(o_channel, o_body) as o(channel, body);

  return query select 'done', p_answer;
end $$;
