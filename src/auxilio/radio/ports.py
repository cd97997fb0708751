"""What the radio asks of those it does not know, and the port by which a gateway is spoken with."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Protocol
from uuid import UUID

import msgspec

from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import CaseId, TaskId, UnitId
from auxilio.kernel.instant import Instant
from auxilio.kernel.shared_types import Mode
from auxilio.platform.database.command_executor import CommandContext
from auxilio.radio.core.bridge_protocol import BridgeMessage, KeepAlive, Order, UnreadableLine
from auxilio.radio.core.directory_check import RadioCarrier
from auxilio.radio.core.lip import RadioPosition
from auxilio.radio.core.model import RadioOwner, RadioPlan, RadioTask

type CurrentPlan = Callable[[], RadioPlan]
"""The plan in force at this moment."""
type CaseModeOf = Callable[[CommandContext, CaseId], Awaitable[Mode]]
"""The mode of an open case, whose version the command then states. Raises `Refused`: `unknown_case`, `case_not_open`."""


class RadioDirectory(Protocol):
    """Units and tasks are dispatch's; the wiring knows them."""

    async def owner_of_radio(self, radio: str) -> RadioOwner | None:
        """Who carries this radio now; None for one that nobody knows."""
        ...

    async def unit(self, unit: UnitId) -> RadioOwner | None:
        """A unit by its id."""
        ...

    async def task(self, task: TaskId) -> RadioTask | None:
        """A task by its id."""
        ...

    async def has_task_in(self, case: CaseId, actor: Actor) -> bool:
        """Whether somebody's centre has or had a task in this case, or they work for the whole room."""
        ...


type CarriersOf = Callable[[Mode], Awaitable[tuple[RadioCarrier, ...]]]
"""Every unit of a mode that is not retired, by callsign. Units are dispatch's."""


class PositionSink(Protocol):
    """Where units are is judged elsewhere, alike for phones and radios."""

    async def heard(self, radio: str, place: RadioPosition) -> None:
        """A radio says where it is."""
        ...


class OrderCompleted(msgspec.Struct, frozen=True, kw_only=True):
    """What became of an order."""

    id: UUID
    delivered: bool
    why: str | None


type GatewayEvent = BridgeMessage | UnreadableLine | OrderCompleted | KeepAlive


class RadioGateway(Protocol):
    """One connection to one gateway, proved on both sides. `gateway.connect` opens one over TCP."""

    epoch: str
    networks: tuple[str, ...]

    def heard(self) -> AsyncIterator[GatewayEvent]:
        """What comes, in the order in which it comes, until the line is lost. Raises `GatewayDisconnected` with a code."""
        ...

    async def acknowledge(self, seq: int) -> None:
        """Everything up to here is durable with us."""
        ...

    async def send(self, id: UUID, order: Order) -> None:
        """Order something. The same id again is the same order. Raises `GatewayDisconnected`."""
        ...

    async def close(self) -> None:
        """End the connection."""
        ...


class GatewayDisconnected(Exception):
    """The line to a gateway is lost: weather. `code` says how: `closed`, `silent`, `unreachable`, `not_proved`, …"""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class ReceivedMark(msgspec.Struct, frozen=True, kw_only=True):
    """The last message of a gateway that is durable here."""

    epoch: str
    seq: int


class Heartbeat(msgspec.Struct, frozen=True, kw_only=True):
    """When a gateway last gave a sign of life, by our clock."""

    gateway: str
    at: Instant
