"""Stage 4, coordinate. A case goes to the operational centres it needs, and they send and direct units.

Each centre's part of a case is a task with a clock (offered, accepted, told by telephone, refused, timed out); a task
without an owner is an event with an alarm. Which centres are asked, and for what, is data (`content/plans`, read and decided in
`response_plan`). A unit being available and a unit being assigned are two things, and the rule that gives a unit to one
desk only lives in the unit's own stream. What changes after the hand-over interrupts centre and crew until each has
acknowledged it. Positions are telemetry (`tracking`).

One folder for each part: `tasks`, `units`, `patients` (each with its machine), `response_plan`, `recommendation` (units for a
task), `coverage`, `tracking`, `travel_time_factor`. `service` handles the commands; `task_commands`, `unit_commands` and
`case_transfer` are parts of it.
"""
