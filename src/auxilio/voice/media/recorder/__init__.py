"""The recorder: each party on a channel of its own, from the first second, encrypted as it is written.

`track` puts a party's packets in their place in time, `spool` keeps them on disk while the call lasts, `wav` makes the
file that a browser plays, `service` begins, ends and, after a crash, completes recordings. It knows no engine: what it
gives out is an `AudioSink`.
"""
