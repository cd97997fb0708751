"""Preventive operations. A mass event has its own dates, area, command post, units, gates and response plan for as long as
it lasts, and gives all of it back by itself.

The command post is an operational centre that exists while its operation does (posts.py): nothing is restarted for it, and
nothing is left of it. Which unit is lent stands in the unit's own stream (`dispatch/machine/loans.py`), so that a unit is
always of exactly one centre; asking for it and answering stand in the operation's (machine.py, decision 0222).
"""
