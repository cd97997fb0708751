"""Recordings, photographs, documents: large bytes that events name by their digest (decision 0053).

`ports` is what the rest of Auxilio asks for; `folder` keeps them encrypted on a disk, under a key for each case that is
kept elsewhere (`platform.keys.case_keys`) and can be destroyed; `fakes` keeps them in memory.
"""
