"""What the radio asks of those it does not know, and the port by which a gateway is spoken with."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Protocol
from uuid import UUID

import msgspec

from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import CaseId, TaskId, UnitId
from auxilio.kernel.instant import Instant
from auxilio.kernel.words import Mode
from auxilio.platform.database.work import Attempt
from auxilio.radio.lip import Place
from auxilio.radio.model import Bearer, RadioPlan, Tasked
from auxilio.radio.wire import Alive, Message, Misread, Order

type Plans = Callable[[], RadioPlan]
"""The plan in force at this moment."""
type Workable = Callable[[Attempt, CaseId], Awaitable[Mode]]
"""The mode of an open case, whose version the command then states. Raises `Refused`: `unknown_case`, `case_not_open`."""


class Fleet(Protocol):
    """Units and tasks are dispatch's; the wiring knows them."""

    async def of_radio(self, radio: str) -> Bearer | None:
        """Who carries this radio now; None for one that nobody knows."""
        ...

    async def unit(self, unit: UnitId) -> Bearer | None:
        """A unit by its id."""
        ...

    async def task(self, task: TaskId) -> Tasked | None:
        """A task by its id."""
        ...

    async def has_part(self, case: CaseId, actor: Actor) -> bool:
        """Whether somebody's centre has or had a task in this case, or they work for the whole room."""
        ...


class Positions(Protocol):
    """Where units are is judged elsewhere, alike for phones and radios."""

    async def heard(self, radio: str, place: Place) -> None:
        """A radio says where it is."""
        ...


class Completed(msgspec.Struct, frozen=True, kw_only=True):
    """What became of an order."""

    id: UUID
    delivered: bool
    why: str | None


type Heard = Message | Misread | Completed | Alive


class RadioGateway(Protocol):
    """One connection to one gateway, proved on both sides. `gateway.connect` opens one over TCP."""

    epoch: str
    networks: tuple[str, ...]

    def heard(self) -> AsyncIterator[Heard]:
        """What comes, in the order in which it comes, until the line is lost. Raises `LinkGone` with a code."""
        ...

    async def acknowledge(self, seq: int) -> None:
        """Everything up to here is durable with us."""
        ...

    async def send(self, id: UUID, order: Order) -> None:
        """Order something. The same id again is the same order. Raises `LinkGone`."""
        ...

    async def close(self) -> None:
        """End the connection."""
        ...


class LinkGone(Exception):
    """The line to a gateway is lost: weather. `code` says how: `closed`, `silent`, `unreachable`, `not_proved`, …"""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Since(msgspec.Struct, frozen=True, kw_only=True):
    """The last message of a gateway that is durable here."""

    epoch: str
    seq: int


class Heartbeat(msgspec.Struct, frozen=True, kw_only=True):
    """When a gateway last gave a sign of life, by our clock."""

    gateway: str
    at: Instant
