"""Calls that are to be made for notifications, between the worker, which asks for them, and the process that has the trunk.

Raises what the database raises.
"""

from datetime import datetime
from typing import Protocol
from uuid import UUID

import msgspec

from auxilio.kernel.instant import after_s
from auxilio.kernel.shared_types import Language, Mode, Phone
from auxilio.platform.database.connection import Pool

KEPT_S = 86_400.0
"""How long a call is known after it was asked for, so that it is made once; the outbox gives up after minutes."""
WAITING_MAX = 50
"""Calls that one look takes."""


class Callout(msgspec.Struct, frozen=True, kw_only=True):
    """A call to one person; `message` is the id by which its receipts come."""

    message: UUID
    phone: Phone
    text: str
    language: Language
    number_alone: bool = False
    """Its text says nothing but the number of the case."""
    mode: Mode
    asked_at: datetime


class LostCallout(msgspec.Struct, frozen=True, kw_only=True):
    """A call that its process left behind: dialled, and of an end that is not known."""

    message: UUID
    dialog: bytes | None
    """SIP's own (`CallLeg.state`), where it was answered."""


class CalloutRepository(Protocol):
    """The port: calls that are to be made."""

    async def waiting(self) -> list[Callout]:
        """Those that nobody dialled yet, the oldest first."""
        ...

    async def begin(self, message: UUID, at: datetime) -> bool:
        """Note that it is dialled now. False: it was before, or is over."""
        ...

    async def keep_dialog(self, message: UUID, dialog: bytes) -> None:
        """It was answered. Of one that is over nothing is kept: who was called stands in the dialog."""
        ...

    async def end(self, message: UUID, at: datetime) -> None:
        """It is over: what was said to whom is removed."""
        ...

    async def lost(self) -> list[LostCallout]:
        """Those that were dialled and did not end."""
        ...


class CalloutStore:
    """Implements `CalloutRepository` (`voice_callout`)."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def add(self, one: Callout) -> None:
        """Ask for a call; asked for again it is the same. Those of a day ago are forgotten, also where none was made."""
        await self._pool.execute(
            "insert into voice_callout (message, phone, text, language, number_alone, mode, asked_at)"
            " values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing",
            one.message,
            one.phone,
            one.text,
            one.language,
            one.number_alone,
            one.mode.value,
            one.asked_at,
        )
        await self._pool.execute(
            "delete from voice_callout where asked_at < $1", after_s(one.asked_at, -KEPT_S)
        )

    async def waiting(self) -> list[Callout]:
        """See `CalloutRepository`."""
        rows = await self._pool.fetch(
            "select message, phone, text, language, number_alone, mode, asked_at from voice_callout"
            " where ended_at is null and dialled_at is null order by asked_at limit $1",
            WAITING_MAX,
        )
        return [Callout(**{**row, "mode": Mode(row["mode"])}) for row in rows]

    async def begin(self, message: UUID, at: datetime) -> bool:
        """See `CalloutRepository`."""
        found = await self._pool.fetchval(
            "update voice_callout set dialled_at = $2"
            " where message = $1 and dialled_at is null and ended_at is null returning true",
            message,
            at,
        )
        return found is not None

    async def keep_dialog(self, message: UUID, dialog: bytes) -> None:
        """See `CalloutRepository`."""
        await self._pool.execute(
            "update voice_callout set dialog = $2 where message = $1 and ended_at is null", message, dialog
        )

    async def end(self, message: UUID, at: datetime) -> None:
        """See `CalloutRepository`."""
        await self._pool.execute(
            "update voice_callout set ended_at = $2, phone = '', text = '', dialog = null where message = $1",
            message,
            at,
        )

    async def lost(self) -> list[LostCallout]:
        """See `CalloutRepository`."""
        rows = await self._pool.fetch(
            "select message, dialog from voice_callout where ended_at is null and dialled_at is not null"
        )
        return [LostCallout(**row) for row in rows]
