"""Telling a case as a page: the story, and from which fact to which each thing was known. Pure."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

import msgspec

from auxilio.archive.reading import KnownFact, Line, Mark, Read, Reply, Spoken
from auxilio.kernel.instant import seconds_between
from auxilio.platform.i18n import Catalogues
from auxilio.reporting.story import Known, story, who_of
from auxilio.reporting.telling import SPOKEN_STEPS, Look
from auxilio.reporting.wording import Wording

_KNOWING = frozenset({
    "calls.call.rang", "calls.call.identified", "calls.call.position_reported", "cases.case.opened",
    "cases.case.located", "cases.case.classified", "cases.case.floor_proved", "cases.case.priority_raised",
    "cases.case.priority_lowered", "cases.case.hazard_noted", "cases.case.goods_stated", "cases.case.wind_said",
})  # fmt: skip
"""The facts that change who, where or what; after each of them the three sides are told anew."""
_SPOKEN = {"calls.call.caller_said", "calls.call.desk_wrote", "calls.call.noted", "cases.case.noted"}
_TYPED = {"calls.call.caller_typed", "calls.call.desk_typed"}
_STATUS = {"alerted", "acknowledged", "en_route", "on_scene", "transporting", "at_destination"}


class Reader:
    """One case, read in one language."""

    def __init__(
        self, facts: Sequence[Known], catalogues: Catalogues, wording: Wording, language: str
    ) -> None:
        self._facts, self._catalogues, self._wording, self._language = facts, catalogues, wording, language
        self._number = {fact.envelope.id: n for n, fact in enumerate(facts)}

    @property
    def first_ring_at(self) -> datetime:
        """When it began to be told."""
        return self._facts[0].at

    def whole(self) -> Look:
        """The case as the report tells it."""
        return Look(self._facts, self._catalogues, self._wording, self._language)

    def lines(self) -> Iterator[Line]:
        """The story, oldest first."""
        for fact, told in story(self._facts, self._catalogues, self._language, self._wording):
            yield Line(
                n=self._number[fact.envelope.id],
                id=str(fact.envelope.id),
                kind=fact.kind,
                at=fact.at,
                since_s=seconds_between(self.first_ring_at, fact.at),
                who=told.who,
                words=told.words,
                strong=told.strong,
                late=fact.kind == "archive.case.addendum_added",
            )

    def known(self) -> Iterator[KnownFact]:
        """Who, where and what, each from the fact that told it to the fact that changed it."""
        open_: dict[tuple[str, str], KnownFact] = {}
        for n, fact in enumerate(self._facts):
            if fact.kind not in _KNOWING:
                continue
            then = Look(self._facts[: n + 1], self._catalogues, self._wording, self._language)
            sides = (("who", then.who()), ("where", then.where()), ("what", then.what()))
            now = {(side, f"{f.label}"): f.value for side, facts in sides for f in facts}
            for place, value in now.items():
                before = open_.get(place)
                if before and before.value == value:
                    continue
                if before:
                    yield msgspec.structs.replace(before, until=n)
                open_[place] = KnownFact(side=place[0], label=place[1], value=value, since=n)
        yield from open_.values()

    def spoken(self) -> Iterator[Spoken]:
        """What was written by caller and desk, and noted; and of a line that nobody finished, as much as was typed."""
        finished = {str(fact.envelope.cause) for fact in self._facts if fact.kind in _SPOKEN}
        last = {fact.text("line"): n for n, fact in enumerate(self._facts) if fact.kind in _TYPED}
        for n, fact in enumerate(self._facts):
            words, line = fact.text("words"), fact.text("line")
            half = fact.kind in _TYPED and line not in finished and last[line] == n
            if words and (fact.kind in _SPOKEN or half):
                who = who_of(fact, self._catalogues, self._language)
                yield Spoken(at=fact.at, who=who, words=f"{words}…" if half else words, since=n)

    def replies(self) -> list[Reply]:
        """Questions and answers; a corrected answer and one that was taken back end where that happened."""
        digests: dict[str, str] = {}
        open_: dict[tuple[str, str], int] = {}
        replies: list[Reply] = []
        for n, fact in enumerate(self._facts):
            run, question = fact.text("run") or "", fact.text("question") or ""
            if digest := fact.text("digest"):
                digests[run] = digest
            if fact.kind in {"triage.run.answered", "triage.run.undone"}:
                if (place := open_.pop((run, question), None)) is not None:
                    replies[place] = msgspec.structs.replace(replies[place], until=n)
                code = fact.text("answer" if fact.kind == "triage.run.answered" else "restored")
                if code:
                    open_[run, question] = len(replies)
                    replies.append(self._reply(n, fact, digests.get(run, ""), question, code))
        return replies

    def _reply(self, n: int, fact: Known, digest: str, question: str, code: str) -> Reply:
        return Reply(
            at=fact.at,
            question=self._wording.question(digest, question, self._language) or question,
            answer=self._wording.answer(digest, question, code, self._language) or code,
            since=n,
        )

    def read(self) -> Iterator[Read]:
        """What was read aloud."""
        cards: dict[str, Known] = {}
        for n, fact in enumerate(self._facts):
            run = fact.text("run") or ""
            if fact.kind == "instructions.card.opened":
                cards[run] = fact
            elif fact.kind in SPOKEN_STEPS and run in cards:
                digest, step = cards[run].text("digest") or "", fact.text("step") or ""
                spoken = fact.text("language") or cards[run].text("language") or self._language
                card = self._wording.card(digest, self._language) or cards[run].text("card") or ""
                words = self._wording.step(digest, step, spoken) or step
                yield Read(at=fact.at, card=card, words=words, since=n)

    def marks(self) -> list[Mark]:
        """Place, telephone and units, each from the fact that put it there to the next of its kind."""
        open_: dict[str, int] = {}
        marks: list[Mark] = []

        def put(mark: Mark, n: int) -> None:
            end(mark.id, n)
            open_[mark.id] = len(marks)
            marks.append(mark)

        def end(id: str, n: int) -> None:
            if (place := open_.pop(id, None)) is not None:
                marks[place] = msgspec.structs.replace(marks[place], until=n)

        for n, fact in enumerate(self._facts):
            mark = self._mark(n, fact)
            unit = fact.text("assignment") or ""
            if mark:
                put(mark, n)
            elif fact.kind == "dispatch.assignment.stepped" and unit in open_:
                status = fact.text("step")
                if status in _STATUS:
                    put(msgspec.structs.replace(marks[open_[unit]], status=status, since=n, until=None), n)
            elif fact.kind == "dispatch.assignment.released":
                end(unit, n)
        return marks

    def _mark(self, n: int, fact: Known) -> Mark | None:
        made: dict[str, Callable[[], Mark | None]] = {
            "cases.case.located": lambda: self._place(n, fact),
            "calls.call.position_reported": lambda: self._caller(n, fact),
            "dispatch.assignment.begun": lambda: self._unit(n, fact),
        }
        return made[fact.kind]() if fact.kind in made else None

    def _place(self, n: int, fact: Known) -> Mark | None:
        point = fact.point("location", "point")
        label = (fact.text("location", "words") or "")[:60]
        return Mark(kind="place", id="place", label=label, point=point, since=n) if point else None

    def _caller(self, n: int, fact: Known) -> Mark | None:
        point, margin = fact.point("position", "point"), fact.text("position", "uncertainty_m")
        if point is None:
            return None
        radius_m = float(margin) if margin else None
        return Mark(kind="caller", id="caller", label="", point=point, radius_m=radius_m, since=n)

    def _unit(self, n: int, fact: Known) -> Mark | None:
        point = fact.point("point")
        if point is None:
            return None
        return Mark(
            kind="unit",
            id=fact.text("assignment") or "",
            label=fact.text("callsign") or "",
            point=point,
            status="alerted",
            since=n,
        )
