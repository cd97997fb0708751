"""A notification as an aggregate: how its facts make its state, and when it stands on boards."""

from auxilio.kernel.event import Links
from auxilio.notifications.core import machine
from auxilio.notifications.core import messages as m
from auxilio.notifications.core.model import OPEN_STATES, Notification
from auxilio.platform.database.aggregates import Aggregate

NOTIFICATION = Aggregate(
    "notification",
    Notification,
    m.NotificationEvent,
    machine.evolve,
    links=lambda one: Links(case=one.case, mode=one.mode),
    # Of a plan, who knows is shown as long as the plan stands so.
    live=lambda one: one.state in OPEN_STATES or (one.situation is not None and not one.filed),
)
