"""Stage 5, follow up. A watch is a deadline for an expected event; when that does not come, the watch fires and escalates.

Beside the watches: messages between the desks, centres and crews of a case, and the handover of a desk
at the change of shift. Which event sets or ends a watch is written in `workflows.followup_watches`; the deadlines
are in `policy`; the worker fires watches by the clock (`workflows.timers`). `control_room_machine` is the room: surge and news.
"""
