"""A whole installation whose clock the test moves, calls that were told in it, and who reviews them."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from auxilio.app.capabilities import NARRATIVES
from auxilio.app.composition import dispatch_queries, open_runtime, review_desk
from auxilio.app.runtime import Runtime
from auxilio.app.settings import Settings
from auxilio.app.storage import blobs_of
from auxilio.calls.core import messages as calls
from auxilio.calls.core.model import CallDisposition
from auxilio.casefile.assembly import CaseFileService, IssuingCentre
from auxilio.casefile.review_sampling import ReviewSampling, review_sampling
from auxilio.cases.core import messages as cases
from auxilio.cases.core.model import Location, LocationCertainty
from auxilio.dispatch.tasks.core import messages as tasks
from auxilio.geo.service import RegionService
from auxilio.instructions.core import messages as cards
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command, CommandResult
from auxilio.kernel.ids import CallId, CaseId, RunId, TaskId
from auxilio.kernel.position import Point
from auxilio.kernel.shared_types import Mode, Priority
from auxilio.platform.database.seal_store import LogSealer
from auxilio.platform.ids import new_id
from auxilio.platform.postgres import EmbeddedPostgres
from auxilio.quality_review.core import messages as m
from auxilio.quality_review.core.model import Cause, Review, ReviewFinding, ReviewVerdict
from auxilio.quality_review.queries import ReviewQueries
from auxilio.quality_review.service import review_id
from auxilio.triage.core import messages as triage
from auxilio.workflows.capability import reactions
from auxilio.workflows.runner import ReactionRunner
from tests.actors import person
from tests.database import fresh_database
from tests.demo_directory import register_demo_centres
from tests.manual_clock import Later

OPERATOR, ROOM = (
    person("call_taker", "desk-1", name="Laia Font"),
    person("supervisor", "room", name="Clara Riba"),
)
VERA, HUGO = person("reviewer", name="Vera Camps"), person("reviewer", name="Hugo Sanz")
DOCTOR = person("medical_director", name="Marc Oliva")
ZONE = ZoneInfo("Europe/Madrid")
V = ReviewVerdict


@dataclass
class Centre:
    """A whole installation, with what follows from each fact."""

    runtime: Runtime
    clock: Later
    runner: ReactionRunner
    sampling: ReviewSampling
    desk: ReviewQueries
    files: CaseFileService

    async def do(self, actor: Actor, command: Command, later_s: float = 0) -> CommandResult:
        """A person presses a key so many seconds later, and what follows follows."""
        self.clock.ahead_s += later_s
        handled = await self.runtime.commands.handle(new_id(), command, actor)
        await self.runner.catch_up()
        return handled

    async def review(self, call: CallId) -> Review:
        return await self.desk._store.review(review_id(call))

    async def findings(self, call: CallId) -> dict[str, ReviewFinding]:
        await self.do(ROOM, m.ChooseCall(call=call, cause=Cause.LEARNING, reason="para aprender"))
        await self.do(VERA, m.TakeReview(review=review_id(call)))
        return {one.item: one for one in (await self.review(call)).findings}

    async def tomorrow(self) -> None:
        """The day is over, and its first head is signed."""
        now = self.clock.now().astimezone(ZONE)
        midnight = (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
        self.clock.ahead_s += (midnight - now).total_seconds() + 60
        keys = self.runtime.keys
        await LogSealer(self.runtime.pool, self.clock, keys.key_id, keys.sign)()

    def today(self):
        return self.clock.now().astimezone(ZONE).date()


@pytest.fixture
async def centre(postgres_server: EmbeddedPostgres, tmp_path: Path) -> AsyncIterator[Centre]:
    clock = Later()
    # Noon of this very day: whatever is asked of a day has the day around it.
    now = clock.now().astimezone(ZONE)
    clock.ahead_s = (now.replace(hour=12, minute=0) - now).total_seconds() + 86_400
    async with fresh_database(postgres_server) as database:
        await register_demo_centres(database.pool)
        settings = Settings(area="demo", database_url=database.dsn, data=tmp_path)
        async with open_runtime(settings, clock) as runtime:
            follows = reactions(
                dispatch_queries(runtime, RegionService.without_data()).units_for, runtime.content.reassess_s
            )
            runner = ReactionRunner(
                runtime.pool, runtime.aggregates, runtime.wakeups, clock, runtime.commands, follows
            )
            blobs = blobs_of(settings, runtime.keys)
            files = CaseFileService(
                runtime.pool,
                clock,
                runtime.aggregates,
                runtime.keys,
                blobs,
                runtime.content,
                IssuingCentre(name="112"),
                NARRATIVES,
                commands=runtime.commands,
            )
            yield Centre(
                runtime, clock, runner, review_sampling(runtime, settings), review_desk(runtime), files
            )


def place(degree: LocationCertainty = LocationCertainty.AGREED) -> Location:
    return Location(degree=degree, words="Calle del Molino 14", point=Point(lat=42.5, lon=1.5))


@dataclass
class ReportedCall:
    """A call that was told."""

    call: CallId
    case: CaseId
    run: RunId
    task: TaskId


async def rings(centre: Centre, actor: Actor = OPERATOR, **more: str) -> ReportedCall:
    told = ReportedCall(CallId(new_id()), CaseId(new_id()), RunId(new_id()), TaskId(new_id()))
    await centre.do(actor, calls.LogManualCall(call=told.call, phone=more.get("phone"), language="es"))
    await centre.do(actor, cases.OpenCase(case=told.case, call=told.call, summary="no respira"), 5)
    return told


async def is_asked(
    centre: Centre, told: ReportedCall, protocol: str, actor: Actor = OPERATOR, **answers: str
) -> None:
    await centre.do(actor, triage.StartRun(run=told.run, case=told.case, protocol=protocol, language="es"), 5)
    for question, code in answers.items():
        await centre.do(actor, triage.AnswerQuestion(run=told.run, question=question, answer=code), 10)


async def sends(centre: Centre, told: ReportedCall, priority: Priority, later_s: float = 5) -> None:
    offer = tasks.OfferTask(
        task=told.task,
        case=told.case,
        mode=Mode.REAL,
        centre="pc-1",
        agency="pc",
        service="CIVIL_PROTECTION",
        priority=priority,
    )
    await centre.do(OPERATOR, offer, later_s)


async def leaves(centre: Centre, told: ReportedCall, later_s: float) -> None:
    """Told by telephone: the hand-over to a centre without a console."""
    await centre.do(
        OPERATOR, tasks.NotifyTaskByPhone(task=told.task, to="guardia", read_back="Molino 14"), later_s
    )


async def hangs_up(centre: Centre, told: ReportedCall, actor: Actor = OPERATOR) -> None:
    await centre.do(actor, calls.HangUp(call=told.call), 20)
    await centre.do(actor, calls.SetDisposition(call=told.call, disposition=CallDisposition.CASE))


async def arrest(centre: Centre) -> ReportedCall:
    """A call as it should be: where, the two questions, help, and the card to its end."""
    told = await rings(centre, phone="+34600111222")
    await centre.do(OPERATOR, cases.LocateCase(case=told.case, location=place()), 5)
    await is_asked(centre, told, "san-pcr", consciente="N", respira="N")
    await sends(centre, told, Priority.P0)
    await leaves(centre, told, 5)
    run = RunId(new_id())
    await centre.do(OPERATOR, cards.OpenCard(run=run, case=told.case, card="rcp-adulto", language="es"))
    await centre.do(OPERATOR, cards.MarkMoment(run=run, mark="first_compression"), 20)
    return told
