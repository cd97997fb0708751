-- Finding a case years later: by its moment, its number, the words of its place, the telephone of who called.
-- Only what the archive asks for is indexed: each index is paid for with every fact of a case.
-- The functions are bound when they are made (SQL-standard bodies): upkeep of an index runs without a search path.

-- Letters without their marks and capitals, everything else a space. Written out, so that no extension is needed
-- and the index means the same on every server.
create function archive_fold(words text) returns text language sql immutable parallel safe
  return regexp_replace(
    translate(lower(words), 'áàâäãåéèêëíìîïóòôöõúùûüýÿñç·ªº', 'aaaaaaeeeeiiiiooooouuuuyync   '),
    '[^[:alnum:]]+', ' ', 'g');

create function archive_words(state jsonb) returns tsvector language sql immutable parallel safe
  return to_tsvector('simple'::regconfig, archive_fold(
    coalesce(state #>> '{location,words}', '') || ' ' || coalesce(state #>> '{location,municipality}', '') || ' '
    || coalesce(state #>> '{location,detail}', '') || ' ' || coalesce(state ->> 'summary', '')));

-- Every word must be there: a figure whole, another word by its beginning. «C/ Mayor, 12» finds Carrer Mayor 12.
create function archive_query(words text) returns tsquery language sql immutable parallel safe
  return (
    select coalesce(string_agg(quote_literal(w) || case when w ~ '^[0-9]+$' then '' else ':*' end, ' & '), '')::tsquery
    from regexp_split_to_table(btrim(archive_fold(words)), ' ') as w where w <> '');

-- The end of a number, so that +34 612 345 678 and 612345678 are one.
create function archive_phone(phone text) returns text language sql immutable parallel safe
  return nullif(right(regexp_replace(phone, '[^0-9]+', '', 'g'), 9), '');

create index archive_case_number on stream (((state ->> 'number')::bigint)) where noun = 'case';
-- The moment is ISO text in UTC: in the C collation the order of text is the order of time.
create index archive_case_opened on stream (((state ->> 'opened_at') collate "C") desc, id desc) where noun = 'case';
create index archive_case_words on stream using gin (archive_words(state)) where noun = 'case';
create index archive_call_phone on stream (archive_phone(coalesce(state ->> 'phone', state ->> 'phone_said')))
  where noun = 'call' and case_id is not null;
