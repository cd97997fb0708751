"""Notifications, for the composition root."""

from typing import Protocol

from auxilio.identity.core.permissions import Permission
from auxilio.kernel.shared_types import Mode
from auxilio.notifications import service
from auxilio.notifications.aggregates import NOTIFICATION
from auxilio.notifications.core.narrative import NARRATIVE
from auxilio.notifications.ports import (
    FindNotice,
    FindNotifiedCase,
    IsReservedCase,
    PeopleToNotify,
    WordNotification,
)
from auxilio.notifications.store import LivingNotifications
from auxilio.platform.capability import Capability
from auxilio.platform.database.command_executor import UnitOfWork
from auxilio.platform.database.connection import Pool


class NotificationEnvironment(Protocol):
    """What commands to notifications need."""

    work: UnitOfWork
    pool: Pool
    mode: Mode
    notified_case: FindNotifiedCase
    is_reserved_case: IsReservedCase
    notice_to_give: FindNotice
    people_to_notify: PeopleToNotify
    notification_text: WordNotification


CAPABILITY: Capability[NotificationEnvironment, object, object] = Capability(
    name="notifications",
    aggregates=(NOTIFICATION,),
    handlers=(
        (
            service.COMMANDS,
            lambda env: (
                service.NotificationService(
                    env.work,
                    env.mode,
                    env.notified_case,
                    env.is_reserved_case,
                    env.notice_to_give,
                    env.people_to_notify,
                    env.notification_text,
                    LivingNotifications(env.pool),
                ).handle
            ),
        ),
    ),
    narratives=(NARRATIVE,),
    permissions=(Permission.NOTIFY,),
)
