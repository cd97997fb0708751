"""The log and everything that is committed with it (decisions 0001 to 0003).

`connection` opens the pool; `migrate` brings the schema up to date; `command_executor` runs a command: load, decide,
commit; `log` reads events without skipping those that commit late; `wakeups` tells readers of new events;
`ephemeral_channel` is best-effort pub/sub for typing indicators, not durable; the worker uses `outbox`, `leases` and
`cursors`.
"""
