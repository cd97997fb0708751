"""Keeps the line to one gateway: connects, hears, acknowledges what is durable, sends what waits, and comes back.

What a gateway tells becomes a command whose id is derived from its number, so that what is told twice is heard once; only
what is durable is acknowledged, so that what was not is told again.
"""

import contextlib
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime

from auxilio.kernel.actor import Actor
from auxilio.kernel.command_port import CommandPort
from auxilio.kernel.event import Command
from auxilio.kernel.ids import CommandId
from auxilio.kernel.instant import seconds_between
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import may_leave
from auxilio.platform.background_tasks import wait_for_first
from auxilio.platform.backoff import backoff_s
from auxilio.platform.clock import Clock
from auxilio.platform.database.connection import TRANSIENT_ERRORS, Pool
from auxilio.platform.database.cursors import live_where
from auxilio.platform.ids import new_id
from auxilio.radio.core import bridge_protocol
from auxilio.radio.core.lip import read_short_report
from auxilio.radio.core.machine.entries import SEND_TIMEOUT_S
from auxilio.radio.core.messages.entries import ReceiveRadioMessage, ReportDelivery
from auxilio.radio.core.messages.links import ReportLinkLost, ReportLinkUp
from auxilio.radio.core.model import EntryId, RadioEntry, RadioKind, SendOutcome
from auxilio.radio.ports import GatewayDisconnected, OrderCompleted, PositionSink, RadioGateway, ReceivedMark
from auxilio.radio.service import ENTRY, message_command_id
from auxilio.radio.store import RadioStore

RECONNECT_S = 1.0
RECONNECT_MAX_S = 10.0
SEND_POLL_S = 0.5
"""Between two looks for what waits to be sent: somebody looks at a screen until it went."""
WAITING_MAX = 500
_log = logging.getLogger(__name__)

type ConnectGateway = Callable[[ReceivedMark | None], Awaitable[RadioGateway]]


@dataclass
class GatewayClient:
    """The line to one gateway. What is sent goes by whichever reaches the network of its address."""

    gateway: str
    connect: ConnectGateway
    commands: CommandPort
    actor: Actor
    store: RadioStore
    positions: PositionSink
    pool: Pool
    clock: Clock
    _networks: tuple[str, ...] = ()
    """As it said last; a line that was never there reaches every network, so that what waits is told to have failed."""
    _lived_at: datetime | None = None
    _ordered: set[EntryId] = field(default_factory=set)

    async def run(self) -> None:
        """For ever, until cancelled. A lost line and a lost database are weather."""
        failed = 0
        while True:
            try:
                connection = await self.connect(await self.store.since(self.gateway))
                await self._report_link_up()
                failed = 0
                await self._serve_connection(connection)
            except GatewayDisconnected as gone:
                failed += 1
                await self._report_link_lost(gone.code)
            except TRANSIENT_ERRORS as lost:
                failed += 1
                _log.warning("radio_waits", extra={"part": self.gateway, "error": type(lost).__name__})
            with contextlib.suppress(*TRANSIENT_ERRORS):
                await self._fail_expired()
            await self.clock.sleep(backoff_s(failed, RECONNECT_S, RECONNECT_MAX_S) if failed else 0)

    async def _report_link_up(self) -> None:
        """Told in this order: a worker that looks in between must not take a sign of life of an hour ago for the last."""
        self._lived_at = self.clock.now()
        await self.store.alive(self.gateway, self._lived_at)
        await self._execute(ReportLinkUp(gateway=self.gateway))

    async def _note_alive(self, now: datetime) -> None:
        """A sign of life. After a pause in which others may have taken us for dead, we say that we are not."""
        paused = (
            self._lived_at is not None
            and seconds_between(self._lived_at, now) > bridge_protocol.SILENCE_TIMEOUT_S
        )
        self._lived_at = now
        if paused:
            await self._report_link_up()

    async def _report_link_lost(self, code: str) -> None:
        _log.warning("radio_lost", extra={"part": self.gateway, "code": code})
        with contextlib.suppress(*TRANSIENT_ERRORS):
            await self._execute(ReportLinkLost(gateway=self.gateway, why=code))

    async def _serve_connection(self, connection: RadioGateway) -> None:
        self._ordered.clear()
        self._networks = connection.networks
        try:
            await wait_for_first([self._send_loop(connection), self._receive_loop(connection)])
        finally:
            await connection.close()

    # --- what it tells ----------------------------------------------------------------------------

    async def _receive_loop(self, connection: RadioGateway) -> None:
        async for said in connection.heard():
            now = self.clock.now()
            await self._note_alive(now)
            match said:
                case OrderCompleted(id=id, delivered=delivered, why=why):
                    await self._report_outcome(
                        EntryId(id), SendOutcome.DELIVERED if delivered else SendOutcome.FAILED, why
                    )
                case bridge_protocol.KeepAlive():
                    await self.store.alive(self.gateway, now)
                case bridge_protocol.BridgeMessage(seq=seq, at=at, said=told):
                    if isinstance(told, bridge_protocol.AirPosition):
                        await self._report_position(told.radio, told.lip, min(at, now))
                        await self._acknowledge_message(connection, seq)
                        continue
                    await self._handle_message(connection, seq, at, told)
                    if isinstance(told, bridge_protocol.AirAlarm) and told.lip:
                        await self._report_position(told.radio, told.lip, min(at, now))
                case bridge_protocol.UnreadableLine(seq=seq, at=at, raw=raw):
                    await self._handle_message(connection, seq, at, bridge_protocol.AirUnreadable(raw=raw))

    async def _handle_message(
        self, connection: RadioGateway, seq: int, at: datetime, told: bridge_protocol.RadioMessage
    ) -> None:
        hear = ReceiveRadioMessage(gateway=self.gateway, epoch=connection.epoch, seq=seq, at=at, told=told)
        try:
            await self.commands.handle(
                message_command_id(self.gateway, hear.epoch, hear.seq), hear, self.actor
            )
        except Refused as refused:
            if refused.code == "too_busy":
                raise GatewayDisconnected("too_busy") from None  # not durable: it is told again
            # A refused message stays refused: it is logged, and holds up nothing that comes after it.
            _log.exception("radio_refused", extra={"part": self.gateway, "code": refused.code})
        await self._acknowledge_message(connection, seq)

    async def _acknowledge_message(self, connection: RadioGateway, seq: int) -> None:
        """It is durable, or was dealt with: it need not be told again."""
        await self.store.save_received(self.gateway, connection.epoch, seq, self.clock.now())
        await connection.acknowledge(seq)

    async def _report_position(self, radio: str, lip: str, heard_at: datetime) -> None:
        place = read_short_report(lip, heard_at)
        if place is None:
            _log.info("radio_no_place", extra={"part": self.gateway})
            return
        await self.positions.heard(radio, place)

    # --- what we send -----------------------------------------------------------------------------

    async def _send_loop(self, connection: RadioGateway) -> None:
        while True:
            for entry in await self._load_waiting():
                if entry.id in self._ordered:
                    continue
                if self._too_old(entry):
                    await self._report_outcome(entry.id, SendOutcome.FAILED, "too_old")
                elif self._reaches(entry):
                    self._ordered.add(entry.id)
                    await connection.send(entry.id, _order_of(entry))
            await self.clock.sleep(SEND_POLL_S)

    async def _fail_expired(self) -> None:
        """While the line is lost: what waits too long is told to have failed, so that somebody says it by voice."""
        for entry in await self._load_waiting():
            if self._too_old(entry) and self._reaches(entry):
                await self._report_outcome(entry.id, SendOutcome.FAILED, "no_gateway")

    async def _load_waiting(self) -> list[RadioEntry]:
        waiting = await live_where(self.pool, ENTRY, WAITING_MAX, sent=SendOutcome.WAITING.value)
        return [entry for entry in waiting if may_leave(entry.mode, self.actor.mode)]

    def _reaches(self, entry: RadioEntry) -> bool:
        network = (entry.to_radio or "").rpartition("-")[0]
        return not self._networks or network in self._networks

    def _too_old(self, entry: RadioEntry) -> bool:
        return seconds_between(entry.at, self.clock.now()) > SEND_TIMEOUT_S

    async def _report_outcome(self, id: EntryId, outcome: SendOutcome, why: str | None) -> None:
        try:
            await self._execute(ReportDelivery(entry=id, outcome=outcome, why=why))
        except Refused as refused:
            _log.warning("radio_answer_refused", extra={"part": self.gateway, "code": refused.code})

    async def _execute(self, command: Command) -> None:
        await self.commands.handle(CommandId(new_id()), command, self.actor)


def _order_of(entry: RadioEntry) -> bridge_protocol.Order:
    assert entry.to_radio is not None, "what is sent is sent to an address"
    words = entry.words or ""
    if entry.kind is RadioKind.CALL_OUT:
        return bridge_protocol.SendCallOut(to=entry.to_radio, words=words)
    return bridge_protocol.SendText(to=entry.to_radio, words=words)
