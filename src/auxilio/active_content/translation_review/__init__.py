"""Reading a translation beside its original over an author's draft: `reading_file` writes what was read and what must be mended into
`data/translations_read.yaml`, `review` answers the page, `api` is the route.
"""
