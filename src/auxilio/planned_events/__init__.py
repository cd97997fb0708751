"""Planned events (in the log: operations). A mass event has its own dates, area, command post, units, gates and response
plan while it lasts; at its end all of them are given back without a command.

The command post is an operational centre that exists while its operation runs (`command_posts`). Which unit is lent is in
the unit's own stream (`dispatch.units.core.loan_machine`), so that a unit is always of exactly one centre; asking for it and
answering are in the stream of the operation (`machine`, `loan_machine`, decision 0222).
"""
