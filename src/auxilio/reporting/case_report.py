"""A case told from its facts: the story line by line, and the report's who, where, what, how and how it ended.

Pure. It reads typed events. One that was redacted, or that this release cannot read, has its line in the story and says
nothing in the report; it never stops the telling. Nothing is invented: what no fact says is not in the report.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from auxilio.archive.core.map_svg import MapData, MapMark
from auxilio.archive.core.messages import AddendumAdded
from auxilio.archive.report import (
    DictatedStep,
    ListedDocument,
    Milestone,
    ReportAddendum,
    ReportAnswer,
    ReportCaller,
    ReportData,
    ReportFact,
)
from auxilio.calls.core.messages import CallAnswered, CallerIdentified, CallReceived, PositionReported
from auxilio.calls.core.messages.guidance import StepSent
from auxilio.cases.core.messages import (
    CaseClassified,
    CaseClosed,
    CaseLocated,
    CaseOpened,
    HazardNoted,
    HazmatReported,
    PriorityLowered,
    PriorityRaised,
    ProvedPriorityRaised,
    WindReported,
)
from auxilio.dispatch.patients.core.messages import PatientHandedOver
from auxilio.dispatch.tasks.core.messages import (
    TaskOffered,
)
from auxilio.dispatch.units.core.assignment_messages import (
    AssignmentStarted,
    AssignmentStepReached,
)
from auxilio.dispatch.units.core.assignment_model import AssignmentStep
from auxilio.instructions.core.messages import StepPlayed, StepSaid
from auxilio.kernel.event import Envelope, Event
from auxilio.kernel.position import Point, Position
from auxilio.kernel.shared_types import Priority, effective_priority
from auxilio.platform.i18n import Catalogues
from auxilio.reporting.case_callers import CaseCallers
from auxilio.reporting.narrative_facts import NarrativeFact, events_of, story_facts
from auxilio.reporting.narratives import NarrativeTable
from auxilio.reporting.report_goods import goods_rows
from auxilio.reporting.spoken_steps import spoken_steps
from auxilio.reporting.story import coded, story
from auxilio.reporting.task_times import task_times
from auxilio.reporting.wording import NoWording, Wording
from auxilio.triage.core.messages import RunAnswered, RunProtocolChanged, RunProved, RunStarted


def build_report(
    envelopes: Iterable[Envelope],
    *,
    narratives: NarrativeTable,
    centre: str,
    number: str,
    sealed_at: datetime,
    sealed: bool = True,
    facts_digest: str,
    catalogues: Catalogues,
    wording: Wording | None = None,
    language: str = "es",
    zone: str = "Europe/Madrid",
    documents: tuple[ListedDocument, ...] = (),
    log_size: int = 0,
    key: str = "",
) -> ReportData:
    """The report of a case from all its facts. `envelopes` in any order, at least one."""
    facts = story_facts(envelopes, narratives)
    assert facts, "a case has a first fact"
    wording = wording or NoWording()
    look = CaseNarrative(facts, catalogues, wording, language)
    where, what = look.where(), look.what()
    rang = look.first(CallReceived) or facts[0]
    closed = look.last(CaseClosed)
    return ReportData(
        language=language,
        zone=zone,
        centre=centre,
        number=number,
        mode=rang.envelope.mode,
        type=look.type(),
        priority=look.priority(),
        place=look.last_text(CaseLocated, lambda e: e.location.words),
        municipality=look.last_text(CaseLocated, lambda e: e.location.municipality),
        first_ring_at=rang.at,
        closed_at=closed.at if closed else None,
        sealed_at=sealed_at,
        sealed=sealed,
        summary=tuple(t for t in (look.summary(), look.closing_words()) if t),
        milestones=look.milestones(),
        callers=look.callers(),
        who=look.who(),
        where=where,
        what=what,
        map=look.map(),
        story=tuple(line for _, line in story(facts, catalogues, language, wording)),
        answers=look.answers(),
        instructions=look.instructions(),
        tasks=task_times(facts, catalogues, wording, language),
        outcome=look.outcome(),
        addenda=look.addenda(),
        documents=documents,
        facts=len(facts),
        facts_digest=facts_digest,
        log_size=log_size,
        key=key,
    )


class CaseNarrative:
    """One case's facts, asked part by part; of a moment, when only the facts up to it are given."""

    def __init__(
        self,
        facts: Sequence[NarrativeFact],
        catalogues: Catalogues,
        wording: Wording,
        language: str,
        callers: CaseCallers | None = None,
    ) -> None:
        """`callers` of the whole case, where `facts` are a part of it."""
        self._facts, self._catalogues, self._wording, self._language = facts, catalogues, wording, language
        self._callers = callers or CaseCallers(facts)

    def of(self, *classes: type[Event]) -> list[NarrativeFact]:
        """The facts of these classes, redacted ones among them."""
        return [f for f in self._facts if f.is_a(*classes)]

    def first(self, *classes: type[Event]) -> NarrativeFact | None:
        """The earliest of these classes."""
        return next(iter(self.of(*classes)), None)

    def last(self, *classes: type[Event]) -> NarrativeFact | None:
        """The latest of these classes."""
        return next(reversed(self.of(*classes)), None)

    def events[E: Event](self, kind: type[E]) -> list[E]:
        """The events of this class that can be read."""
        return [event for _, event in events_of(self._facts, kind)]

    def last_text[E: Event](self, kind: type[E], field: Callable[[E], object]) -> str | None:
        """The newest text that an event of this class gave; a later one without it takes nothing away."""
        return _last_text(self._facts, kind, field)

    def _coded(self, prefix: str, code: str | None) -> str | None:
        return coded(self._catalogues, self._language, prefix, code)

    # ── who, where, what ────────────────────────────────────────────────────────────────────────

    def callers(self) -> tuple[ReportCaller, ...]:
        """Who called, where there are several: each is a caller of its own."""
        if not self._callers.several:
            return ()
        shown = {number for number, _ in self._callers.by_caller(self._facts)}
        return tuple(ReportCaller(number=c.number, at=c.at) for c in self._callers.all if c.number in shown)

    def who(self) -> tuple[ReportFact, ...]:
        """Who called; of several each for itself, and what one says corrects no other."""
        return tuple(
            msgspec.structs.replace(fact, caller=number)
            for number, own in self._callers.by_caller(self._facts)
            for fact in self._caller(own)
        )

    def _caller(self, own: Sequence[NarrativeFact]) -> Iterator[ReportFact]:
        """What is known of one caller, from the facts of their calls."""

        def last[E: Event](kind: type[E], field: Callable[[E], object]) -> str | None:
            return _last_text(own, kind, field)

        def said(*fields: Callable[[CallerIdentified | CallReceived], object]) -> str | None:
            """What was said of the caller last; and else what came with the call."""
            stated = (last(CallerIdentified, field) for field in fields)
            rang = (last(CallReceived, field) for field in fields)
            return next((text for text in (*stated, *rang) if text), None)

        told = (
            ("name", said(lambda e: e.caller_name)),
            ("phone", said(lambda e: e.phone, lambda e: e.phone_said)),
            ("phone_known_by", self._coded("desk.known_by", said(lambda e: e.phone_known_by))),
            ("channel", self._coded("report.channel", last(CallReceived, lambda e: e.channel))),
            ("language", self._coded("report.language", said(lambda e: e.language))),
            ("at_place", self._yes_or_no(last(CallerIdentified, lambda e: e.at_place))),
        )
        yield from (ReportFact(label=label, value=value) for label, value in told if value)

    def _yes_or_no(self, value: str | None) -> str | None:
        return (
            None
            if value is None
            else self._catalogues.text(f"report.done_{'yes' if value == 'True' else 'no'}", self._language)
        )

    def where(self) -> tuple[ReportFact, ...]:
        """Where help must go, and where the telephone was."""
        places = [event.location for event in self.events(CaseLocated)]
        facts = [
            self._with_past("place", [place.words for place in places if place.words]),
            self._with_past("detail", [place.detail for place in places if place.detail]),
            self._with_past("municipality", [place.municipality for place in places if place.municipality]),
        ]
        degree = self._coded("report.degree", self.last_text(CaseLocated, lambda e: e.location.degree))
        facts.append(ReportFact(label="degree", value=degree) if degree else None)
        point = self._place_point()
        if point:
            facts.append(ReportFact(label="coordinates", value=f"{point.lat:.5f}, {point.lon:.5f}"))
        return (*(f for f in facts if f), *self._positions())

    def _positions(self) -> Iterator[ReportFact]:
        """Where the telephone of each caller was."""
        for number, own in self._callers.by_caller(self._facts):
            if any(fact.is_a(PositionReported) for fact in own):
                yield ReportFact(label="position", value=self._fix_words(_fix(own)), caller=number)

    def _place_point(self) -> Point | None:
        """The point of the newest place; none when that one is redacted."""
        located = self.last(CaseLocated)
        return located.event.location.point if located and isinstance(located.event, CaseLocated) else None

    def _fix_words(self, fix: Position | None) -> str:
        source = self._coded("report.source", fix.source if fix else None) or ""
        margin = fix.uncertainty_m if fix else None
        return source if margin is None else f"{source} ±{margin:.0f} m"

    @staticmethod
    def _with_past(label: str, values: Sequence[str]) -> ReportFact | None:
        """The newest, with those before it; said twice in a row is said once."""
        steps = [v for n, v in enumerate(values) if n == 0 or values[n - 1] != v]
        return ReportFact(label=label, value=steps[-1], before=tuple(steps[:-1])) if steps else None

    def what(self) -> tuple[ReportFact, ...]:
        """What was told and proved."""
        types = [
            self._wording.type(e.type, self._language) or e.type
            for e in self.events(CaseClassified)
            if e.type
        ]
        priorities = [
            f"P{f.event.priority:d}"
            for f in self._facts
            if isinstance(f.event, PriorityRaised | PriorityLowered)
        ]
        rule, summary = self._determinant(), self.summary()
        hazards = [
            e.hazard.words or self._coded("report.hazard", e.hazard.code) for e in self.events(HazardNoted)
        ]
        facts = [
            self._with_past("type", types),
            self._with_past("priority", priorities),
            ReportFact(label="determinant", value=rule) if rule else None,
            ReportFact(label="words", value=f"«{summary}»") if summary else None,
            *(ReportFact(label="hazard", value=h) for h in hazards if h),
            *goods_rows(self.events(HazmatReported), self._catalogues, self._language),
            *self._wind(),
        ]
        return tuple(f for f in facts if f)

    def _determinant(self) -> str:
        """The rule that proved the priority, in the words of the version that was used."""
        proved = self.last_text(ProvedPriorityRaised, lambda e: e.rule) or ""
        protocol, _, code = proved.rpartition(":")
        if code == "floor":
            return self._catalogues.text("report.rule_floor", self._language)
        digest = next((e.digest for e in self.events(RunStarted) if e.protocol == protocol), "")
        label = self._wording.rule(digest, code, self._language)
        return f"{code} {label}" if label else proved

    def _wind(self) -> Iterator[ReportFact]:
        """Where it blew from, with what was said before. A redacted wind is empty: an older one does not stand for it."""
        said = [
            self._coded("goods.wind", f.event.blows_from) or "" if isinstance(f.event, WindReported) else ""
            for f in self.of(WindReported)
        ]
        if fact := self._with_past("wind", said):
            yield fact

    def type(self) -> str | None:
        """What kind of emergency, with its code."""
        code = self.last_text(CaseClassified, lambda e: e.type)
        name = self._wording.type(code, self._language) if code else None
        return f"{code} {name}" if name else code

    def priority(self) -> str:
        """The priority that every page shows: the one in force, or as what the case counts while it has none."""
        known = self._known_priority()
        counts = effective_priority(known)
        if not counts.provisional:
            return counts.level.name
        return self._catalogues.text(
            "report.priority_provisional", self._language, priority=counts.level.name
        )

    def _known_priority(self) -> Priority | None:
        """The priority in force; None while nothing was proved and no person set one."""
        changed = self.last(PriorityRaised, PriorityLowered)
        if changed is None:
            proved = self.last(ProvedPriorityRaised)
            return (
                proved.event.priority if proved and isinstance(proved.event, ProvedPriorityRaised) else None
            )
        event = changed.event
        return event.priority if isinstance(event, PriorityRaised | PriorityLowered) else None

    def summary(self) -> str | None:
        """What was written when it was opened."""
        return self.last_text(CaseOpened, lambda e: e.summary)

    def closing_words(self) -> str | None:
        """What was written when it was closed."""
        return self.last_text(CaseClosed, lambda e: e.closing.words)

    # ── how fast ────────────────────────────────────────────────────────────────────────────────

    def milestones(self) -> tuple[Milestone, ...]:
        """The moments that are asked for first."""

        def of(*classes: type[Event]) -> Callable[[NarrativeFact], bool]:
            return lambda f: f.is_a(*classes)

        def stepped(step: AssignmentStep) -> Callable[[NarrativeFact], bool]:
            return lambda f: isinstance(f.event, AssignmentStepReached) and f.event.step == step

        wanted: tuple[tuple[str, Callable[[NarrativeFact], bool]], ...] = (
            ("answered", of(CallAnswered)),
            ("help_sent", of(TaskOffered)),
            ("acknowledged", stepped(AssignmentStep.ACKNOWLEDGED)),
            ("first_instruction", of(StepSaid, StepPlayed, StepSent)),
            ("on_scene", stepped(AssignmentStep.ON_SCENE)),
        )
        found = ((label, next((f for f in self._facts if fits(f)), None)) for label, fits in wanted)
        return tuple(sorted((Milestone(label=label, at=f.at) for label, f in found if f), key=lambda m: m.at))

    # ── interview, cards ────────────────────────────────────────────────────────────────────────

    def answers(self) -> tuple[ReportAnswer, ...]:
        """The interview. A redacted answer is a row without words."""
        digest_of: dict[UUID, str] = {}
        answered: list[ReportAnswer] = []
        for fact in self._facts:
            match fact.event:
                case RunStarted() | RunProtocolChanged() as event:
                    digest_of[event.run] = event.digest
                case RunAnswered() as event:
                    answered.append(self._answered(fact.at, event, digest_of.get(event.run, "")))
                case RunProved() as event if answered and event.standing.priority is not None:
                    proved = f"P{event.standing.priority:d}"
                    answered[-1] = msgspec.structs.replace(answered[-1], proved=proved)
                case None if fact.is_a(RunAnswered):
                    answered.append(self._answered(fact.at, None, ""))
                case _:
                    pass
        return tuple(answered)

    def _answered(self, at: datetime, event: RunAnswered | None, digest: str) -> ReportAnswer:
        question, code, words = (event.question, event.answer, event.words) if event else ("", "", None)
        answer = self._wording.answer(digest, question, code, self._language) or code
        return ReportAnswer(
            at=at,
            question=self._wording.question(digest, question, self._language) or question,
            answer=f"{answer} «{words}»" if words and words != answer else answer,
            again=event is not None and event.again,
        )

    def instructions(self) -> tuple[DictatedStep, ...]:
        """What was read aloud, or sent in writing."""
        return tuple(
            DictatedStep(
                at=line.at,
                card=line.card,
                words=line.words,
                written=line.written,
                shown_at=None if line.shown is None else self._facts[line.shown].at,
            )
            for line in spoken_steps(self._facts, self._wording, self._language)
        )

    # ── end, map ────────────────────────────────────────────────────────────────────────────────

    def outcome(self) -> tuple[ReportFact, ...]:
        """How it ended."""
        closed = self.last(CaseClosed)
        facts = list(self._closing(closed)) if closed else []
        for handed in self.of(PatientHandedOver):
            to = handed.event.to if isinstance(handed.event, PatientHandedOver) else ""
            facts.append(ReportFact(label="destination", value=to))
        return tuple(facts)

    def _closing(self, closed: NarrativeFact) -> Iterator[ReportFact]:
        """What was said when it was closed, and by whom, which is known of a redacted closing too."""
        if isinstance(closed.event, CaseClosed):
            closing = closed.event.closing
            disposition = self._coded("desk.closing", closing.disposition)
            yield ReportFact(label="disposition", value=disposition or closing.disposition)
            for outcome in closing.outcomes:
                said = outcome.words or self._coded("dispatch.outcome", outcome.result)
                service = self._coded("dispatch.service", outcome.service) or outcome.service
                yield ReportFact(label="result", value=f"{service}: {said}")
        who = ", ".join(t for t in (closed.envelope.actor_name, closed.envelope.desk) if t)
        yield ReportFact(label="closed_by", value=who)

    def addenda(self) -> tuple[ReportAddendum, ...]:
        """What came to be known after sealing."""
        return tuple(_addendum(fact) for fact in self.of(AddendumAdded))

    def map(self) -> MapData | None:
        """What stands on the map; None without a point."""
        located = [e.location for e in self.events(CaseLocated) if e.location.point]
        fixes = [(n, fix) for n, own in self._callers.by_caller(self._facts) if (fix := _fix(own))]
        fix = fixes[0][1] if fixes else None
        place = located[-1].point if located else None
        caller = fix.point if fix else None
        if place is None and caller is None:
            return None
        # Found and read back is one place.
        former = {one.point: one.words[:40] for one in located[:-1] if one.point and one.point != place}
        marks = [MapMark(kind="former", point=point, label=label) for point, label in former.items()]
        for number, other in fixes[1:]:
            label = self._catalogues.text("common.caller_nth", self._language, n=number)
            marks.append(MapMark(kind="caller", point=other.point, label=label))
        for started in self.events(AssignmentStarted):
            if started.point:
                marks.append(MapMark(kind="unit", point=started.point, label=started.callsign))
        return MapData(
            place=place,
            place_label=located[-1].words[:40] if located else "",
            caller=caller,
            caller_uncertainty_m=fix.uncertainty_m if fix else None,
            marks=tuple(marks),
        )


def _last_text[E: Event](
    facts: Iterable[NarrativeFact], kind: type[E], field: Callable[[E], object]
) -> str | None:
    values = [field(event) for _, event in events_of(facts, kind)]
    return next((str(value) for value in reversed(values) if value not in (None, "")), None)


def _fix(own: Sequence[NarrativeFact]) -> Position | None:
    """The newest fix of a caller's device; none when that one is redacted."""
    fix = next((fact for fact in reversed(own) if fact.is_a(PositionReported)), None)
    return fix.event.position if fix and isinstance(fix.event, PositionReported) else None


def _addendum(fact: NarrativeFact) -> ReportAddendum:
    """One addendum; of a redacted one there is only when, and by whom."""
    event = fact.event
    if not isinstance(event, AddendumAdded):
        return ReportAddendum(number=0, at=fact.at, by=fact.envelope.actor_name, words="", key="")
    by = event.by or fact.envelope.actor_name
    return ReportAddendum(number=event.number, at=fact.at, by=by, words=event.words, key=event.key)
