"""Stage 4, coordinate. A case goes to the operational centres it needs, and they send and direct units.

A case always has an owner: each centre's part is a task with a clock (offered, accepted, told by telephone,
refused, timed out), and "nobody has it" is a fact with an alarm. Which centres and what they are asked for is
data (`content/plans`, read by `plans.py`, decided by `plan.py`). A unit being available and a unit being assigned
are two things, and the rule that gives a unit to one desk only lives in the unit's own stream. What changes after
the hand-over interrupts centre and crew until each has acknowledged it. Positions are telemetry (`store.py`).

The command words are in `messages`, each noun's life in `machine`, choices with their reasons in `policy`.
"""
