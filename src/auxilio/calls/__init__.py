"""Stage 1, answer. A call is one attempt by one person to reach the centre, over any channel.

It has its own life (`machine`), apart from the case it may tell of. Desks are ready, pause and
wrap up (`desk_machine`); the queue offers the most urgent call to the longest-idle desk (`policy`).
No call is ever lost: one that nobody answered waits to be called back, with number, time and position.
Media are behind `ports.CallControl`; the caller's page and calls entered by hand need none.
"""
