-- Earlier calls of a number and earlier cases at an address (decision 0402), newest first, of twelve months.
create index call_phone_ring on stream ((state ->> 'phone'), ((state ->> 'rang_at') collate "C") desc)
  where noun = 'call' and state ->> 'phone' is not null;

-- Longitude first, as x. Null without a point.
create function case_point(state jsonb) returns point language sql immutable parallel safe
  return point((state #>> '{location,point,lon}')::float8, (state #>> '{location,point,lat}')::float8);

create index case_at_point on stream using gist (case_point(state)) where noun = 'case';
create index case_at_words on stream (archive_fold(state #>> '{location,words}')) where noun = 'case';
