"""Notifications, for the composition root."""

from typing import Protocol

from auxilio.identity.core.permissions import Permission
from auxilio.kernel.shared_types import Mode
from auxilio.notifications import service
from auxilio.notifications.core.narrative import NARRATIVE
from auxilio.notifications.ports import (
    FindNotice,
    FindNotifiedCase,
    IsReservedCase,
    PeopleToNotify,
    WordNotification,
)
from auxilio.platform.capability import Capability
from auxilio.platform.database.command_executor import UnitOfWork


class NotificationEnvironment(Protocol):
    """What commands to notifications need."""

    work: UnitOfWork
    mode: Mode
    notified_case: FindNotifiedCase
    is_reserved_case: IsReservedCase
    notice_to_give: FindNotice
    people_to_notify: PeopleToNotify
    notification_text: WordNotification


CAPABILITY: Capability[NotificationEnvironment, object, object] = Capability(
    name="notifications",
    aggregates=(service.NOTIFICATION,),
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
                ).handle
            ),
        ),
    ),
    narratives=(NARRATIVE,),
    permissions=(Permission.NOTIFY,),
)
