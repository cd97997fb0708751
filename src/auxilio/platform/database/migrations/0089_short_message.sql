-- Short messages by gateways (decision 0404). A concatenated message is kept in parts until it is whole, so that each part
-- can be acknowledged; what was sent is known by its gateway's name, by which receipts come, also before we noted it.
create table sms_part (
  sender text not null check (length(sender) between 1 and 40),
  recipient text not null check (length(recipient) between 1 and 40),
  reference integer not null,
  total smallint not null check (total between 2 and 10),
  number smallint not null check (number between 1 and total),
  coding smallint not null,
  content bytea not null check (length(content) <= 2048),
  received_at timestamptz not null,
  primary key (sender, recipient, reference, total, number)
);
create index sms_part_received on sms_part (received_at);

create table sms_sent (
  gateway text not null check (length(gateway) between 1 and 40),
  gateway_id text not null check (length(gateway_id) between 1 and 200),
  message uuid,
  parts smallint,
  state text,
  code text not null default '' check (length(code) <= 40),
  at timestamptz not null,
  primary key (gateway, gateway_id)
);
create index sms_sent_message on sms_sent (message);
create index sms_sent_at on sms_sent (at);

create table sms_link (
  gateway text primary key check (length(gateway) between 1 and 40),
  code text not null check (length(code) <= 40),
  at timestamptz not null
);
