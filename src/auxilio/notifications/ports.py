"""What notifications need of cases, of watches, of the table of people on call and of the words of the product."""

from collections.abc import Callable, Sequence
from typing import Protocol

import msgspec

from auxilio.kernel.ids import CaseId, CentreId, WatchId
from auxilio.kernel.on_call import NotificationWay, OnCallFunction
from auxilio.kernel.shared_types import Mode
from auxilio.notifications.core.model import Notification, NotifiedCase, NotifiedContact
from auxilio.platform.database.command_executor import CommandContext


class FindNotifiedCase(Protocol):
    """Cases belong to `cases`."""

    async def __call__(self, attempt: CommandContext, case: CaseId) -> NotifiedCase:
        """What may be told of an open case. Raises `Refused`: `unknown_case`, `case_not_open`."""
        ...


class IsReservedCase(Protocol):
    """Cases belong to `cases`."""

    async def __call__(self, attempt: CommandContext, case: CaseId) -> bool:
        """Whether the case is reserved at this moment. Raises `Refused`: `unknown_case`."""
        ...


class FindNotice(Protocol):
    """Watches belong to `followup`."""

    async def __call__(self, attempt: CommandContext, watch: WatchId, case: CaseId) -> str:
        """The code of a notice of this case that was not given yet.

        Raises `Refused`: `unknown_watch`, `not_a_notice`, `notice_given`.
        """
        ...


class PeopleToNotify(Protocol):
    """The table of people on call belongs to `rosters`."""

    async def __call__(
        self, mode: Mode, function: OnCallFunction, notice: str | None, centre: CentreId | None
    ) -> Sequence[NotifiedContact]:
        """Who is on call now and is reached by a way, in order; of this centre first."""
        ...


class NotificationWording(msgspec.Struct, frozen=True, kw_only=True):
    """What one message says."""

    text: str
    subject: str | None = None
    """Of an e-mail alone."""


type WordNotification = Callable[[Notification, str, NotificationWay], NotificationWording]
"""A notification in a language (BCP 47), as a way carries it."""
