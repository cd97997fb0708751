"""Recordings, photographs, documents: large bytes that events name by their digest (decision 0053).

`ports` is what the house asks for; `folder` keeps them encrypted on a disk, with a key for each case, so
that removing one small key removes a case for good; `fakes` keeps them in memory.
"""
