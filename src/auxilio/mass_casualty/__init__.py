"""Many victims: what the scene reports, how many there are by colour, and the phase a civil protection plan stands in.

A *scene* is what was reported of one case: a METHANE report letter by letter, and counts of the injured by colour, each
with its giver, moment and degree of certainty (docs/nouns/scene-report.md). A *situation* is where one plan stands: proposed by
rule, declared by a person who may (docs/nouns/plan-situation.md). Neither changes a priority or a type.
"""
