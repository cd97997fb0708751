"""A day that a centre could not answer, played against a whole installation: who calls (plan), by what (callers), who answers
(desks), and whether anybody was lost (checker). Used by `make test` and by `benchmarks/voice.py`."""
