"""The first steps of an empty installation: a link that opens once, the first two administrators, what the centre is called, who
writes and signs content, the map, the trunk, and the certificate of the pages.

`auxilio up` makes the link (`links`), the page `/setup` uses it (`api`, `service`). `telephone`, `trunk_trial` and `page_tls`,
with `tls_pair`, are also for `/admin`, `saved_settings` also for `backups`; `settings_record` notes who saved what by a page.
Whether anything else is missing is told by `readiness`; this package keeps no state of its own about it.
"""
