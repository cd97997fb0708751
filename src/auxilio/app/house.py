"""The wiring: which noun, which service, which reaction. The only place where all capabilities meet."""

import asyncio
import gc
import logging
import os
import signal
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from auxilio.app.admission import Admission
from auxilio.app.bound import OnTheWay
from auxilio.app.carriers import Carriers
from auxilio.app.door import Door, Handle
from auxilio.app.in_force import Following, InForce
from auxilio.app.playing import CallLines, recording_folders
from auxilio.app.posts import PostsNow, operations_service
from auxilio.app.published import Published, Verdicts, content_folder, set_of
from auxilio.app.reviewed import ReviewedLog
from auxilio.app.settings import Settings
from auxilio.archive import searches
from auxilio.archive import service as archive
from auxilio.calls import service as calls
from auxilio.calls.open_work import OpenCalls
from auxilio.cases import service as cases
from auxilio.cases.model import CaseState
from auxilio.cases.ports import OpenWork
from auxilio.closures import service as closures
from auxilio.closures.now import RoadsNow
from auxilio.dispatch import service as dispatch
from auxilio.dispatch.boards import own_unit
from auxilio.dispatch.coverage.service import CoverageQueries
from auxilio.dispatch.model.task import OPEN
from auxilio.dispatch.open_work import OpenTasks, OpenUnits, ServicesTold
from auxilio.dispatch.pace import service as pace
from auxilio.dispatch.plan import Plan
from auxilio.dispatch.queries import DispatchQueries
from auxilio.dispatch.store import DispatchStore
from auxilio.followup import service as followup
from auxilio.geo.service import RegionService
from auxilio.goods.model import Asked
from auxilio.hospitals import service as hospitals
from auxilio.identity import looks
from auxilio.identity.gate import holds
from auxilio.identity.permissions import Permission
from auxilio.identity.store import Store
from auxilio.instructions import service as instructions
from auxilio.instructions.recordings import Recordings
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command
from auxilio.kernel.ids import CaseId, stream_id
from auxilio.kernel.refusal import Refused
from auxilio.kernel.words import Mode
from auxilio.major import service as major
from auxilio.major.model.plans import CivilPlans
from auxilio.major.ports import Plans
from auxilio.platform.clock import Clock, SystemClock
from auxilio.platform.database import log
from auxilio.platform.database.connection import Pool, open_pool
from auxilio.platform.database.nouns import Noun, Nouns
from auxilio.platform.database.wakeups import Wakeups
from auxilio.platform.database.work import Attempt, Work
from auxilio.platform.keys.folder import FolderKeys
from auxilio.preventive import service as preventive
from auxilio.process import (
    answered,
    closed,
    coordinated,
    evaluated,
    followed,
    many_victims,
    merged,
    on_the_air,
    received,
)
from auxilio.process import preventive as operations
from auxilio.process.runner import House, Reaction
from auxilio.publishing import service as publishing
from auxilio.publishing.desk import Ground, KnownSets
from auxilio.publishing.store import SetStore
from auxilio.radio import service as radio
from auxilio.radio.store import RadioStore
from auxilio.realtime.sight import Sight
from auxilio.review import service as review
from auxilio.review.store import ReviewStore
from auxilio.triage import service as triage

_log = logging.getLogger(__name__)

NOUNS: tuple[Noun[Any], ...] = (
    calls.CALL,
    calls.DESK,
    cases.CASE,
    triage.RUN,
    instructions.DICTATION,
    dispatch.TASK,
    dispatch.UNIT,
    dispatch.ASSIGNMENT,
    dispatch.PATIENT,
    followup.WATCH,
    followup.MESSAGE,
    followup.HANDOVER,
    followup.ROOM,
    archive.CASE_FILE,
    searches.SEARCH,
    looks.LOOKS,
    closures.CLOSURE,
    hospitals.HOSPITAL,
    pace.PACE,
    preventive.OPERATION,
    publishing.RELEASE,
    publishing.SHELVES,
    major.SCENE,
    major.SITUATION,
    radio.NET,
    radio.ENTRY,
    radio.LINK,
    radio.TERMINAL,
    review.REVIEW,
    review.DRAW,
)
COMMANDS: tuple[type[Command], ...] = (
    *calls.COMMANDS,
    *cases.COMMANDS,
    *triage.COMMANDS,
    *instructions.COMMANDS,
    *dispatch.COMMANDS,
    *followup.COMMANDS,
    *archive.COMMANDS,
    *searches.COMMANDS,
    *looks.COMMANDS,
    *publishing.COMMANDS,
    *major.COMMANDS,
    *review.COMMANDS,
    *closures.COMMANDS,
    *hospitals.COMMANDS,
    *radio.COMMANDS,
    *pace.COMMANDS,
    *preventive.COMMANDS,
)


def all_nouns() -> Nouns:
    """Every noun of the house."""
    return Nouns(*NOUNS)


def reactions(
    recommend: coordinated.Recommend,
    every_s: followed.EveryS = followed.never,
    shared_numbers: frozenset[str] = frozenset(),
    civil: Plans = CivilPlans,
    door_s: received.DoorS | None = None,
) -> tuple[Reaction, ...]:
    """What follows from what, in the order of the six stages; then what is larger than a case.

    `recommend` gives units for a task, by road; `every_s` how often a protocol wants its questions asked again;
    `shared_numbers` are telephones of many people; `civil` gives the civil protection plans in force;
    `door_s` how long a crew may stand at a hospital's door before it is soon, and is, held there.
    """
    return (
        *answered.reactions(shared_numbers=shared_numbers),
        *evaluated.reactions(),
        *merged.reactions(),
        *coordinated.reactions(recommend),
        *followed.reactions(every_s=every_s),
        *received.reactions(door_s),
        *closed.reactions(),
        *many_victims.reactions(civil),
        *on_the_air.reactions(),
        *operations.reactions(),
    )


def admission(pool: Pool, clock: Clock, in_force: InForce) -> Admission:
    """Who may open which case, by the plan and the content in force."""
    services_of = {str(centre.agency): centre.services for centre in in_force.plan.area.centres.values()}
    return Admission(pool, clock, all_nouns(), Sight(services_of, in_force.published.clinical))


class CaseLooks:
    """What other capabilities may know of a case: its mode, what its interviews know, whether it can be sealed."""

    def __init__(self, pool: Pool, before_seal: Sequence[OpenWork] = ()) -> None:
        self._pool, self._house, self._before_seal = pool, House(pool, all_nouns()), before_seal

    async def mode_of(self, case: CaseId) -> Mode:
        """The mode of a case. Raises `Refused("unknown_case")`."""
        found = await log.state_of(self._pool, stream_id("case", case))
        if found is None:
            raise Refused("unknown_case", id=str(case))
        return cases.CASE.read_state(found[1]).mode

    async def facts(self, case: CaseId) -> dict[str, str]:
        """Each question's latest answer over all interviews of a case."""
        known: dict[str, str] = {}
        for run in await self._house.in_case(triage.RUN, case):
            known |= run.answers()
        return known

    async def speaks(self, case: CaseId, actor: Actor) -> None:
        """A crew writes about a case it works on, or has worked on. Raises `Refused("not_your_case")`."""
        if actor.kind != "crew":
            return
        for of in dict.fromkeys((case, await self.goes_on_in(case))):
            for work in await self._house.in_case(dispatch.ASSIGNMENT, of):
                unit = await self._house.state(dispatch.UNIT, work.unit)
                if unit is not None and own_unit(unit, actor):
                    return
        raise Refused("not_your_case")

    async def reports(self, case: CaseId, actor: Actor) -> None:
        """Who opens cases reports of any of them; a centre of those that it has or had a task of, a crew of its own.

        Raises `Refused`: `not_your_case`, `no_task_here`.
        """
        await self.speaks(case, actor)
        if actor.kind in {"crew", "system"} or holds(actor, Permission.CASE_OPEN) or actor.centre is None:
            return
        of = dict.fromkeys((case, await self.goes_on_in(case)))
        tasks = [task for each in of for task in await self._house.in_case(dispatch.TASK, each)]
        if not any(task.centre == actor.centre for task in tasks):
            raise Refused("no_task_here")

    async def locates(self, case: CaseId, actor: Actor) -> None:
        """Who opens cases says where any of them is; a centre, where those are that it has a task of.

        Raises `Refused("no_task_here")`.
        """
        if actor.kind == "system" or holds(actor, Permission.CASE_OPEN):
            return
        tasks = await self._house.in_case(dispatch.TASK, case)
        if not any(task.centre == actor.centre and task.state in OPEN for task in tasks):
            raise Refused("no_task_here")

    async def workable(self, attempt: Attempt, case: CaseId) -> Mode:
        """The mode of an open case, whose version giving it work then states. Raises `Refused("case_not_open")`."""
        found = await attempt.get(cases.CASE, case)
        if found.state is not CaseState.OPEN:
            raise Refused("case_not_open", number=found.number, state=found.state)
        return found.mode

    async def lives_on(self, attempt: Attempt, case: CaseId) -> CaseId:
        """The case in which a case goes on, within one attempt. Raises `Refused("unknown_case")`."""
        return (await cases.lives_on(attempt, case)).id

    async def goes_on_in(self, case: CaseId) -> CaseId:
        """The same as things stand now; a case that nobody knows is itself."""
        found = await self._house.state(cases.CASE, case)
        while found is not None and found.merged_into is not None:
            found = await self._house.state(cases.CASE, found.merged_into)
        return found.id if found is not None else case

    async def sealable(self, attempt: Attempt, case: CaseId) -> Mode:
        """The mode of a closed case, whose version sealing then states, with those of all that worked on it.

        Raises `Refused`: `case_not_closed`, and `tasks_open`, `units_still_out`, `calls_open` naming which.
        """
        found = await attempt.get(cases.CASE, case)
        if found.state not in {CaseState.CLOSED, CaseState.SEALED}:
            raise Refused("case_not_closed", number=found.number)
        for check in self._before_seal:
            await check(attempt, case)
        return found.mode


@dataclass(frozen=True)
class Shell:
    """What every process of the house holds."""

    pool: Pool
    dsn: str
    clock: Clock
    wakeups: Wakeups
    work: Work
    door: Door
    nouns: Nouns
    keys: FolderKeys
    in_force: InForce
    following: Following
    sets: SetStore
    ground: Ground
    reviewed: ReviewedLog
    recordings: Recordings

    @property
    def content(self) -> Published:
        """Protocols and cards in force."""
        return self.in_force.published

    @property
    def plan(self) -> Plan:
        """The response plan in force."""
        return self.in_force.plan


def services(
    work: Work,
    pool: Pool,
    keys: FolderKeys,
    in_force: InForce,
    sets: KnownSets,
    reviewed: ReviewedLog,
    country: str,
    recordings: Recordings,
    mode: Mode,
    clock: Clock,
) -> list[tuple[tuple[type[Command], ...], Handle]]:
    """Every service with the commands it answers."""
    units, content, house = DispatchStore(pool), in_force.published, House(pool, all_nouns())
    known = CaseLooks(pool, (OpenTasks(units), OpenUnits(units), OpenCalls(units)))
    plan, plan_here = lambda: in_force.plan, PostsNow(house, clock).plan
    instructing = instructions.Instructions(
        work, content.cards, known, known.mode_of, recordings, CallLines(pool)
    )
    dispatching = dispatch.Dispatch(
        work, units, units, plan, known.workable, known.lives_on, units, plan_here
    )
    return [
        (calls.COMMANDS, calls.Calls(work, country).handle),
        (
            cases.COMMANDS,
            cases.Cases(
                work,
                (OpenTasks(units),),
                (ServicesTold(units),),
                known.locates,
                lambda **read: content.goods.look_up(Asked(**read)),
            ).handle,
        ),
        (dispatch.COMMANDS, dispatching.handle),
        (triage.COMMANDS, triage.Triage(work, content.library, known.mode_of).handle),
        (instructions.COMMANDS, instructing.handle),
        (followup.COMMANDS, followup.Followup(work, known.mode_of, known.speaks, known.goes_on_in).handle),
        (looks.COMMANDS, looks.Looking(work, known.mode_of).handle),
        (searches.COMMANDS, searches.Searching(work).handle),
        (archive.COMMANDS, archive.Archive(work, keys, known.sealable).handle),
        (publishing.COMMANDS, publishing.Publishing(work, keys, sets).handle),
        (
            major.COMMANDS,
            major.Major(work, lambda: in_force.civil, known.workable, known.reports, known.goes_on_in).handle,
        ),
        (review.COMMANDS, review.Reviewing(work, reviewed, ReviewStore(pool)).handle),
        (closures.COMMANDS, closures.Closing(work).handle),
        (hospitals.COMMANDS, hospitals.Hospitals(work).handle),
        (
            radio.COMMANDS,
            radio.Radio(
                work, pool, lambda: in_force.radio, Carriers(pool, known.reports), known.workable, mode
            ).handle,
        ),
        (pace.COMMANDS, pace.Paces(work, pace.PaceQueries(pool, plan)).handle),
        (preventive.COMMANDS, operations_service(work, house, Store(pool).agencies).handle),
    ]


@asynccontextmanager
async def open_shell(settings: Settings, clock: Clock | None = None) -> AsyncIterator[Shell]:
    """The same shell for `serve`, for `worker` and for a test. Raises `Refused("database_url_missing")`."""
    if settings.database_url is None:
        raise Refused("database_url_missing")
    keys = FolderKeys.open_or_create(settings.keys)
    ticking = clock or SystemClock()
    pool = await open_pool(settings.database_url)
    try:
        sets, folder = SetStore(pool), settings.content or content_folder()
        verdicts = Verdicts(settings.data / "content-verdict.json")
        following = Following(sets, ticking, folder, settings.area, verdicts)
        in_force = await following.open()
        ground = Ground(sets, lambda: set_of(folder))
        async with Wakeups(pool, settings.database_url) as wakeups:
            work = Work(pool, ticking, wakeups)
            known_sets = KnownSets(sets, ground)
            reviewed = ReviewedLog(pool, admission(pool, ticking, in_force), in_force.published)
            recordings = await asyncio.to_thread(Recordings, recording_folders(settings))
            door = Door(
                *services(
                    work,
                    pool,
                    keys,
                    in_force,
                    known_sets,
                    reviewed,
                    settings.country,
                    recordings,
                    settings.mode,
                    ticking,
                )
            )
            follows = asyncio.create_task(following.run(in_force))
            follows.add_done_callback(end_with)
            try:
                yield Shell(
                    pool=pool,
                    dsn=settings.database_url,
                    clock=ticking,
                    wakeups=wakeups,
                    work=work,
                    door=door,
                    nouns=all_nouns(),
                    keys=keys,
                    in_force=in_force,
                    following=following,
                    sets=sets,
                    ground=ground,
                    reviewed=reviewed,
                    recordings=recordings,
                )
            finally:
                follows.cancel()
    finally:
        await pool.close()


def end_with(following: asyncio.Task[None]) -> None:
    """What follows the log or the shelf and fell over a defect would leave a house that looks well and stands still: end,
    to be started again."""
    if not following.cancelled() and following.exception() is not None:
        _log.critical("follower_defect", exc_info=following.exception())
        os.kill(os.getpid(), signal.SIGTERM)


def line_key(keys: FolderKeys) -> bytes:
    """What signs the words that open a line: the same in every process of the house, and nowhere else."""
    return keys.sign(b"auxilio line tokens 1")  # Ed25519 is deterministic


def started() -> None:
    """What is here at the end of a start stays as long as the process: the collector need not look at it again.

    Looking at it took 56 ms of a core, again and again, while every desk waited (decision 0114).
    """
    gc.collect()
    gc.freeze()


def open_region(settings: Settings) -> RegionService:
    """The region of the settings; without one the house goes on: words and a point, straight-line times, no map.

    One that cannot be opened does not keep the telephones silent either: it is logged, and every page says so.
    """
    if settings.region is None:
        return RegionService.fake()
    try:
        return RegionService.open(settings.region)
    except Refused as refused:
        _log.critical("region_lost", extra={"code": refused.code})
        return RegionService.lost()


def follow_closures(shell: Shell, region: RegionService, mode: Mode) -> None:
    """From here on the roads of this region are asked as they are now."""
    region.settle = RoadsNow(shell.pool, shell.clock, region.hold, mode).settle


def follow_operations(shell: Shell, region: RegionService, mode: Mode) -> None:
    """From here on the search of this region finds what has a name only while an operation runs."""
    region.spots = PostsNow(House(shell.pool, shell.nouns), shell.clock, mode).spots


def hospital_queries(shell: Shell, region: RegionService) -> hospitals.HospitalQueries:
    """Where patients could be taken, by this region's roads."""
    on_the_way = OnTheWay(shell.pool, DispatchStore(shell.pool), shell.clock)
    return hospitals.HospitalQueries(shell.pool, shell.clock, region, on_the_way)


def coverage_queries(shell: Shell, region: RegionService) -> CoverageQueries:
    """Who can be where in time, by this region's roads."""
    return CoverageQueries(shell.pool, shell.clock, DispatchStore(shell.pool), region)


def radio_queries(shell: Shell) -> radio.RadioQueries:
    """The radio log, and the plan in force."""
    return radio.RadioQueries(RadioStore(shell.pool), shell.clock, lambda: shell.in_force.radio)


def queries(shell: Shell, region: RegionService) -> DispatchQueries:
    """What centre, desk and crew ask; also what the reflex of a P0 asks."""
    store = DispatchStore(shell.pool)
    here = PostsNow(House(shell.pool, shell.nouns), shell.clock).plan
    return DispatchQueries(shell.pool, shell.clock, store, region, lambda: shell.plan, store, here)
