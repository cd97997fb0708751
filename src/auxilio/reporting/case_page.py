"""Tell a case as a page: the story, and from which fact to which each thing was known. Pure."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from auxilio.archive.core.case_page import (
    CardLine,
    KnownFact,
    MapMarker,
    PageAnswer,
    PageCaller,
    PageLine,
    SpokenLine,
)
from auxilio.archive.core.messages import AddendumAdded
from auxilio.calls.core.messages import (
    CallerDraftKept,
    CallerIdentified,
    CallerTextSent,
    CallJoinedCase,
    CallLeftCase,
    CallNoted,
    CallReceived,
    DeskDraftKept,
    DeskTextSent,
    PositionReported,
)
from auxilio.calls.core.messages.guidance import QuestionSent, StepSent
from auxilio.cases.core.messages import (
    CaseClassified,
    CaseLocated,
    CaseNoted,
    CaseOpened,
    HazardNoted,
    HazmatReported,
    PriorityLowered,
    PriorityRaised,
    ProvedPriorityRaised,
    WindReported,
)
from auxilio.cases.core.model import Location
from auxilio.dispatch.units.core.assignment_messages import (
    AssignmentReleased,
    AssignmentStarted,
    AssignmentStepReached,
)
from auxilio.kernel.event import Event
from auxilio.kernel.instant import seconds_between
from auxilio.kernel.position import Point, Position
from auxilio.platform.i18n import Catalogues
from auxilio.reporting.case_callers import CaseCallers
from auxilio.reporting.case_report import CaseNarrative
from auxilio.reporting.narrative_facts import NarrativeFact
from auxilio.reporting.spoken_steps import spoken_steps
from auxilio.reporting.story import story, who_of
from auxilio.reporting.wording import Wording
from auxilio.triage.core.messages import RunAnswered, RunProtocolChanged, RunStarted, RunUndone

_KNOWING: tuple[type[Event], ...] = (
    CallReceived,
    CallerIdentified,
    PositionReported,
    CallJoinedCase,
    CallLeftCase,
    CaseOpened,
    CaseLocated,
    CaseClassified,
    ProvedPriorityRaised,
    PriorityRaised,
    PriorityLowered,
    HazardNoted,
    HazmatReported,
    WindReported,
)
"""The events that change who, where or what; after each of them the three sides are told anew."""
_SPOKEN = (CallerTextSent, DeskTextSent, QuestionSent, StepSent, CallNoted, CaseNoted)
_STATUS = {"alerted", "acknowledged", "en_route", "on_scene", "transporting", "at_destination"}


class CasePageBuilder:
    """One case, read in one language."""

    def __init__(
        self, facts: Sequence[NarrativeFact], catalogues: Catalogues, wording: Wording, language: str
    ) -> None:
        self._facts, self._catalogues, self._wording, self._language = facts, catalogues, wording, language
        self._callers = CaseCallers(facts)
        self._number = {fact.envelope.id: n for n, fact in enumerate(facts)}

    @property
    def first_ring_at(self) -> datetime:
        """When it began to be told."""
        return self._facts[0].at

    def whole(self) -> CaseNarrative:
        """The case as the report tells it."""
        return CaseNarrative(self._facts, self._catalogues, self._wording, self._language)

    def lines(self) -> Iterator[PageLine]:
        """The story, oldest first."""
        for fact, told in story(self._facts, self._catalogues, self._language, self._wording):
            yield PageLine(
                n=self._number[fact.envelope.id],
                id=str(fact.envelope.id),
                kind=fact.kind,
                at=fact.at,
                since_s=seconds_between(self.first_ring_at, fact.at),
                who=told.who,
                words=told.words,
                strong=told.strong,
                late=fact.is_a(AddendumAdded),
            )

    def known(self) -> Iterator[KnownFact]:
        """Who, where and what, each from the fact that told it to the fact that changed it."""
        open_: dict[tuple[str, str, int], KnownFact] = {}
        for n, fact in enumerate(self._facts):
            if not fact.is_a(*_KNOWING):
                continue
            then = CaseNarrative(
                self._facts[: n + 1], self._catalogues, self._wording, self._language, self._callers
            )
            sides = (("who", then.who()), ("where", then.where()), ("what", then.what()))
            now = {(side, f"{f.label}", f.caller): f.value for side, facts in sides for f in facts}
            for place in [*open_]:
                if place[2] and place not in now:  # the call was taken off
                    yield msgspec.structs.replace(open_.pop(place), until=n)
            for place, value in now.items():
                before = open_.get(place)
                if before and before.value == value:
                    continue
                if before:
                    yield msgspec.structs.replace(before, until=n)
                side, label, caller = place
                open_[place] = KnownFact(side=side, label=label, caller=caller, value=value, since=n)
        yield from open_.values()

    def callers(self) -> Iterator[PageCaller]:
        """Who called."""
        for caller in self._callers.all:
            yield PageCaller(number=caller.number, at=caller.at, since=caller.since)

    def spoken(self) -> Iterator[SpokenLine]:
        """What was written by caller and desk, and noted; and of a line that nobody finished, as much as was typed."""
        finished = {fact.envelope.cause for fact in self._facts if fact.is_a(*_SPOKEN)}
        last = {
            event.line: n
            for n, fact in enumerate(self._facts)
            if isinstance(event := fact.event, CallerDraftKept | DeskDraftKept)
        }
        for n, fact in enumerate(self._facts):
            match fact.event:
                case (
                    CallerTextSent()
                    | DeskTextSent()
                    | QuestionSent()
                    | StepSent()
                    | CallNoted()
                    | CaseNoted()
                ) as event:
                    words = event.words
                case CallerDraftKept() | DeskDraftKept() as event if (
                    event.words and event.line not in finished and last[event.line] == n
                ):
                    words = f"{event.words}…"
                case _:
                    words = ""
            if words:
                who = who_of(fact, self._catalogues, self._language, self._callers)
                yield SpokenLine(at=fact.at, who=who, words=words, since=n)

    def replies(self) -> list[PageAnswer]:
        """Questions and answers; a corrected answer and one that was taken back end where that happened."""
        digests: dict[UUID, str] = {}
        open_: dict[tuple[UUID, str], int] = {}
        replies: list[PageAnswer] = []
        for n, fact in enumerate(self._facts):
            match fact.event:
                case RunStarted() | RunProtocolChanged() as event:
                    digests[event.run] = event.digest
                case RunAnswered() | RunUndone() as event:
                    if (place := open_.pop((event.run, event.question), None)) is not None:
                        replies[place] = msgspec.structs.replace(replies[place], until=n)
                    code = event.answer if isinstance(event, RunAnswered) else event.restored
                    if code:
                        open_[event.run, event.question] = len(replies)
                        digest = digests.get(event.run, "")
                        replies.append(self._reply(n, fact, digest, event.question, code))
                case _:
                    pass
        return replies

    def _reply(self, n: int, fact: NarrativeFact, digest: str, question: str, code: str) -> PageAnswer:
        return PageAnswer(
            at=fact.at,
            question=self._wording.question(digest, question, self._language) or question,
            answer=self._wording.answer(digest, question, code, self._language) or code,
            since=n,
        )

    def read(self) -> Iterator[CardLine]:
        """What was read aloud."""
        return spoken_steps(self._facts, self._wording, self._language)

    def marks(self) -> list[MapMarker]:
        """Place, telephone and units, each from the fact that put it there to the next of its kind."""
        open_: dict[str, int] = {}
        marks: list[MapMarker] = []

        def put(mark: MapMarker, n: int) -> None:
            end(mark.id, n)
            open_[mark.id] = len(marks)
            marks.append(mark)

        def end(id: str, n: int) -> None:
            if (place := open_.pop(id, None)) is not None:
                marks[place] = msgspec.structs.replace(marks[place], until=n)

        for n, fact in enumerate(self._facts):
            match fact.event:
                case AssignmentStepReached(step=step) as event if step in _STATUS:
                    if (place := open_.get(str(event.assignment))) is not None:
                        put(msgspec.structs.replace(marks[place], status=step, since=n, until=None), n)
                case AssignmentReleased() as event:
                    end(str(event.assignment), n)
                case CallLeftCase():
                    # Whoever rang elsewhere is not shown as this case's caller.
                    end(self._caller_mark(fact), n)
                case event:
                    if event is not None and (mark := _mark(n, event)):
                        put(self._of_caller(fact, mark), n)
        return marks

    def _of_caller(self, fact: NarrativeFact, mark: MapMarker) -> MapMarker:
        """A telephone's mark with whose it is, where several called."""
        number = self._callers.of(fact)
        if mark.kind != "caller" or number <= 1:
            return mark
        label = self._catalogues.text("common.caller_nth", self._language, n=number)
        return msgspec.structs.replace(mark, id=self._caller_mark(fact), label=label)

    def _caller_mark(self, fact: NarrativeFact) -> str:
        number = self._callers.of(fact)
        return "caller" if number <= 1 else f"caller-{number}"


def _mark(n: int, event: Event) -> MapMarker | None:
    """What an event puts on the map; None without a point."""
    match event:
        case CaseLocated(location=Location(point=Point() as point, words=words)):
            return MapMarker(kind="place", id="place", label=words[:60], point=point, since=n)
        case PositionReported(position=Position(point=point, uncertainty_m=radius_m)):
            return MapMarker(kind="caller", id="caller", label="", point=point, radius_m=radius_m, since=n)
        case AssignmentStarted(point=Point() as point):
            id, label = str(event.assignment), event.callsign
            return MapMarker(kind="unit", id=id, label=label, point=point, status="alerted", since=n)
        case _:
            return None
