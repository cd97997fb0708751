"""The first steps of an empty installation: a link that opens once, the first two administrators, what the centre is called, who
writes and signs content, the map, and the trunk.

`auxilio up` makes the link (`links`), the page `/setup` uses it (`api`, `service`). `telephone` and `trunk_trial` are also for
`/admin`, `saved_settings` also for `backups`. Whether anything else is missing is told by `readiness`; this package keeps no state of its own about it.
"""
