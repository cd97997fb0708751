"""Cases: what is happening in the world. Opened, located, described, linked, related, closed.

Several calls may tell of one case. A case has an owner from its first moment, and a location that is
not the caller's position: it has a degree, it is never silently replaced once confirmed, and its
warnings stay until a person answers them. What an interview proves of a case reaches it by reactions
(`workflows.triage_results`). The life of a case is in `machine`, its parts in `merging` and `reservation`;
`duplicate_incidents` compares cases that may be the same.
"""
