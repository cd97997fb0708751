"""Rules of the tables of a content folder: what makes sense across cells and across tables (T01 to T15, decision 0362).

`content_bundle` proves them with the rest of a folder. Each rule reads the files as they are written, so that it can name the
line; a file that cannot be read is told by its own reader, and its rules are passed over.
"""
