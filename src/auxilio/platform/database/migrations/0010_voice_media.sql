-- What the media engine must remember of a leg, for the process that takes it up with its sound (decision 0190): none
-- where media die with their process. And the seat of somebody who was asked into a call, who is on the line too.
alter table voice_leg add column media bytea, add column seat text;
