"""An interview held by the real machine, and its facts as the log keeps them."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import msgspec

from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Cursor, Envelope
from auxilio.kernel.ids import CallId, CaseId, EventId, RunId, stream_id
from auxilio.kernel.shared_types import Mode
from auxilio.triage.core.machine import decide, evolve
from auxilio.triage.core.messages import (
    AnswerQuestion,
    ChangeProtocol,
    ChooseType,
    CloseRun,
    StartRun,
    TriageCommand,
    UndoAnswer,
)
from auxilio.triage.core.model import ProtocolRun
from tests.triage.shipped_content import library

AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
ANA = Actor(id=uuid4(), kind="person", name="Ana Ruiz")


class InterviewLog:
    """The clock moves a second with each command."""

    def __init__(
        self,
        protocol: str,
        *,
        language: str = "es",
        mode: Mode = Mode.REAL,
        call: CallId | None = None,
        facts: dict[str, str] | None = None,
        case: CaseId | None = None,
        at: datetime = AT,
    ) -> None:
        self.id, self.case = RunId(uuid4()), case or CaseId(uuid4())
        self.state: ProtocolRun | None = None
        self.facts: list[Envelope] = []
        self.at, self.mode = at, mode
        self.do(
            StartRun(
                run=self.id,
                case=self.case,
                protocol=protocol,
                language=language,
                facts=facts or {},
                call=call,
            )
        )

    def do(self, command: TriageCommand) -> None:
        self.at += timedelta(seconds=1)
        for event in decide(self.state, command, ANA, self.at, library(), self.mode):
            self.state = evolve(self.state, event, self.at)
            self.facts.append(
                Envelope(
                    position=Cursor(),
                    id=EventId(uuid4()),
                    stream=stream_id("run", self.id),
                    version=len(self.facts) + 1,
                    kind=event.kind(),
                    schema=event.schema,
                    happened_at=self.at,
                    recorded_at=self.at,
                    actor=ANA.id,
                    actor_name=ANA.name,
                    desk="desk-7",
                    cause=uuid4(),
                    case=self.case,
                    call=None,
                    mode=self.mode,
                    body=msgspec.json.encode(event).decode(),
                    salt=b"",
                    digest=b"",
                )
            )

    def say(self, question: str, answer: str, words: str | None = None) -> None:
        self.do(AnswerQuestion(run=self.id, question=question, answer=answer, words=words))

    def undo(self) -> None:
        self.do(UndoAnswer(run=self.id))

    def goes_on_with(self, protocol: str) -> None:
        self.do(ChangeProtocol(run=self.id, protocol=protocol))

    def choose(self, type: str, reason: str | None = None) -> None:
        self.do(ChooseType(run=self.id, type=type, reason=reason))

    def close(self) -> None:
        self.do(CloseRun(run=self.id))

    @property
    def run(self) -> ProtocolRun:
        assert self.state is not None
        return self.state
