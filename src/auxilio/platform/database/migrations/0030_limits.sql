-- How much of something a key (a call, a network) has had, for limits that hold over all processes (decision 0246).
-- Unlogged: it is counted on the way of each request, is true for seconds, and may be forgotten after a crash.
create unlogged table allowance (
  key text primary key,
  due timestamptz not null
);
alter table allowance set (fillfactor = 50);
comment on table allowance is 'GCRA (ITU-T I.371): due is when the next one would come if they came evenly';

-- Counts one for each key and answers how many seconds too early it is; 0: it is allowed, and only then is it counted.
-- Keys are taken in order, so that two who take the same ones never wait for each other.
create function take_allowances(keys text[], each_s double precision[], span_s double precision[])
returns double precision[] language plpgsql as $$
declare
  n integer;
  at timestamptz;
  step interval;
  early double precision;
  answer double precision[] := array_fill(0.0::double precision, array[coalesce(array_length(keys, 1), 0)]);
begin
  for n in select i from generate_subscripts(keys, 1) i order by keys[i], i loop
    at := clock_timestamp();
    step := make_interval(secs => each_s[n]);
    insert into allowance as a (key, due) values (keys[n], at + step)
      on conflict (key) do update set due = greatest(a.due, at) + step
      where greatest(a.due, at) + step <= at + make_interval(secs => span_s[n] + 1e-6);
    if not found then
      select extract(epoch from greatest(a.due, at) - at) + each_s[n] - span_s[n] into early
        from allowance a where a.key = keys[n];
      answer[n] := greatest(coalesce(early, 0.0), 0.001);
    end if;
  end loop;
  return answer;
end $$;
