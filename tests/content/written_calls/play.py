"""Plays a written call as a call taker would: type by the ranking, interview by the engine, resources by the response plan."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cache
from uuid import UUID

import msgspec

from auxilio.dispatch.response_plan.content import read_plan
from auxilio.dispatch.response_plan.core.plan import ResponsePlan, propose
from auxilio.instructions.content import read_cards
from auxilio.instructions.core.card_steps import StepGate, gate
from auxilio.instructions.core.model import Card
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import CaseId, RunId
from auxilio.triage.core.machine import decide, evolve
from auxilio.triage.core.messages import AnswerQuestion, ChangeProtocol, StartRun, TriageCommand
from auxilio.triage.core.model import UNKNOWN, InterviewProof, ProtocolRun, ProvenResult
from auxilio.triage.core.type_suggestion import TypeSuggestion
from tests.content.written_calls.calls import WrittenCall
from tests.triage.shipped_content import CONTENT, interview, library, reading

AREA = "demo"
TURNS = 2
"""Of the caller, from which the type is ranked."""
PROPOSED = 3
NEXT_PROTOCOLS_MAX = 4
AT = datetime(2026, 11, 25, 11, 0, tzinfo=UTC)
"""A Wednesday before noon: every zone that always holds is asked."""
NONE = "none"
REPEAT = "gen-reiterada"
"""The interview that begins by itself where a call is joined to an open incident (console/src/features/desk/desk.svelte.ts)."""
AED = "dea"
"""The card that D opens beside compressions, and that goes back to them (console/src/features/desk/desk-cards.svelte.ts)."""
_LOUDSPEAKER = re.compile(
    r"(Ponga el|Ponga el teléfono en) altavoz( y déjelo a su lado)?\.( Estoy enviando ayuda\.)?"
)
"""A step that says only this is passed over: the markings begin with what is done to the patient."""

_CASE, _RUN = CaseId(UUID(int=1)), RunId(UUID(int=2))
_TAKER = Actor(id=UUID(int=3), kind="person", name="written call")

type Ranking = Callable[[str], tuple[TypeSuggestion, ...]]


class PlayedCall(msgspec.Struct, frozen=True, kw_only=True):
    """What the code that ships does with a call."""

    protocols: tuple[str, ...]
    """That were opened, in turn; none where the type has no protocol."""
    fits: bool
    """Whether one of the three proposals was a protocol that fits."""
    priority: str
    resources: frozenset[str]
    notices: frozenset[str]
    safety: frozenset[str]
    card: str
    sentence: str
    unanswered: tuple[str, ...]
    """Questions that were left open: the call says nothing and they have no answer for that."""


@cache
def plan() -> ResponsePlan:
    """The plan of the demonstration area. Raises `AssertionError` where the shipped one is not sound."""
    found, faults = read_plan(CONTENT, AREA)
    assert found is not None, faults
    return found


@cache
def cards() -> Mapping[str, Card]:
    """The shipped cards, by id."""
    return read_cards(CONTENT).cards


def play(call: WrittenCall, rank: Ranking) -> PlayedCall:
    """What is asked for, told and said in the end."""
    types = reading().content.types
    proposed = [one.type for one in rank(" ".join(call.turns[:TURNS]))[:PROPOSED]]
    fitting = [one for wanted in call.opens for one in proposed if types[one].protocol == wanted]
    opened = (fitting or proposed)[0]
    taker = _CallTaker(call)
    if protocol := types[opened].protocol:
        taker.ask(protocol)
    standing = taker.state.standing if taker.state else ProvenResult()
    type = standing.type or opened
    # P0 is zero: only None is unproved.
    priority = types[type].priority if standing.priority is None else standing.priority
    new = _what_is_new(call) if call.joins else ProvenResult()
    priority = min(priority, priority if new.priority is None else new.priority)
    sent = propose(plan(), type, priority, standing.send, at=AT).centres
    return PlayedCall(
        protocols=tuple(taker.protocols),
        fits=bool(fitting),
        priority=priority.name,
        resources=frozenset(one for each in sent for one in each.capabilities),
        notices=frozenset(standing.notify + new.notify) | {one for each in sent for one in each.services},
        safety=frozenset(standing.safety),
        card=taker.card,
        sentence=taker.sentence(),
        unanswered=tuple(taker.unanswered),
    )


def _what_is_new(call: WrittenCall) -> ProvenResult:
    """By the interview of a call that is joined to an open incident, whose own interview was held in its first call."""
    taker = _CallTaker(call)
    taker.ask(REPEAT)
    assert taker.state is not None
    return taker.state.standing


class _CallTaker:
    """One call in the hands of somebody who asks what the engine asks and knows what the call says."""

    def __init__(self, call: WrittenCall) -> None:
        self.call = call
        self.state: ProtocolRun | None = None
        self.protocols: list[str] = []
        self.unanswered: list[str] = []
        self.card = NONE
        self._known: dict[str, str] = {}

    def ask(self, protocol: str) -> None:
        """Through this protocol and those that it goes on to."""
        self._do(StartRun(run=_RUN, case=_CASE, protocol=protocol))
        proof = self._interview(protocol)
        for _ in range(NEXT_PROTOCOLS_MAX):
            following = next((one for one in proof.goto if one not in self.protocols), None)
            if following is None:
                return
            self._do(ChangeProtocol(run=_RUN, protocol=following))
            proof = self._interview(following)

    def sentence(self) -> str:
        """The first open step of the first card that does more than put the telephone down, in Spanish."""
        found = cards().get(self.card)
        steps = [one for one in found.steps if gate(one, self._known) is StepGate.OPEN] if found else []
        said = next((one for one in steps if not _LOUDSPEAKER.fullmatch(one.say["es"])), None)
        return said.say["es"] if said else ""

    def _interview(self, protocol: str) -> InterviewProof:
        self.protocols.append(protocol)
        subject, skipped = interview(protocol), set[str]()
        while True:
            assert self.state is not None
            proof = subject.prove(self.state.answers())
            asked = next((one for one in proof.open_questions if one not in skipped), None)
            if asked is None:
                break
            if answer := self._answer(protocol, asked):
                self._do(AnswerQuestion(run=_RUN, question=asked, answer=answer))
            else:
                skipped.add(asked)
        self._known |= self.state.answers()
        self.card = proof.say[0] if proof.say else self.card
        if self.call.defibrillator and cards()[self.card].breathing_step():
            self.card = AED
        return proof

    def _answer(self, protocol: str, question: str) -> str | None:
        """What the call says; unknown where it says nothing and that is an answer."""
        found = interview(protocol).protocol.question(question)
        assert found is not None
        if not found.codes():
            return None  # free words decide nothing
        told = self.call.answers.get(protocol, {}).get(question) or self.call.patient.get(question)
        if told in found.codes():
            return told
        if UNKNOWN in found.codes():
            return UNKNOWN
        self.unanswered.append(f"{protocol}:{question}")
        return None

    def _do(self, command: TriageCommand) -> None:
        for event in decide(self.state, command, _TAKER, AT, library()):
            self.state = evolve(self.state, event, AT)
