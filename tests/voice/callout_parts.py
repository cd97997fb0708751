"""What a test of spoken calls gives them: calls that wait in memory, who hears what became of them, and an exchange."""

import asyncio
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from auxilio.kernel.shared_types import Language, Mode
from auxilio.notifications.core.model import AttemptState
from auxilio.platform.i18n import catalogues
from auxilio.platform.ids import new_id
from auxilio.voice.callouts.store import Callout, LostCallout
from auxilio.voice.control.callout_leg import CalloutPhrases
from auxilio.voice.control.callouts import CalloutDependencies, SpokenCallouts
from auxilio.voice.media.ports import LegEvent, LegEventKind
from auxilio.voice.media.speech import SpeechFailed
from tests.voice.factories import Telephone, VoiceSetup, settle

HEARD_S = 2.2
"""Half of the text of one second, as it is spoken: from here on a key acknowledges."""
MARTA, JOAN = "+34600000001", "+34600000002"


def callout(at: datetime, phone: str = MARTA, mode: Mode = Mode.REAL) -> Callout:
    """A call that is asked for."""
    text = "Aviso del centro de emergencias 112. Avisar al mando de guardia. Incidente número 4711."
    return Callout(message=new_id(), phone=phone, text=text, language="es", mode=mode, asked_at=at)


@dataclass
class CalloutQueue:
    """Implements `CalloutRepository`."""

    calls: list[Callout] = field(default_factory=list)
    dialled: dict[UUID, bytes | None] = field(default_factory=dict)
    over: list[UUID] = field(default_factory=list)
    there: asyncio.Event = field(default_factory=asyncio.Event)
    """Cleared, the database is away."""

    def __post_init__(self) -> None:
        self.there.set()

    async def add(self, one: Callout) -> None:
        if one not in self.calls:
            self.calls.append(one)

    async def waiting(self) -> list[Callout]:
        return [one for one in self.calls if one.message not in {*self.dialled, *self.over}]

    async def begin(self, message: UUID, at: datetime) -> bool:
        if message in {*self.dialled, *self.over}:
            return False
        self.dialled[message] = None
        return True

    async def keep_dialog(self, message: UUID, dialog: bytes) -> None:
        await self.there.wait()
        self.dialled[message] = dialog

    async def end(self, message: UUID, at: datetime) -> None:
        self.over.append(message)

    async def lost(self) -> list[LostCallout]:
        left = self.dialled.keys() - set(self.over)
        return [LostCallout(message=one, dialog=self.dialled[one]) for one in left]


@dataclass
class Answers:
    """Implements `CalloutAnswers`."""

    told: dict[UUID, list[str]] = field(default_factory=dict)
    unwanted: set[UUID] = field(default_factory=set)
    of_reserved: set[UUID] = field(default_factory=set)
    """Those whose case was reserved after their words were written."""
    stopped: set[UUID] = field(default_factory=set)
    """Those whose notification is over."""

    async def is_wanted(self, message: UUID) -> bool:
        return message not in self.unwanted

    async def withdrawal_code(self, message: UUID, number_alone: bool) -> str:
        if message in self.stopped:
            return "over"
        return "case_reserved" if message in self.of_reserved and not number_alone else ""

    async def take_key(self, message: UUID) -> bool:
        self.told.setdefault(message, []).append("key")
        return message not in self.unwanted

    async def take_receipt(self, message: UUID, state: AttemptState, code: str = "") -> bool:
        self.told.setdefault(message, []).append(code or state.value)
        return True


class SpokenSeconds:
    """Speech of one second for each text; `missing`: there is no program."""

    missing = False

    async def say(self, text: str, language: Language) -> bytes:
        if self.missing:
            raise SpeechFailed("speech_missing")
        return b"\xd5" * 8_000


class CallingOut:
    """The exchange of a centre that calls out, and who rings outside."""

    def __init__(
        self,
        lines: int = 2,
        before: "CallingOut | None" = None,
        mode: Mode = Mode.REAL,
        own: Collection[str] = (),
    ) -> None:
        self.voice = VoiceSetup(mode=mode)
        self.clock, self.trunk = self.voice.clock, self.voice.trunk
        self.queue = before.queue if before else CalloutQueue()
        self.answers, self.speech = Answers(), SpokenSeconds()
        self.states = self.voice.exchange.states
        parts: Any = CalloutDependencies(
            queue=self.queue,
            answers=self.answers,
            phrases=CalloutPhrases(self.speech, catalogues()),
            media=self.voice.media,  # type: ignore[arg-type]  # as much of it as a leg uses
            trunk=self.trunk,
            clock=self.clock,
            mode=mode,
            lines=lines,
            own_numbers=own,
            withdrawal_code=self.answers.withdrawal_code,
        )
        self.callouts = SpokenCallouts(parts, self.states)

    async def asked(self, phone: str = MARTA, mode: Mode = Mode.REAL) -> list[str]:
        """A call is asked for; what is told of it."""
        one = callout(self.clock.now(), phone, mode)
        await self.queue.add(one)
        await self.look()
        return self.answers.told.setdefault(one.message, [])

    async def look(self) -> None:
        await self.callouts.look()
        await settle()

    async def pass_s(self, span_s: float) -> None:
        await self.voice.pass_s(span_s)

    async def answered(self, phone: str = MARTA, *, heard_s: float = HEARD_S) -> Telephone:
        """Somebody answers, and has heard so much of the text."""
        telephone = await self.trunk.rung[phone].answers()
        if heard_s:
            await self.pass_s(heard_s)
        return telephone

    async def press(self, key: str) -> None:
        for leg, listener in list(self.states.listeners.items()):
            listener(LegEvent(leg=leg, kind=LegEventKind.DTMF, at=self.clock.now(), said=key))
        await settle()
