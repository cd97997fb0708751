"""A case told from its facts: the story line by line, and the report's who, where, what, how and how it ended.

Pure. It reads bodies as plain data, by the kind of the fact, and takes what is there: a fact of an older or a
newer release is told as far as it is understood, and never stops the telling. Nothing is invented: what no fact
says is not in the report.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime

import msgspec

from auxilio.archive.drawing import MapData, MapMark
from auxilio.archive.report import (
    UNIT_TIMES,
    Answered,
    Dictated,
    Fact,
    Late,
    Listed,
    Milestone,
    ReportData,
    TaskWork,
    UnitWork,
)
from auxilio.kernel.event import Envelope
from auxilio.kernel.ids import noun_of
from auxilio.platform.i18n import Catalogues
from auxilio.reporting.story import Known, flat, in_own_words, known, story
from auxilio.reporting.wording import NoWording, Wording

SPOKEN_STEPS = frozenset(
    {
        "instructions.step.said",
        "instructions.step.repeated",
        "instructions.step.played",
    }
)
"""A step of a card was said: by a person, or by a recording."""


def tell(
    envelopes: Iterable[Envelope],
    *,
    centre: str,
    number: str,
    sealed_at: datetime,
    sealed: bool = True,
    facts_digest: str,
    catalogues: Catalogues,
    wording: Wording | None = None,
    language: str = "es",
    zone: str = "Europe/Madrid",
    documents: tuple[Listed, ...] = (),
    log_size: int = 0,
    key: str = "",
) -> ReportData:
    """The report of a case from all its facts. `envelopes` in any order, at least one."""
    facts = known(envelopes)
    assert facts, "a case has a first fact"
    wording = wording or NoWording()
    look = Look(facts, catalogues, wording, language)
    where, what = look.where(), look.what()
    rang = look.first("calls.call.rang") or facts[0]
    closed = look.last("cases.case.closed")
    return ReportData(
        language=language,
        zone=zone,
        centre=centre,
        number=number,
        mode=rang.envelope.mode,
        type=look.type(),
        priority=look.priority(),
        place=look.last_text("cases.case.located", "location", "words"),
        municipality=look.last_text("cases.case.located", "location", "municipality"),
        first_ring_at=rang.at,
        closed_at=closed.at if closed else None,
        sealed_at=sealed_at,
        sealed=sealed,
        summary=tuple(t for t in (look.last_text("cases.case.opened", "summary"), look.closing_words()) if t),
        milestones=look.milestones(),
        who=look.who(),
        where=where,
        what=what,
        map=look.map(),
        story=tuple(line for _, line in story(facts, catalogues, language, wording)),
        answers=look.answers(),
        instructions=look.instructions(),
        tasks=look.tasks(),
        outcome=look.outcome(),
        addenda=look.addenda(),
        documents=documents,
        facts=len(facts),
        facts_digest=facts_digest,
        log_size=log_size,
        key=key,
    )


class Look:
    """One case's facts, asked part by part; of a moment, when only the facts up to it are given."""

    def __init__(
        self, facts: Sequence[Known], catalogues: Catalogues, wording: Wording, language: str
    ) -> None:
        self._facts, self._catalogues, self._wording, self._language = facts, catalogues, wording, language

    def of(self, *kinds: str) -> list[Known]:
        """The facts of these kinds."""
        return [f for f in self._facts if f.kind in kinds]

    def first(self, *kinds: str) -> Known | None:
        """The earliest of these kinds."""
        return next(iter(self.of(*kinds)), None)

    def last(self, *kinds: str) -> Known | None:
        """The latest of these kinds."""
        return next(reversed(self.of(*kinds)), None)

    def last_text(self, kind: str, *path: str) -> str | None:
        """The newest text that a fact of this kind gave; a later fact without it takes nothing away."""
        return next((t for f in reversed(self.of(kind)) if (t := f.text(*path))), None)

    def _coded(self, prefix: str, code: str | None) -> str | None:
        """A code in words, where the catalogues have them."""
        key = f"{prefix}.{code}"
        return self._catalogues.text(key, self._language) if code and key in self._catalogues else code

    # ── who, where, what ────────────────────────────────────────────────────────────────────────

    def who(self) -> tuple[Fact, ...]:
        """Who called."""
        told = (
            ("name", self._said("calls.call.identified", "calls.call.rang", "caller_name")),
            ("phone", self._said("calls.call.identified", "calls.call.rang", "phone", "phone_said")),
            ("channel", self._coded("report.channel", self.last_text("calls.call.rang", "channel"))),
            (
                "language",
                self._coded(
                    "report.language", self._said("calls.call.identified", "calls.call.rang", "language")
                ),
            ),
            ("at_place", self._yes_or_no(self.last_text("calls.call.identified", "at_place"))),
        )
        return tuple(Fact(label=label, value=value) for label, value in told if value)

    def _said(self, *kinds_and_names: str) -> str | None:
        kinds = [k for k in kinds_and_names if "." in k]
        names = [n for n in kinds_and_names if "." not in n]
        return next((t for kind in kinds for name in names if (t := self.last_text(kind, name))), None)

    def _yes_or_no(self, value: str | None) -> str | None:
        return (
            None
            if value is None
            else self._catalogues.text(f"report.done_{'yes' if value == 'True' else 'no'}", self._language)
        )

    def where(self) -> tuple[Fact, ...]:
        """Where help must go, and where the telephone was."""
        located = self.of("cases.case.located")
        facts = [
            self._with_past("place", [t for f in located if (t := f.text("location", "words"))]),
            self._with_past("detail", [t for f in located if (t := f.text("location", "detail"))]),
            self._with_past(
                "municipality", [t for f in located if (t := f.text("location", "municipality"))]
            ),
        ]
        degree = self._coded("report.degree", self.last_text("cases.case.located", "location", "degree"))
        facts.append(Fact(label="degree", value=degree) if degree else None)
        point = located[-1].point("location", "point") if located else None
        if point:
            facts.append(Fact(label="coordinates", value=f"{point.lat:.5f}, {point.lon:.5f}"))
        fix = self.last("calls.call.position_reported")
        if fix:
            margin = fix.text("position", "uncertainty_m")
            source = self._coded("report.source", fix.text("position", "source")) or ""
            facts.append(
                Fact(label="position", value=f"{source} ±{float(margin):.0f} m" if margin else source)
            )
        return tuple(f for f in facts if f)

    @staticmethod
    def _with_past(label: str, values: Sequence[str]) -> Fact | None:
        """The newest, with those before it; said twice in a row is said once."""
        steps = [v for n, v in enumerate(values) if n == 0 or values[n - 1] != v]
        return Fact(label=label, value=steps[-1], before=tuple(steps[:-1])) if steps else None

    def what(self) -> tuple[Fact, ...]:
        """What was told and proved."""
        types = [
            self._wording.type(t, self._language) or t
            for f in self.of("cases.case.classified")
            if (t := f.text("type"))
        ]
        priorities = [
            f"P{p}"
            for f in self.of("cases.case.priority_raised", "cases.case.priority_lowered")
            if (p := f.text("priority"))
        ]
        proved = self.last_text("cases.case.floor_proved", "rule") or ""
        protocol, _, code = proved.rpartition(":")
        digest = next(
            (f.text("digest") for f in self.of("triage.run.started") if f.text("protocol") == protocol), None
        )
        label = self._wording.rule(digest or "", code, self._language)
        rule = f"{code} {label}" if label else proved
        if code == "floor":
            rule = self._catalogues.text("report.rule_floor", self._language)
        summary = self.last_text("cases.case.opened", "summary")
        hazards = [
            f.text("hazard", "words") or self._coded("report.hazard", f.text("hazard", "code"))
            for f in self.of("cases.case.hazard_noted")
        ]
        facts = [
            self._with_past("type", types),
            self._with_past("priority", priorities),
            Fact(label="determinant", value=rule) if rule else None,
            Fact(label="words", value=f"«{summary}»") if summary else None,
            *(Fact(label="hazard", value=h) for h in hazards if h),
            *self._goods(),
            *self._wind(),
        ]
        return tuple(f for f in facts if f)

    def _goods(self) -> Iterator[Fact]:
        """Each of the dangerous goods as it stands, with the plates that it corrected."""
        stated = {f.text("goods", "id"): f for f in self.of("cases.case.goods_stated")}
        corrected = {f.text("replaces") for f in stated.values()}
        for id, fact in stated.items():
            if id not in corrected:
                yield Fact(label="goods", value=self._of_goods(fact), before=tuple(_before(stated, fact)))

    def _of_goods(self, fact: Known) -> str:
        """Plate, name, class, guide and distances in a line, with the edition they are from."""
        sheet = in_own_words(flat(fact.body.get("goods")), self._language)

        def metres(spill: str) -> str:
            far = (sheet.get(f"sheet_{spill}_{name}_m") for name in ("isolation", "day", "night"))
            return "/".join(str(value) if value else "–" for value in far)

        return self._catalogues.text(
            "report.goods_line",
            self._language,
            plate=fact.text("plate"),
            name=sheet.get("sheet_names") or "",
            classes=sheet.get("sheet_class_words") or "",
            guide=sheet.get("sheet_guide"),
            edition=sheet.get("sheet_edition"),
            small=metres("small"),
            large=metres("large"),
            fire=sheet.get("sheet_fire_m") or "–",
        )

    def _wind(self) -> Iterator[Fact]:
        """Where it blew from, with what was said before."""
        said = [
            self._coded("goods.wind", f.text("blows_from")) or "" for f in self.of("cases.case.wind_said")
        ]
        if fact := self._with_past("wind", said):
            yield fact

    def type(self) -> str | None:
        """What kind of emergency, with its code."""
        code = self.last_text("cases.case.classified", "type")
        name = self._wording.type(code, self._language) if code else None
        return f"{code} {name}" if name else code

    def priority(self) -> str | None:
        """The priority in force."""
        last = self.last("cases.case.priority_raised", "cases.case.priority_lowered")
        proved = self.last_text("cases.case.floor_proved", "priority")
        found = last.text("priority") if last else proved
        return f"P{found}" if found else None

    def closing_words(self) -> str | None:
        """What was written when it was closed."""
        return self.last_text("cases.case.closed", "closing", "words")

    # ── how fast ────────────────────────────────────────────────────────────────────────────────

    def milestones(self) -> tuple[Milestone, ...]:
        """The moments that are asked for first."""

        def stepped(step: str) -> Callable[[Known], bool]:
            return lambda f: f.kind == "dispatch.assignment.stepped" and f.text("step") == step

        wanted: tuple[tuple[str, Callable[[Known], bool]], ...] = (
            ("answered", lambda f: f.kind == "calls.call.answered"),
            ("help_sent", lambda f: f.kind == "dispatch.task.offered"),
            ("acknowledged", stepped("acknowledged")),
            ("first_instruction", lambda f: f.kind in {"instructions.step.said", "instructions.step.played"}),
            ("on_scene", stepped("on_scene")),
        )
        found = ((label, next((f for f in self._facts if fits(f)), None)) for label, fits in wanted)
        return tuple(sorted((Milestone(label=label, at=f.at) for label, f in found if f), key=lambda m: m.at))

    # ── interview, cards ────────────────────────────────────────────────────────────────────────

    def answers(self) -> tuple[Answered, ...]:
        """The interview."""
        digest_of: dict[str, str] = {}
        answered: list[Answered] = []
        for fact in self._facts:
            run = fact.text("run") or ""
            if fact.kind in {"triage.run.started", "triage.run.protocol_changed"}:
                digest_of[run] = fact.text("digest") or ""
            elif fact.kind == "triage.run.answered":
                answered.append(self._answered(fact, digest_of.get(run, "")))
            elif fact.kind == "triage.run.proved" and answered and fact.text("standing", "priority"):
                proved = f"P{fact.text('standing', 'priority')}"
                answered[-1] = msgspec.structs.replace(answered[-1], proved=proved)
        return tuple(answered)

    def _answered(self, fact: Known, digest: str) -> Answered:
        question, code, words = fact.text("question") or "", fact.text("answer") or "", fact.text("words")
        answer = self._wording.answer(digest, question, code, self._language) or code
        return Answered(
            at=fact.at,
            question=self._wording.question(digest, question, self._language) or question,
            answer=f"{answer} «{words}»" if words and words != answer else answer,
        )

    def instructions(self) -> tuple[Dictated, ...]:
        """What was read aloud."""
        cards: dict[str, Known] = {}
        dictated: list[Dictated] = []
        for fact in self._facts:
            run = fact.text("run") or ""
            if fact.kind == "instructions.card.opened":
                cards[run] = fact
            elif fact.kind in SPOKEN_STEPS and run in cards:
                dictated.append(self._dictated(fact, cards[run]))
        return tuple(dictated)

    def _dictated(self, fact: Known, opened: Known) -> Dictated:
        digest, step = opened.text("digest") or "", fact.text("step") or ""
        spoken = fact.text("language") or opened.text("language") or self._language
        return Dictated(
            at=fact.at,
            card=self._wording.card(digest, self._language) or opened.text("card") or "",
            words=self._wording.step(digest, step, spoken) or step,
        )

    # ── tasks, units, end ───────────────────────────────────────────────────────────────────────

    def tasks(self) -> tuple[TaskWork, ...]:
        """Who was asked, and who came."""
        units = self._units()
        work = []
        for offered in self.of("dispatch.task.offered"):
            task = offered.text("task")
            own = [f for f in self._facts if noun_of(f.envelope.stream) == "task" and f.text("task") == task]
            times = {
                name: f.at
                for f in own
                if (name := f.kind.removeprefix("dispatch.task."))
                in {"offered", "accepted", "refused", "timed_out", "ended", "released"}
            }
            ended = next((f for f in own if f.kind in {"dispatch.task.ended", "dispatch.task.refused"}), None)
            outcome = ended and (
                ended.text("words")
                or (
                    self._coded("dispatch.outcome", ended.text("outcome"))
                    or self._coded("dispatch.refusal", ended.text("reason"))
                )
            )
            code = offered.text("centre") or ""
            centre = self._wording.centre(code) or code
            work.append(
                TaskWork(
                    centre=centre,
                    times=times,
                    outcome=outcome or None,
                    units=tuple(units.get(task or "", ())),
                )
            )
        return tuple(work)

    def _units(self) -> dict[str, list[UnitWork]]:
        """The units of each task, in the order in which they were alerted."""
        begun = {f.text("assignment"): f for f in self.of("dispatch.assignment.begun")}
        times = {a: {"alerted": f.at} for a, f in begun.items()}
        for fact in self.of("dispatch.assignment.stepped", "dispatch.assignment.released"):
            step = "released" if fact.kind.endswith("released") else fact.text("step")
            if fact.text("assignment") in times and step in UNIT_TIMES:
                times[fact.text("assignment")].setdefault(str(step), fact.at)
        by_task: dict[str, list[UnitWork]] = {}
        for assignment, fact in begun.items():
            unit = UnitWork(name=fact.text("callsign") or "", times=times[assignment])
            by_task.setdefault(fact.text("task") or "", []).append(unit)
        return by_task

    def outcome(self) -> tuple[Fact, ...]:
        """How it ended."""
        closed = self.last("cases.case.closed")
        facts = []
        if closed:
            disposition = self._coded("desk.closing", closed.text("closing", "disposition"))
            facts.append(Fact(label="disposition", value=disposition) if disposition else None)
            for outcome in (closed.body.get("closing") or {}).get("outcomes") or ():
                said = outcome.get("words") or self._coded("dispatch.outcome", outcome.get("result"))
                facts.append(Fact(label="result", value=f"{outcome.get('service')}: {said}"))
            who = ", ".join(t for t in (closed.envelope.actor_name, closed.envelope.desk) if t)
            facts.append(Fact(label="closed_by", value=who))
        for handed in self.of("dispatch.patient.handed_over"):
            facts.append(Fact(label="destination", value=handed.text("to") or ""))
        return tuple(f for f in facts if f)

    def addenda(self) -> tuple[Late, ...]:
        """What came to be known after sealing."""
        return tuple(
            Late(
                number=int(f.text("number") or 0),
                at=f.at,
                by=f.text("by") or f.envelope.actor_name,
                words=f.text("words") or "",
                key=f.text("key") or "",
            )
            for f in self.of("archive.case.addendum_added")
        )

    def map(self) -> MapData | None:
        """What stands on the map; None without a point."""
        located = [f for f in self.of("cases.case.located") if f.point("location", "point")]
        fix = self.last("calls.call.position_reported")
        place = located[-1].point("location", "point") if located else None
        caller = fix.point("position", "point") if fix else None
        if place is None and caller is None:
            return None
        marks = [
            MapMark(kind="former", point=p, label=(f.text("location", "words") or "")[:40])
            for f in located[:-1]
            if (p := f.point("location", "point")) and p != place
        ]
        for begun in self.of("dispatch.assignment.begun"):
            if point := begun.point("point"):
                marks.append(MapMark(kind="unit", point=point, label=begun.text("callsign") or ""))
        margin = fix.text("position", "uncertainty_m") if fix else None
        return MapData(
            place=place,
            place_label=(located[-1].text("location", "words") or "")[:40] if located else "",
            caller=caller,
            caller_uncertainty_m=float(margin) if margin else None,
            marks=tuple(marks),
        )


def _before(stated: Mapping[str | None, Known], fact: Known) -> Iterator[str]:
    """The plates that one stands in place of, oldest first."""
    replaced = stated.get(fact.text("replaces"))
    if replaced is not None:
        yield from _before(stated, replaced)
        yield replaced.text("plate") or ""
