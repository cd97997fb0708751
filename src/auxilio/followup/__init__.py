"""Stage 5, follow up. A watch is a promise with a time: silence is noticed, climbs, and is answered.

Beside the watches: messages between the desks, centres and crews of a case, and the handover of a desk
at the change of shift. What promise a fact begins or keeps is written in process/followed.py; how long
each may take is data (policy.py); the moments are awaited by the worker (app/worker.py).
"""
