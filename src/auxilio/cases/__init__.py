"""The spine: what is happening in the world. Opened, located, described, linked, related, closed.

Several calls may tell of one case. A case has an owner from its first moment, and a location that is
not the caller's position: it has a degree, it is never silently replaced once confirmed, and its
warnings stay until a person answers them. What the interview proved arrives through process/.
"""
