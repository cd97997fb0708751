"""How reviewed content comes into force: proposed, read, signed by two offices, from a date, and taken back in one step.

A *set* is a whole folder of content, named by its digest and kept for ever. A *release* proposes one instead of the set
that stands; `machine` is its life. The *shelf* says which sets stand from when. What a set means (whether it is whole,
what it decides otherwise) is asked through `ports`: this capability does not know what a protocol is.
"""
