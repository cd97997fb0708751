"""A real installation in which a practice session is held: what follows from each fact, and a clock that the test moves."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest

from auxilio.app.composition import dispatch_queries, identity_of, open_runtime
from auxilio.app.runtime import Runtime
from auxilio.app.settings import Settings
from auxilio.geo.service import RegionService
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command
from auxilio.kernel.position import Point
from auxilio.kernel.shared_types import Mode
from auxilio.platform.ids import new_id
from auxilio.platform.postgres import EmbeddedPostgres
from auxilio.reporting.training_scores import TrainingScores
from auxilio.training.core.model import PracticePlace, PracticeSession, TrainingId
from auxilio.training.service import PRACTICE_SESSION, TrainingQueries
from auxilio.workflows.capability import reactions
from auxilio.workflows.runner import ReactionRunner, StateReader
from auxilio.workflows.training_callers import TrainingCallers
from auxilio.workflows.training_closing import TrainingCloser, calls_all_over
from auxilio.workflows.training_scenarios import SimulatedScenarios
from tests.actors import person
from tests.database import fresh_database
from tests.demo_directory import register_demo_centres
from tests.dispatch.factories import dispatcher
from tests.manual_clock import Later

TRAINING = Mode.TRAINING
CLARA = person("supervisor", "room-1", name="Clara Riba", mode=TRAINING)
ANNA = person("call_taker", "desk-1", name="Anna Font", mode=TRAINING)
PAU = dispatcher("san-1", name="Pau Serra", mode=TRAINING)
MARC = person("crew", "x-1", name="Marc Oliva", agency="san", centre="san-1", mode=TRAINING)
MILL = PracticePlace(words="Calle del Molino 14", point=Point(lat=42.5, lon=1.5))


@dataclass
class Evening:
    """An installation in real mode, and the people of a practice session."""

    runtime: Runtime
    clock: Later
    runner: ReactionRunner
    callers: TrainingCallers
    closer: TrainingCloser

    async def do(self, actor: Actor, command: Command, later_s: float = 0) -> None:
        """A person presses a key so many seconds later, and what follows follows."""
        self.clock.ahead_s += later_s
        await self.runtime.commands.handle(new_id(), command, actor)
        await self.runner.catch_up()

    async def passes(self, seconds: float, *, step_s: float = 1.0) -> None:
        """Time goes by, and the worker looks as often as it does."""
        gone = 0.0
        while gone < seconds:
            self.clock.ahead_s += step_s
            gone += step_s
            await self.callers.run()
            await self.closer.run()
            await self.runner.catch_up()

    async def session(self, id: TrainingId) -> PracticeSession:
        found = await self.callers.states.state(PRACTICE_SESSION, id)
        assert found is not None
        return found

    @property
    def trainings(self) -> TrainingQueries:
        people, over = identity_of(self.runtime).present_in, calls_all_over(self.callers.states)
        return TrainingQueries(self.runtime.pool, SimulatedScenarios(), people, over)

    @property
    def scores(self) -> TrainingScores:
        return TrainingScores(self.runtime.pool)


async def _register(runtime: Runtime, *people: Actor) -> None:
    for one in people:
        await runtime.pool.execute(
            "insert into person (id, login, name, roles, agency, centre, languages, active, password_given, password_hash)"
            " values ($1, $2, $3, $4, $5, $6, array['es'], true, false, '-')",
            UUID(str(one.id)), one.name.split()[0].lower(), one.name, sorted(one.roles), one.agency, one.centre,
        )  # fmt: skip


@pytest.fixture
async def evening(postgres_server: EmbeddedPostgres, tmp_path: Path) -> AsyncIterator[Evening]:
    clock = Later()
    async with fresh_database(postgres_server) as database:
        await register_demo_centres(database.pool)
        settings = Settings(area="demo", database_url=database.dsn, data=tmp_path)
        async with open_runtime(settings, clock) as runtime:
            await _register(runtime, CLARA, ANNA, PAU, MARC)
            queries = dispatch_queries(runtime, RegionService.without_data())
            runner = ReactionRunner(
                runtime.pool,
                runtime.aggregates,
                runtime.wakeups,
                clock,
                runtime.commands,
                reactions(queries.units_for),
            )

            async def places() -> tuple[PracticePlace, ...]:
                return (MILL,)

            states = StateReader(runtime.pool, runtime.aggregates)
            closer = TrainingCloser(clock, runtime.commands, states, settings.mode)
            callers = TrainingCallers(
                runtime.pool, clock, runtime.commands, states, SimulatedScenarios(), places, settings.mode
            )
            yield Evening(runtime, clock, runner, callers, closer)
