-- An incident by the end of its number, as people say it (decision 0330): a prefix of the number read backwards.
create index archive_case_number_end on stream ((reverse(state ->> 'number') collate "C")) where noun = 'case';
