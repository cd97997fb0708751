"""The manifest of the toy capability, and its service."""

from functools import partial
from typing import Protocol

from litestar import get
from litestar.di import NamedDependency

from auxilio.identity.core.gate import require
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import CommandResult, Links, union_members
from auxilio.kernel.ids import CommandId
from auxilio.platform.capability import Capability, CommandHandler, Job, RunningSystem, Table
from auxilio.platform.database import log
from auxilio.platform.database.aggregates import Aggregate
from auxilio.platform.database.command_executor import CommandContext, UnitOfWork
from auxilio.platform.database.connection import Pool
from auxilio.platform.ids import new_id
from auxilio.workflows.runner import system_actor
from tests.app.visitors import core

VISITOR = Aggregate(
    "visitor",
    core.Visitor,
    core.VisitorEvent,
    core.evolve,
    links=lambda visitor: Links(mode=visitor.mode),
    live=lambda visitor: visitor.present,
)
COMMANDS = union_members(core.VisitorCommand)
LEAVES = "Goodbye"
"""A visitor of this name is signed out by the worker."""


class VisitorEnvironment(Protocol):
    work: UnitOfWork


class VisitorSystem(RunningSystem, Protocol):
    @property
    def commands(self) -> "Bus": ...


class Bus(Protocol):
    async def handle(self, id: CommandId, command: core.VisitorCommand, actor: Actor) -> CommandResult: ...


def _handler(env: VisitorEnvironment) -> CommandHandler:
    async def handle(id: CommandId, command: core.VisitorCommand, actor: Actor) -> CommandResult:
        async def decide(context: CommandContext) -> None:
            if isinstance(command, core.SignInVisitor):
                known = await context.find(VISITOR, command.visitor)
                context.record(VISITOR, command.visitor, core.sign_in(known, command, actor.mode))
            else:
                visitor = await context.get(VISITOR, command.visitor)
                context.record(VISITOR, visitor.id, core.sign_out(visitor))

        return await env.work.run(id, command, actor, decide)

    return handle


async def present(pool: Pool) -> list[core.Visitor]:
    states = [VISITOR.read_state(text) for text in await log.newest_states(pool, VISITOR.name, 100)]
    return [one for one in states if one.present]


class VisitorQueries:
    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def rows(self, actor: Actor) -> list[core.VisitorRow]:
        require(actor, Permission.ROOM_WATCH)
        return [core.visitor_row(one) for one in await present(self._pool)]


@get("/api/visitors")
async def visitors(
    actor: NamedDependency[Actor], visitor_queries: NamedDependency[VisitorQueries]
) -> list[core.VisitorRow]:
    return await visitor_queries.rows(actor)


async def sign_out_leavers(running: VisitorSystem) -> None:
    for one in await present(running.pool):
        if one.name == LEAVES:
            await running.commands.handle(
                CommandId(new_id()), core.SignOutVisitor(visitor=one.id), system_actor(one.mode)
            )


CAPABILITY: Capability[VisitorEnvironment, RunningSystem, VisitorSystem] = Capability(
    name="visitors",
    aggregates=(VISITOR,),
    handlers=((COMMANDS, _handler),),
    tables=(Table("visitors", VISITOR, core.visitor_row, ("room",)),),
    routes=(visitors,),
    dependencies=lambda running: {"visitor_queries": VisitorQueries(running.pool)},
    jobs=(Job("visitors", lambda worker: partial(sign_out_leavers, worker), every_s=0.2),),
    schemas=(core.VisitorRow,),
)
