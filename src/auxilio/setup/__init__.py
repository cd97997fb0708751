"""The first steps of an empty installation: a link that opens once, the first two administrators, and what the centre is called.

`auxilio up` makes the link (`links`), the page `/setup` uses it (`api`, `service`). Whether anything else is missing is told by
`readiness`; this package keeps no state of its own about it.
"""
