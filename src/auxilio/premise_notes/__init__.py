"""Premise notes: what crews must know of an address before they are there (docs/nouns/premise-note.md).

An agency enters a note and answers for it until a day. Who works on a case at that address is shown it, and each look is an
event (decision 0398). Nothing of triage, priority or recommendation reads one (decision 0399).
"""
