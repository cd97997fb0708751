"""Backups that the system makes by itself and copies of its keys, as administrators set them up, ask for them and look at them.

`api` has the routes of `/admin` and `/setup`; `app.cli.backup_making` makes the backups; `key_copy` is also the format of `keys backup`.
"""
