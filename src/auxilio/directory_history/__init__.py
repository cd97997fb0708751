"""Who changed what in a row of the directory or in the settings, as `/admin` shows it (docs/nouns/row-history.md).

`store` reads notes and events, `core` says which fields differ between one state of a row and the next, `service` asks the
permission. Nothing here writes: a former value is put back by the form of the row.
"""
