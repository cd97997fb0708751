"""The sandbox of response plans: a draft asked beside the plan in force, for made-up facts and for the past month's cases.

Nothing here asks anybody for anything: it reads, in a thread, and answers whoever writes or signs content.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, NamedTuple

import msgspec
from litestar import post
from litestar.di import NamedDependency

from auxilio.app.published import write_set
from auxilio.cases.model import Case
from auxilio.cases.service import CASE
from auxilio.dispatch.plan import EVERYWHERE, Plan, levels_of
from auxilio.dispatch.plan_trial import Facts, PastCase, Replay, Tried, compare, names, replay
from auxilio.dispatch.plans import AREAS, CATALOG, NEEDS, TYPOLOGY, read_plan
from auxilio.identity.gate import require
from auxilio.identity.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.kernel.refusal import Refused
from auxilio.platform.clock import Clock
from auxilio.platform.database.connection import Pool
from auxilio.platform.database.log import newest_states
from auxilio.platform.documents import Fault
from auxilio.publishing.model import SetDigest
from auxilio.publishing.ports import Files
from auxilio.publishing.store import SetStore

MONTH = timedelta(days=31)
PAST_CASES_MAX = 50_000
"""A month of a large centre."""
TEXT_MAX = 1_000_000


class Draft(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A plan that nobody has signed: a set that was checked, or files that are being written."""

    content: SetDigest | None = None
    files: Annotated[dict[str, str | None], msgspec.Meta(max_length=20)] = {}
    """In place of what stands last, or of `content`."""


class Trial(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One question to both plans."""

    draft: Draft
    facts: Facts


class TrialAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What both answer; `tried` is None while the draft cannot be read."""

    faults: tuple[Fault, ...]
    tried: Tried | None = None
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

    faults: tuple[Fault, ...]
    replay: Replay | None = None


class Month(NamedTuple):
    """The cases of the last month for which help was sent."""

    since: datetime
    cases: Sequence[PastCase]


class PastCases:
    """Cases as they are known now: type, priority, what was proved and where, of the moment help was sent."""

    def __init__(self, pool: Pool, clock: Clock) -> None:
        self._pool, self._clock = pool, clock

    async def __call__(self) -> Month:
        """Those of the last `MONTH`. Read in a thread: a second of a core is too long for the desks of this process."""
        since = self._clock.now() - MONTH
        states = await newest_states(self._pool, CASE.name, PAST_CASES_MAX)
        return Month(since, await asyncio.to_thread(lambda: list(_asked(states, since))))


def _asked(states: Sequence[str], since: datetime) -> Iterator[PastCase]:
    for state in states:
        case: Case = CASE.read_state(state)
        if case.help_sent_at is None or case.help_sent_at < since or case.priority is None:
            continue
        facts = Facts(
            type=case.type,
            priority=case.priority,
            send=case.send[:40],
            municipality=case.location.municipality if case.location else None,
            at=case.help_sent_at,
        )
        yield PastCase(number=case.number, facts=facts)


def by_both(now: Plan | None, draft: Plan | None, month: Month) -> Replay | None:
    """The month by both plans; None when they are one, or when either cannot be read."""
    if now is None or draft is None or now.digest == draft.digest:
        return None
    return replay(now, draft, month.cases, month.since)


def centres_changed(now: Plan | None, draft: Plan | None, area: str) -> Iterator[Fault]:
    """Which centres there are, whose they are and for what, is set up: people, desks and what each may see hang on it."""
    if now is None or draft is None:
        return
    before, after = ({id: (c.agency, c.services) for id, c in p.area.centres.items()} for p in (now, draft))
    for id in sorted(before.keys() | after.keys()):
        if before.get(id) != after.get(id):
            yield Fault(
                rule="L02", code="centre_set_changed", file=f"{AREAS}/{area}.yaml", line=1, facts={"name": str(id)}
            )  # fmt: skip


class PlanTrials:
    """Reads drafts and asks them. The last draft is kept: who tries one thing tries ten."""

    def __init__(
        self,
        store: SetStore,
        ground: Callable[[], Awaitable[str]],
        plan: Callable[[], Plan],
        area: str,
        past: PastCases,
    ) -> None:
        self._store, self._ground, self._plan, self._area, self._past = store, ground, plan, area, past
        self._kept: tuple[Files, Plan | None, tuple[Fault, ...]] | None = None

    async def ask(self, trial: Trial) -> TrialAnswer:
        """Both plans by these facts."""
        draft, faults = await self._read(trial.draft)
        if draft is None:
            return TrialAnswer(faults=faults)
        now = self._plan()
        zones = (*now.area.zones, *draft.area.zones)
        return TrialAnswer(
            faults=faults,
            tried=compare(now, draft, trial.facts),
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

    async def _read(self, draft: Draft) -> tuple[Plan | None, tuple[Fault, ...]]:
        """Raises `Refused`: `unknown_set`, `path_not_allowed`, `set_too_large`."""
        wanted = (NEEDS, f"{AREAS}/{self._area}.yaml", TYPOLOGY, CATALOG)
        if sum(len(text or "") for text in draft.files.values()) > TEXT_MAX:
            raise Refused("set_too_large", most=TEXT_MAX)
        base = await self._store.files(draft.content or (await self._store.shelf()).top(await self._ground()))
        files = {path: body for path, body in base.items() if path in wanted}
        for path, text in draft.files.items():
            if path in wanted:
                files.pop(path, None)
                if text is not None:
                    files[path] = text.encode()
        kept = self._kept
        if kept is None or kept[0] != files:
            kept = self._kept = (files, *await asyncio.to_thread(_read_plan, files, self._area))
        return kept[1], kept[2]


def _read_plan(files: Mapping[str, bytes], area: str) -> tuple[Plan | None, tuple[Fault, ...]]:
    with TemporaryDirectory(prefix="auxilio-plan-") as folder:
        write_set(Path(folder), files)
        plan, faults = read_plan(Path(folder), area)
    return plan, tuple(faults)


@post("/api/plan/trial", status_code=200, summary="What a draft of the response plan would ask of whom")
async def try_plan(
    data: Trial, actor: NamedDependency[Actor], plan_trials: NamedDependency[PlanTrials]
) -> TrialAnswer:
    """Beside what the plan in force asks. Nobody is asked for anything."""
    require(actor, Permission.CONTENT_REVIEW)
    return await plan_trials.ask(data)


@post("/api/plan/replay", status_code=200, summary="The past month's cases by a draft of the response plan")
async def replay_plan(
    data: Draft, actor: NamedDependency[Actor], plan_trials: NamedDependency[PlanTrials]
) -> ReplayAnswer:
    """Which of them would have been asked of others, or for something else."""
    require(actor, Permission.CONTENT_REVIEW)
    return await plan_trials.month(data)
