"""A whole installation in one process: the real database, every reaction and timer, which run when the test says so."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from auxilio.app.composition import open_runtime
from auxilio.app.runtime import Runtime
from auxilio.app.settings import Settings
from auxilio.followup.store import WatchStore
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command
from auxilio.kernel.ids import CommandId
from auxilio.platform.clock import Clock
from auxilio.platform.ids import new_id
from auxilio.platform.postgres import EmbeddedPostgres
from auxilio.workflows.runner import Reaction, ReactionRunner
from auxilio.workflows.timers import DueTimers
from tests.database import fresh_database
from tests.demo_directory import AREA, register_demo_centres
from tests.proved_content import shared_verdict


@dataclass
class Installation:
    """What runs, and a person who works with it. A folder's tests add what they ask of it."""

    runtime: Runtime
    runner: ReactionRunner
    timers: DueTimers

    async def do(self, actor: Actor, command: Command) -> None:
        """A command, and what follows from it."""
        await self.runtime.commands.handle(CommandId(new_id()), command, actor)
        await self.runner.catch_up()


@asynccontextmanager
async def fresh_runtime(server: EmbeddedPostgres, data: Path, clock: Clock) -> AsyncIterator[Runtime]:
    """A runtime over a database of its own, with the demo's plan and the centres that it names."""
    async with fresh_database(server) as database:
        await register_demo_centres(database.pool)
        settings = Settings(area=AREA, database_url=database.dsn, data=data)
        with shared_verdict(data):
            async with open_runtime(settings, clock) as runtime:
                yield runtime


class Wiring(NamedTuple):
    """The fields of an `Installation`, in their order."""

    runtime: Runtime
    runner: ReactionRunner
    timers: DueTimers


def wired(runtime: Runtime, follows: Sequence[Reaction]) -> Wiring:
    """A runtime with these reactions, and its timers."""
    runner = ReactionRunner(
        runtime.pool, runtime.aggregates, runtime.wakeups, runtime.clock, runtime.commands, follows
    )
    watches = WatchStore(runtime.pool)
    return Wiring(
        runtime,
        runner,
        DueTimers(runtime.clock, runtime.commands, runner.states, watches, runtime.wakeups),
    )


async def no_units(*_: object) -> tuple[()]:
    """For reactions that would ask which units can be sent."""
    return ()
