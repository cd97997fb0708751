-- Who was taken to a hospital a moment ago still counts against what it said it can take (decision 0210).
create index patient_bound on stream (mode, changed_at) where noun = 'patient' and state->>'hospital' is not null;
