"""The case file to be read and printed: data in, PDF out (PDF/A-2a for archives, PDF/UA-1 for screen readers).

The wording of labels is the catalogue's (`report.*`); what people said and did comes in the data as it was
told. The same data always give the same bytes: nothing here reads a clock, and the fonts are our own.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec

from auxilio.archive.core.map_svg import MapData, map_svg
from auxilio.kernel.instant import Instant, seconds_between
from auxilio.kernel.shared_types import Language, Mode
from auxilio.platform.i18n import Catalogues
from auxilio.platform.pdf import typeset


class ReportFact(msgspec.Struct, frozen=True, kw_only=True):
    """A line of who, where, what or outcome. `label` is a code of the catalogue: `report.fact_<label>`.

    `before` are values that were corrected: they stay readable, struck through.
    """

    label: str
    value: str
    before: tuple[str, ...] = ()
    caller: int = 0
    """Whose it is, as `ReportCaller` numbers them; 0 for what is no caller's."""


class ReportCaller(msgspec.Struct, frozen=True, kw_only=True):
    """One of several callers, and when they first rang."""

    number: int
    at: Instant


class Milestone(msgspec.Struct, frozen=True, kw_only=True):
    """A moment that is asked for first: `report.milestone_<label>`."""

    label: str
    at: Instant


class CaseReportLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the story. `struck` when it was withdrawn later."""

    at: Instant
    who: str
    words: str
    recording_s: float | None = None
    struck: bool = False
    strong: bool = False


class ReportAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """A question of the interview, what was answered, and what it proved; `again` where it was asked again and still holds."""

    at: Instant
    question: str
    answer: str
    again: bool = False
    proved: str | None = None


class DictatedStep(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence of a card, when it was said or sent, and whether it was done (`yes`, `no`, None when unknown)."""

    at: Instant
    card: str
    words: str
    done: bool | None = None
    written: bool = False
    """It was sent in writing: what is known is whether the caller's page has shown it."""
    shown_at: Instant | None = None


class UnitTimes(msgspec.Struct, frozen=True, kw_only=True):
    """One unit's times: those of UNIT_TIMES that are known."""

    name: str
    times: dict[str, Instant]


class TaskTimes(msgspec.Struct, frozen=True, kw_only=True):
    """One centre's part: how it was handed over, its units, how it ended."""

    centre: str
    times: dict[str, Instant]
    """offered, accepted, refused, timed_out, ended, released."""
    outcome: str | None = None
    units: tuple[UnitTimes, ...] = ()


class ReportAddendum(msgspec.Struct, frozen=True, kw_only=True):
    """An addendum."""

    number: int
    at: Instant
    by: str
    words: str
    key: str


class ListedDocument(msgspec.Struct, frozen=True, kw_only=True):
    """A document that lies in the bundle."""

    name: str
    title: str
    sha256: str


class ReportData(msgspec.Struct, frozen=True, kw_only=True):
    """All that the report shows."""

    language: Language = "es"
    zone: str = "Europe/Madrid"
    """The clock on the wall of the centre (IANA); each time is printed with its distance to UTC."""
    centre: str
    number: str
    mode: Mode
    type: str | None = None
    priority: str | None = None
    place: str | None = None
    municipality: str | None = None
    first_ring_at: Instant
    closed_at: Instant | None = None
    sealed_at: Instant
    sealed: bool = True
    """False for a working copy: then `sealed_at` is when it was written, and every page says what it is."""
    summary: tuple[str, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    callers: tuple[ReportCaller, ...] = ()
    """Empty where one person called."""
    who: tuple[ReportFact, ...] = ()
    where: tuple[ReportFact, ...] = ()
    what: tuple[ReportFact, ...] = ()
    map: MapData | None = None
    story: tuple[CaseReportLine, ...] = ()
    answers: tuple[ReportAnswer, ...] = ()
    instructions: tuple[DictatedStep, ...] = ()
    tasks: tuple[TaskTimes, ...] = ()
    outcome: tuple[ReportFact, ...] = ()
    addenda: tuple[ReportAddendum, ...] = ()
    documents: tuple[ListedDocument, ...] = ()
    facts: int = 0
    facts_digest: str
    """SHA-256 of events.json: what is read aloud to compare two copies."""
    log_size: int = 0
    key: str = ""


TASK_TIMES = ("offered", "accepted", "refused", "timed_out", "ended", "released")
UNIT_TIMES = (
    "alerted",
    "acknowledged",
    "en_route",
    "on_scene",
    "transporting",
    "at_destination",
    "handed_over",
    "released",
)
STANDARDS: list[Literal["a-2a", "ua-1"]] = ["a-2a", "ua-1"]
LABELS = (
    "archive", "page", "summary", "map_legend", "outcome", "interview", "instructions", "tasks", "documents", "digest",
    "aloud", "aloud_how", "issued_by", "received_by", "signature", "day_and_hour", "key", "col_number", "col_clock",
    "col_since", "col_who", "col_fact", "col_recording", "col_question", "col_answer", "col_proved", "col_card",
    "col_said", "col_done", "col_unit", "col_title", "col_file",
)  # fmt: skip
"""What the template itself says."""


def render(report: ReportData, catalogues: Catalogues) -> bytes:
    """The PDF, in the report's language. A label that the catalogues do not know is a defect."""
    shown = _ReportView(report, catalogues).page()
    return typeset("auxilio.archive", "report.typ", shown, report.sealed_at, STANDARDS)


def clock_text(at: datetime, zone: ZoneInfo) -> str:
    """`03:12:21` on the wall."""
    return at.astimezone(zone).strftime("%H:%M:%S")


def moment_text(at: datetime, zone: ZoneInfo) -> str:
    """`14-03-2026 03:12:21 +01:00`, so that a reader need not know when summer time began."""
    local = at.astimezone(zone)
    offset = local.strftime("%z")
    return f"{local.strftime('%d-%m-%Y %H:%M:%S')} {offset[:3]}:{offset[3:]}"


def span_text(span_s: float) -> str:
    """`0:41`, `7:44`, `1:02:03`; before the first ring with a minus."""
    whole = round(abs(span_s))
    hours, minutes, seconds = whole // 3600, whole // 60 % 60, whole % 60
    text = f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"
    return f"−{text}" if span_s < 0 and whole else text


class _ReportView:
    """The data as the template wants them: every text ready, nothing to decide."""

    def __init__(self, report: ReportData, catalogues: Catalogues) -> None:
        self._report, self._catalogues, self._zone = report, catalogues, ZoneInfo(report.zone)

    def page(self) -> dict[str, object]:
        r = self._report
        return {
            "lang": r.language.partition("-")[0],
            "words": {name: self._word(name) for name in LABELS},
            "title": self._word("title", number=r.number),
            "foot": self._word("foot", number=r.number, digest=f"{r.facts_digest[:8]}…{r.facts_digest[-4:]}".upper()),
            "centre": r.centre,
            "number": r.number,
            "mode": self._banner(),
            "sealed_day": [getattr(r.sealed_at, part) for part in ("year", "month", "day")],
            "identity": [[label, value or "—"] for label, value in self._identity()],
            "summary": list(r.summary),
            "milestones": [
                {"label": self._word(f"milestone_{m.label}"), "clock": self._clock(m.at), "since": self._since(m.at)}
                for m in r.milestones
            ],
            "sides": [
                {"title": self._word(side), "facts": self._side(facts)}
                for side, facts in (("who", r.who), ("where", r.where), ("what", r.what))
                if facts
            ],
            "map": map_svg(r.map) if r.map else None,
            "map_credit": r.map.credit if r.map else "",
            "map_alt": self._word("map_alt", place=r.place or "—"),
            "story": [self._told(n, line) for n, line in enumerate(r.story, start=1)],
            "story_title": self._word("story", count=len(r.story)),
            "answers": [
                {"clock": self._clock(a.at), "since": self._since(a.at), "question": a.question,
                 "answer": self._word("asked_again", answer=a.answer) if a.again else a.answer, "proved": a.proved}
                for a in r.answers
            ],
            "instructions": [self._dictated(i) for i in r.instructions],
            "tasks": [self._task(t) for t in r.tasks],
            "outcome": [self._fact(f) for f in r.outcome],
            "addenda": [
                {"title": self._word("addendum", number=str(a.number)), "at": moment_text(a.at, self._zone), "by": a.by,
                 "words": a.words, "key": a.key}
                for a in r.addenda
            ],
            "documents": [[d.title, d.name, d.sha256] for d in r.documents],
            "digest": [r.facts_digest[n : n + 4].upper() for n in range(0, 64, 4)],
            "proof": self._word("proof" if r.sealed else "proof_unsealed", facts=r.facts, size=r.log_size, key=r.key or "—"),
        }  # fmt: skip

    def _word(self, name: str, /, **facts: object) -> str:
        key = f"report.{name}"
        assert key in self._catalogues, f"{key} is in no catalogue"
        return self._catalogues.text(key, self._report.language, **facts)

    def _banner(self) -> str | None:
        """What every page must say loudly; None when there is nothing of the kind."""
        r = self._report
        mode = None if r.mode is Mode.REAL else self._word(f"mode_{r.mode.value}")
        return " · ".join(one for one in (None if r.sealed else self._word("unsealed"), mode) if one) or None

    def _identity(self) -> list[tuple[str, str | None]]:
        r = self._report
        return [
            (self._word("fact_type"), r.type),
            (self._word("first_ring"), moment_text(r.first_ring_at, self._zone)),
            (self._word("fact_priority"), r.priority),
            (self._word("closed"), moment_text(r.closed_at, self._zone) if r.closed_at else "—"),
            (self._word("fact_place"), r.place),
            (self._word("sealed" if r.sealed else "written"), moment_text(r.sealed_at, self._zone)),
            (self._word("fact_municipality"), r.municipality),
            (self._word("key"), r.key or "—"),
        ]

    def _clock(self, at: datetime) -> str:
        return clock_text(at, self._zone)

    def _since(self, at: datetime) -> str:
        return span_text(seconds_between(self._report.first_ring_at, at))

    def _side(self, facts: Sequence[ReportFact]) -> list[dict[str, object]]:
        """The facts of a side; of several callers each under its own head."""
        heads = {caller.number: caller for caller in self._report.callers}
        shown: list[dict[str, object]] = []
        for fact in facts:
            if caller := heads.pop(fact.caller, None):
                head = self._catalogues.text("common.caller_nth", self._report.language, n=caller.number)
                shown.append({"label": head, "value": self._clock(caller.at), "before": [], "head": True})
            shown.append(self._fact(fact))
        return shown

    def _fact(self, fact: ReportFact) -> dict[str, object]:
        label, before = self._word(f"fact_{fact.label}"), list(fact.before)
        return {"label": label, "value": fact.value, "before": before, "head": False}

    def _told(self, number: int, line: CaseReportLine) -> dict[str, object]:
        return {
            "n": number,
            "clock": self._clock(line.at),
            "since": self._since(line.at),
            "who": line.who,
            "words": line.words,
            "recording": None if line.recording_s is None else span_text(line.recording_s),
            "struck": line.struck,
            "strong": line.strong,
        }

    def _dictated(self, said: DictatedStep) -> dict[str, object]:
        done = self._word({True: "done_yes", False: "done_no", None: "done_unknown"}[said.done])
        if said.written:
            shown = said.shown_at
            done = self._word("step_shown", time=self._clock(shown)) if shown else self._word("step_sent")
        return {
            "clock": self._clock(said.at),
            "since": self._since(said.at),
            "card": said.card,
            "words": said.words,
            "done": done,
        }

    def _task(self, task: TaskTimes) -> dict[str, object]:
        assert task.times.keys() <= set(TASK_TIMES), (
            f"{task.times.keys() - set(TASK_TIMES)} is no time of a task"
        )
        units = [u.name for u in task.units if not u.times.keys() <= set(UNIT_TIMES)]
        assert not units, f"{units} have times that are none of a unit's"
        return {
            "centre": task.centre,
            "outcome": task.outcome,
            "times": [
                [self._word(f"task_{name}"), self._clock(task.times[name]), self._since(task.times[name])]
                for name in TASK_TIMES
                if name in task.times
            ],
            "heads": [self._word(f"unit_{name}") for name in UNIT_TIMES],
            "units": [
                {
                    "name": u.name,
                    "times": [self._clock(u.times[n]) if n in u.times else "" for n in UNIT_TIMES],
                }
                for u in task.units
            ],
        }
