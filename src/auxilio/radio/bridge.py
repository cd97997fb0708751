"""Keeps the line to one gateway: connects, hears, acknowledges what is durable, sends what waits, and comes back.

What a gateway tells becomes a command whose id is derived from its number, so that what is told twice is heard once; only
what is durable is acknowledged, so that what was not is told again.
"""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime

from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command, Handled
from auxilio.kernel.ids import CommandId
from auxilio.kernel.instant import seconds_between
from auxilio.kernel.refusal import Refused
from auxilio.platform.clock import Clock
from auxilio.platform.database.connection import WEATHER, Pool
from auxilio.platform.database.cursors import live_where
from auxilio.platform.ids import new_id
from auxilio.radio import wire
from auxilio.radio.lip import read_short_report
from auxilio.radio.machine.log import FAILS_AFTER_S
from auxilio.radio.messages.links import LinkUp, LoseLink
from auxilio.radio.messages.log import AnswerEntry, HearRadio
from auxilio.radio.model import Entry, EntryId, RadioKind, SendOutcome
from auxilio.radio.ports import Completed, LinkGone, Positions, RadioGateway, Since
from auxilio.radio.service import ENTRY, hearing_id
from auxilio.radio.store import RadioStore

AGAIN_S = 1.0
AGAIN_MAX_S = 10.0
SEND_LOOK_S = 0.5
"""Between two looks for what waits to be sent: somebody looks at a screen until it went."""
WAITING_MAX = 500
_log = logging.getLogger(__name__)

type Handle = Callable[[CommandId, Command, Actor], Awaitable[Handled]]
type Connect = Callable[[Since | None], Awaitable[RadioGateway]]


@dataclass
class Bridge:
    """The line to one gateway. What is sent goes by whichever reaches the network of its address."""

    gateway: str
    connect: Connect
    handle: Handle
    actor: Actor
    store: RadioStore
    positions: Positions
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
                await self._stands()
                failed = 0
                await self._hold(connection)
            except LinkGone as gone:
                failed += 1
                await self._lost(gone.code)
            except WEATHER as lost:
                failed += 1
                _log.warning("radio_waits", extra={"part": self.gateway, "error": type(lost).__name__})
            with contextlib.suppress(*WEATHER):
                await self._give_up_old()
            await self.clock.sleep(min(AGAIN_MAX_S, AGAIN_S * 2.0 ** max(0, failed - 1)) if failed else 0)

    async def _stands(self) -> None:
        """Told in this order: a worker that looks in between must not take a sign of life of an hour ago for the last."""
        self._lived_at = self.clock.now()
        await self.store.alive(self.gateway, self._lived_at)
        await self._do(LinkUp(gateway=self.gateway))

    async def _lives(self, now: datetime) -> None:
        """A sign of life. After a pause in which others may have taken us for dead, we say that we are not."""
        paused = self._lived_at is not None and seconds_between(self._lived_at, now) > wire.SILENT_S
        self._lived_at = now
        if paused:
            await self._stands()

    async def _lost(self, code: str) -> None:
        _log.warning("radio_lost", extra={"part": self.gateway, "code": code})
        with contextlib.suppress(*WEATHER):
            await self._do(LoseLink(gateway=self.gateway, why=code))

    async def _hold(self, connection: RadioGateway) -> None:
        self._ordered.clear()
        self._networks = connection.networks
        sending = asyncio.create_task(self._send_for_ever(connection))
        hearing = asyncio.create_task(self._hear_for_ever(connection))
        try:
            done, _ = await asyncio.wait({sending, hearing}, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            for task in (sending, hearing):
                task.cancel()
            await asyncio.gather(sending, hearing, return_exceptions=True)
            await connection.close()

    # --- what it tells ----------------------------------------------------------------------------

    async def _hear_for_ever(self, connection: RadioGateway) -> None:
        async for said in connection.heard():
            now = self.clock.now()
            await self._lives(now)
            match said:
                case Completed(id=id, delivered=delivered, why=why):
                    await self._answered(
                        EntryId(id), SendOutcome.DELIVERED if delivered else SendOutcome.FAILED, why
                    )
                case wire.Alive():
                    await self.store.alive(self.gateway, now)
                case wire.Message(seq=seq, at=at, said=told):
                    if isinstance(told, wire.AirPosition):
                        await self._placed(told.radio, told.lip, min(at, now))
                        await self._taken(connection, seq)
                        continue
                    await self._told(connection, seq, at, told)
                    if isinstance(told, wire.AirAlarm) and told.lip:
                        await self._placed(told.radio, told.lip, min(at, now))
                case wire.Misread(seq=seq, at=at, raw=raw):
                    await self._told(connection, seq, at, wire.AirUnread(raw=raw))

    async def _told(self, connection: RadioGateway, seq: int, at: datetime, told: wire.Told) -> None:
        hear = HearRadio(gateway=self.gateway, epoch=connection.epoch, seq=seq, at=at, told=told)
        try:
            await self.handle(hearing_id(self.gateway, hear.epoch, hear.seq), hear, self.actor)
        except Refused as refused:
            if refused.code == "too_busy":
                raise LinkGone("too_busy") from None  # not durable: it is told again
            # What the house refuses is refused for ever: it is logged, and holds up nothing that comes after it.
            _log.exception("radio_refused", extra={"part": self.gateway, "code": refused.code})
        await self._taken(connection, seq)

    async def _taken(self, connection: RadioGateway, seq: int) -> None:
        """It is durable, or was dealt with: it need not be told again."""
        await self.store.heard_up_to(self.gateway, connection.epoch, seq, self.clock.now())
        await connection.acknowledge(seq)

    async def _placed(self, radio: str, lip: str, heard_at: datetime) -> None:
        place = read_short_report(lip, heard_at)
        if place is None:
            _log.info("radio_no_place", extra={"part": self.gateway})
            return
        await self.positions.heard(radio, place)

    # --- what we send -----------------------------------------------------------------------------

    async def _send_for_ever(self, connection: RadioGateway) -> None:
        while True:
            for entry in await self._waiting():
                if entry.id in self._ordered:
                    continue
                if self._too_old(entry):
                    await self._answered(entry.id, SendOutcome.FAILED, "too_old")
                elif self._reaches(entry):
                    self._ordered.add(entry.id)
                    await connection.send(entry.id, _order(entry))
            await self.clock.sleep(SEND_LOOK_S)

    async def _give_up_old(self) -> None:
        """While the line is lost: what waits too long is told to have failed, so that somebody says it by voice."""
        for entry in await self._waiting():
            if self._too_old(entry) and self._reaches(entry):
                await self._answered(entry.id, SendOutcome.FAILED, "no_gateway")

    async def _waiting(self) -> list[Entry]:
        return await live_where(self.pool, ENTRY, WAITING_MAX, sent=SendOutcome.WAITING.value)

    def _reaches(self, entry: Entry) -> bool:
        network = (entry.to_radio or "").rpartition("-")[0]
        return not self._networks or network in self._networks

    def _too_old(self, entry: Entry) -> bool:
        return seconds_between(entry.at, self.clock.now()) > FAILS_AFTER_S

    async def _answered(self, id: EntryId, outcome: SendOutcome, why: str | None) -> None:
        try:
            await self._do(AnswerEntry(entry=id, outcome=outcome, why=why))
        except Refused as refused:
            _log.warning("radio_answer_refused", extra={"part": self.gateway, "code": refused.code})

    async def _do(self, command: Command) -> None:
        await self.handle(CommandId(new_id()), command, self.actor)


def _order(entry: Entry) -> wire.Order:
    assert entry.to_radio is not None, "what is sent is sent to an address"
    words = entry.words or ""
    if entry.kind is RadioKind.CALL_OUT:
        return wire.SendCallOut(to=entry.to_radio, words=words)
    return wire.SendText(to=entry.to_radio, words=words)
