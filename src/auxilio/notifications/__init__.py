"""Notifications: what somebody on call must be told, by which ways, and whether they have acknowledged it.

Commands come from desks, the room and centres; timers of `workflows` go on to the next way and the next person.
"""
