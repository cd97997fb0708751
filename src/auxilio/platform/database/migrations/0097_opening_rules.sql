-- Calls of a telephone, newest first (decision 0403); an equal IMEI is found by it too.
create index call_imei_ring on stream ((state ->> 'imei'), ((state ->> 'rang_at') collate "C") desc)
  where noun = 'call' and state ->> 'imei' is not null;
drop index call_imei;

-- Calls that were closed as false, for the list of who rings often.
create index call_closed_false on stream (((state ->> 'rang_at') collate "C"))
  where noun = 'call' and state ->> 'disposition' in ('prank', 'pocket', 'silent');

create index call_without_sim on stream (((state ->> 'rang_at') collate "C"))
  where noun = 'call' and state ->> 'imei' is not null and state ->> 'phone' is null;
