"""Tries a draft of the response plan beside the plan in force: for made-up facts, and for the past month's cases.

It reads in a thread and dispatches nothing; authors and approvers of content ask it.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import msgspec

from auxilio.active_content.content_bundle import write_set
from auxilio.active_content.past_cases import PastCases, PastMonth
from auxilio.content_release.core.model import SetDigest
from auxilio.content_release.ports import Files
from auxilio.content_release.store import SetStore
from auxilio.dispatch.response_plan.content import (
    AREAS,
    CATALOG,
    NEEDS,
    OWN_AREA,
    TYPOLOGY,
    area_in,
    read_plan,
)
from auxilio.dispatch.response_plan.core.plan import EVERYWHERE, ResponsePlan, levels_of
from auxilio.dispatch.response_plan.core.plan_comparison import (
    DraftComparison,
    PlanFacts,
    PlanReplay,
    compare_plans,
    names,
    replay,
)
from auxilio.kernel.refusal import Refused
from auxilio.platform.documents import DocumentFault

TEXT_MAX = 1_000_000
"""Characters of all files of a draft together (ours)."""


class Draft(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An unsigned plan: a set that was checked, or files that are being written."""

    content: SetDigest | None = None
    files: Annotated[dict[str, str | None], msgspec.Meta(max_length=20)] = {}
    """In place of what stands last, or of `content`."""


class Trial(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One question to both plans."""

    draft: Draft
    facts: PlanFacts


class TrialAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What both answer; `tried` is None while the draft cannot be read."""

    faults: tuple[DocumentFault, ...]
    tried: DraftComparison | None = None
    versions: tuple[str, str] | None = None
    """Of the plan in force, and of the draft."""
    levels: tuple[int, ...] = (1,)
    """Alarm levels that either knows for the type."""
    places: tuple[str, ...] = ()
    """Municipalities that either names."""
    names: dict[str, str] = {}
    """What each centre is called."""


class ReplayAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What became of the past month's cases; None while the draft cannot be read."""

    faults: tuple[DocumentFault, ...]
    replay: PlanReplay | None = None


def replay_both_plans(
    now: ResponsePlan | None, draft: ResponsePlan | None, month: PastMonth
) -> PlanReplay | None:
    """The month by both plans; None when they are one, or when either cannot be read."""
    if now is None or draft is None or now.digest == draft.digest:
        return None
    return replay(now, draft, month.cases, month.since)


class PlanTrials:
    """Reads drafts and asks them. The last draft is kept: who tries one thing tries ten."""

    def __init__(
        self,
        store: SetStore,
        ground: Callable[[], Awaitable[str]],
        plan: Callable[[], ResponsePlan],
        area: str,
        past: PastCases,
    ) -> None:
        self._store, self._ground, self._plan, self._area, self._past = store, ground, plan, area, past
        self._kept: tuple[Files, ResponsePlan | None, tuple[DocumentFault, ...]] | None = None

    async def ask(self, trial: Trial) -> TrialAnswer:
        """Both plans by these facts."""
        draft, faults = await self._read(trial.draft)
        if draft is None:
            return TrialAnswer(faults=faults)
        now = self._plan()
        zones = (*now.area.zones, *draft.area.zones)
        return TrialAnswer(
            faults=faults,
            tried=compare_plans(now, draft, trial.facts),
            versions=(now.version, draft.version),
            levels=tuple(sorted({*levels_of(now, trial.facts.type), *levels_of(draft, trial.facts.type)})),
            places=tuple(sorted({place for zone in zones for place in zone.municipalities} - {EVERYWHERE})),
            names=names(now, draft),
        )

    async def month(self, wanted: Draft) -> ReplayAnswer:
        """The past month's cases by both."""
        draft, faults = await self._read(wanted)
        if draft is None:
            return ReplayAnswer(faults=faults)
        now, month = self._plan(), await self._past()
        found = await asyncio.to_thread(replay, now, draft, month.cases, month.since)
        return ReplayAnswer(faults=faults, replay=found)

    async def _read(self, draft: Draft) -> tuple[ResponsePlan | None, tuple[DocumentFault, ...]]:
        """Raises `Refused`: `unknown_set`, `set_too_large`."""
        wanted = (NEEDS, f"{AREAS}/{self._area or OWN_AREA}.yaml", TYPOLOGY, CATALOG)
        files = with_draft(await base_of(draft, self._store, self._ground), draft, wanted)
        kept = self._kept
        if kept is None or kept[0] != files:
            kept = self._kept = (files, *await asyncio.to_thread(_read_plan, files, self._area))
        return kept[1], kept[2]


async def base_of(draft: Draft, store: SetStore, ground: Callable[[], Awaitable[str]]) -> Files:
    """The files of the set on which a draft is written. Raises `Refused`: `unknown_set`, `set_too_large`."""
    if sum(len(text or "") for text in draft.files.values()) > TEXT_MAX:
        raise Refused("set_too_large", most=TEXT_MAX)
    return await store.files(draft.content or (await store.shelf()).top(await ground()))


def with_draft(base: Files, draft: Draft, wanted: Collection[str]) -> dict[str, bytes]:
    """These files of a set, as a draft has them."""
    files = {path: body for path, body in base.items() if path in wanted}
    for path, text in draft.files.items():
        if path in wanted:
            files.pop(path, None)
            if text is not None:
                files[path] = text.encode()
    return files


def _read_plan(
    files: Mapping[str, bytes], area: str
) -> tuple[ResponsePlan | None, tuple[DocumentFault, ...]]:
    with TemporaryDirectory(prefix="auxilio-plan-") as folder:
        write_set(Path(folder), files)
        plan, faults = read_plan(Path(folder), area_in(Path(folder), area))
    return plan, tuple(faults)
