"""The log and everything that is committed with it (architecture.md 4, decision 0001 and 0003).

`connection` opens the pool; `migrate` brings the schema up to date; `work` is the life of a command;
`log` reads facts without skipping those that commit late; `wakeups` tells readers that there is news,
`passing` what is true only for now;
`outbox`, `leases` and `cursors` are what the worker stands on.
"""
