"""What a change of content would do: implements `content_release.ports.Studies` for protocols, cards and the plan."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

import msgspec

from auxilio.active_content.approvals import LocalisedText
from auxilio.active_content.area_forms import area_faults
from auxilio.active_content.content_bundle import read_content, versions_of, write_set
from auxilio.active_content.past_cases import PastCases, PastMonth
from auxilio.active_content.plan_trial import replay_both_plans
from auxilio.active_content.translation_readings import (
    TranslationReadings,
    part_name,
    read_readings,
    unread_languages,
)
from auxilio.active_content.whole_difference import WholeDifference, compare_sets
from auxilio.content_release.core.model import ChangedDocument
from auxilio.content_release.ports import Files, StudiedSet
from auxilio.dispatch.ports import CentreRegister
from auxilio.dispatch.response_plan.content import area_in, read_plan, read_services
from auxilio.dispatch.response_plan.core.area_form import AreaChange, change_of_area
from auxilio.dispatch.response_plan.core.plan_comparison import PlanReplay
from auxilio.dispatch.response_plan.core.registered import RegisteredCentres
from auxilio.instructions.content import CardLoadResult, read_cards
from auxilio.instructions.core.model import Card
from auxilio.kernel.shared_types import Mode
from auxilio.platform.clock import Clock
from auxilio.platform.database.connection import Pool
from auxilio.platform.database.log import newest_states
from auxilio.platform.documents import SIGNING, errors_of
from auxilio.triage.content import TriageLoadResult, read_triage
from auxilio.triage.core.model import Protocol
from auxilio.triage.difference import Difference, Effect, PastRunsDifference, compare_versions, past
from auxilio.triage.service import RUN
from auxilio.triage.verifier.protocol_specifications import lost_specifications

TEXTS_MAX = 60
"""Of each document that are told; the count tells the rest."""
_UNTOLD = (SIGNING - {"effective"}) | {"version", "format"}

PAST_RUNS_MAX = 20_000
"""Some days of a large centre."""

type AskPast = Callable[[], Awaitable[Sequence[tuple[str, Mapping[str, str]]]]]


class TextChange(msgspec.Struct, frozen=True, kw_only=True):
    """One place of a document that reads otherwise; None where it was not, or is no more."""

    where: str
    """`steps/3/say/es`: parts by their id where they have one."""
    before: str | None
    after: str | None


class DocumentChange(msgspec.Struct, frozen=True, kw_only=True):
    """One document that is not the same in both sets."""

    kind: Literal["protocol", "card"]
    id: str
    title: LocalisedText
    digest: str | None
    """Of the version that is proposed; None for one that goes."""
    versions: tuple[str | None, str | None]
    change: str
    """An `Effect` for a protocol; `added`, `removed`, `reworded` for a card."""
    decides: Difference | None = None
    asked: dict[str, LocalisedText] = {}
    """What each question of an example asks."""
    said: dict[str, dict[str, LocalisedText]] = {}
    """What its answers say, by code."""
    texts: tuple[TextChange, ...] = ()
    texts_in_all: int = 0
    unread: tuple[str, ...] = ()
    """Languages of the version that is proposed which nobody has read."""


class Study(msgspec.Struct, frozen=True, kw_only=True):
    """All that those who sign are shown, the gravest first."""

    documents: tuple[DocumentChange, ...]
    files: tuple[str, ...]
    """Other files that changed: tables, translations, plans."""
    past: PastRunsDifference
    area: AreaChange | None = None
    """When the area of the response plan changes: whom it asks, before and after."""
    plan: PlanReplay | None = None
    """When the response plan changes: the past month's cases by both; None when it does not."""
    whole: WholeDifference = WholeDifference(same=True)
    """Every change of every file, in a sentence."""
    paths: int
    """Ways through all protocols that were walked to prove the set."""
    warnings: int


class PastRuns:
    """Interviews that were held here, whatever became of them: the protocol and the answers of each."""

    def __init__(self, pool: Pool, mode: Mode = Mode.REAL) -> None:
        """`mode`: of the installation; interviews of any other are left out."""
        self._pool, self._mode = pool, mode

    async def __call__(self) -> list[tuple[str, dict[str, str]]]:
        """The newest of them. Read in a thread: a second of a core is too long for the desks that this process serves."""
        states = await newest_states(self._pool, RUN.name, PAST_RUNS_MAX, self._mode)
        return await asyncio.to_thread(_answers_of, states)


def _answers_of(states: Sequence[str]) -> list[tuple[str, dict[str, str]]]:
    return [(run.protocol, run.answers()) for run in map(RUN.read_state, states)]


class ContentStudies:
    """Reads both sets in a folder of its own, in a thread: it takes seconds of a core, once for each look."""

    def __init__(
        self, past_runs: AskPast, past_cases: PastCases, area: str, registered: CentreRegister, clock: Clock
    ) -> None:
        self._past_runs, self._past_cases, self._area = past_runs, past_cases, area
        self._registered, self._clock = registered, clock
        self._one = asyncio.Lock()
        self._running = dict[str, asyncio.Task[StudiedSet]]()
        """Studies under way, by digest of base and draft: who asks for the same meanwhile waits for the same study."""

    async def study(self, base: Files, files: Files) -> StudiedSet:
        """See `content_release.ports.Studies`. A page that has gone ends no study that another waits for."""
        key = _key_of(base, files)
        running = self._running.get(key)
        if running is None:
            running = self._running[key] = asyncio.create_task(self._study_in_turn(base, files))
            running.add_done_callback(lambda _: self._running.pop(key, None))
        return await asyncio.shield(running)

    async def _study_in_turn(self, base: Files, files: Files) -> StudiedSet:
        """One after the other, so that a second author waits and the desks do not."""
        async with self._one:
            runs, cases = await self._past_runs(), await self._past_cases()
            known = await self._registered() or {}
            return await asyncio.to_thread(self._study, base, files, runs, cases, known)

    def _study(
        self,
        base: Files,
        files: Files,
        runs: Sequence[tuple[str, Mapping[str, str]]],
        cases: PastMonth,
        known: RegisteredCentres,
    ) -> StudiedSet:
        with TemporaryDirectory(prefix="auxilio-set-") as place:
            folder = Path(place)
            write_set(folder / "base", base)
            write_set(folder / "new", files)
            old_triage, old_cards = read_triage(folder / "base"), read_cards(folder / "base")
            triage, cards, verified = read_content(folder / "new", self._clock.now().date())
            old_plan, plan = (
                read_plan(each, area_in(each, self._area))[0] for each in (folder / "base", folder / "new")
            )
            services, readings = read_services(folder / "new"), read_readings(folder / "new")
        found = (
            *verified.faults,
            *area_faults(old_plan, plan, self._area, known),
            *lost_specifications(old_triage, triage),
        )
        faults = msgspec.Raw(msgspec.json.encode(found))
        if errors_of(found):
            return StudiedSet(faults=faults, whole=False)
        documents = _documents((old_triage, old_cards), (triage, cards), readings)
        other = sorted(
            path
            for path in base.keys() | files.keys()
            if base.get(path) != files.get(path) and not path.startswith(("protocols/", "cards/"))
        )
        study = Study(
            documents=documents,
            files=tuple(other),
            past=past(old_triage.content.protocols, triage.content.protocols, runs),
            area=change_of_area(old_plan, plan, services, known),
            plan=replay_both_plans(old_plan, plan, cases),
            whole=compare_sets(base, files),
            paths=verified.paths,
            warnings=sum(1 for fault in verified.faults if fault not in verified.errors),
        )
        return StudiedSet(
            faults=faults,
            whole=True,
            changed=(
                *map(_counted, documents),
                *(ChangedDocument(kind="file", id=path, change="changed") for path in other),
            ),
            study=msgspec.Raw(msgspec.json.encode(study)),
            versions=tuple(versions_of(triage.content.protocols.values(), cards.cards.values())),
        )


def _key_of(*sets: Files) -> str:
    digest = hashlib.sha256()
    for files in sets:
        digest.update(b"%d\0" % len(files))
        for path in sorted(files):
            digest.update(b"%s\0%d\0" % (path.encode(), len(files[path])))
            digest.update(files[path])
    return digest.hexdigest()


def _counted(one: DocumentChange) -> ChangedDocument:
    decides = one.decides
    return ChangedDocument(
        kind=one.kind,
        id=one.id,
        change=str(one.change),
        lowered=decides.lowered if decides else 0,
        raised=decides.raised if decides else 0,
        otherwise=decides.otherwise if decides else 0,
        unread=one.unread,
    )


type _Read = tuple[TriageLoadResult, CardLoadResult]


def _documents(before: _Read, after: _Read, readings: TranslationReadings) -> tuple[DocumentChange, ...]:
    old, new = before[0].content.protocols, after[0].content.protocols
    found = [
        _document("protocol", old.get(one.protocol), new.get(one.protocol), one.change, one)
        for one in compare_versions(old, new)
    ]
    cards, after_cards = before[1].cards, after[1].cards
    for id in sorted(cards.keys() | after_cards.keys()):
        card, after_card = cards.get(id), after_cards.get(id)
        if card is None or after_card is None:
            found.append(
                _document("card", card, after_card, Effect.ADDED if card is None else Effect.REMOVED, None)
            )
        elif (card.digest, card.effective) != (after_card.digest, after_card.effective):
            found.append(_document("card", card, after_card, Effect.REWORDED, None))
    texts: dict[str, Protocol | Card] = {**new, **after_cards}
    return tuple(
        msgspec.structs.replace(one, unread=unread_languages(texts[one.id], readings) if one.digest else ())
        for one in found
    )


def _document(
    kind: Literal["protocol", "card"],
    before: Protocol | Card | None,
    after: Protocol | Card | None,
    change: Effect,
    decides: Difference | None,
) -> DocumentChange:
    known = after or before
    assert known is not None, "it is in one of them"
    texts = list(text_changes(before, after)) if before and after else []
    asked, said = _words(decides, before, after)
    return DocumentChange(
        kind=kind,
        id=known.id,
        title=dict(known.title),
        digest=after.digest if after else None,
        versions=(before.version if before else None, after.version if after else None),
        change=change,
        decides=decides,
        asked=asked,
        said=said,
        texts=tuple(texts[:TEXTS_MAX]),
        texts_in_all=len(texts),
    )


def _words(
    decides: Difference | None, *versions: Protocol | Card | None
) -> tuple[dict[str, LocalisedText], dict[str, dict[str, LocalisedText]]]:
    """What stands behind the codes of the examples; the new version's words, where both have some."""
    used = {question for example in decides.examples for question in example.answers} if decides else set()
    asked: dict[str, LocalisedText] = {}
    said: dict[str, dict[str, LocalisedText]] = {}
    for protocol in versions:
        if isinstance(protocol, Protocol):
            for question in (one for one in protocol.questions if one.id in used):
                asked[question.id] = dict(question.ask)
                labels = {choice.code: dict(choice.label) for choice in question.answers or ()}
                said[question.id] = {**said.get(question.id, {}), **labels}
    return asked, said


def text_changes(before: msgspec.Struct, after: msgspec.Struct) -> Iterator[TextChange]:
    """Every place that reads otherwise, in the order of the new version; what is gone comes last."""
    old, new = leaves_of(before), leaves_of(after)
    for where in (*new, *(where for where in old if where not in new)):
        if old.get(where) != new.get(where):
            yield TextChange(where=where, before=old.get(where), after=new.get(where))


def leaves_of(document: msgspec.Struct) -> dict[str, str]:
    """What a document says at each place, `steps/3/say/es`."""
    fields = {k: v for k, v in msgspec.to_builtins(document).items() if k not in _UNTOLD}
    return {"/".join(where): words for where, words in _flat(fields)}


def _flat(value: Any, where: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """The leaves of a document. A list of plain words is one leaf: an insertion in it is one change, not all that follow."""
    match value:
        case None:
            return
        case dict():
            for key, part in value.items():
                yield from _flat(part, (*where, str(key)))
        case [dict() | list() | tuple(), *_]:
            for place, part in enumerate(value, 1):
                yield from _flat(part, (*where, part_name(part) or str(place)))
        case list() | tuple():
            yield where, " · ".join(map(str, value))
        case _:
            yield where, str(value)
