"""What a capability gives to the composition root: one value, folded with those of the others (decision 0268).

A capability never knows the others: what it needs of them it states as a protocol, its environment, which the composition
root's environment satisfies. The type checker compares the two.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import msgspec

from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command, CommandResult
from auxilio.kernel.ids import CommandId
from auxilio.kernel.narrative import Narrative
from auxilio.platform.clock import Clock
from auxilio.platform.database.aggregates import Aggregate
from auxilio.platform.database.connection import Pool
from auxilio.platform.database.outbox import Deliver

type CommandHandler = Callable[[CommandId, Any, Actor], Awaitable[CommandResult]]
"""Runs one command. Raises `Refused`."""


@dataclass(frozen=True)
class Table:
    """Rows of one aggregate. `boards`: names of the boards that show all of them; reserved cases are hidden on each."""

    name: str
    aggregate: Aggregate[Any]
    row: Callable[[Any], msgspec.Struct]
    boards: tuple[str, ...]


class RunningSystem(Protocol):
    """What every process has, for jobs and routes that need no more."""

    @property
    def pool(self) -> Pool:
        """The database."""
        ...

    @property
    def clock(self) -> Clock:
        """The clock of the process."""
        ...


@dataclass(frozen=True)
class Job[W]:
    """Work of the leading worker. `every_s`: seconds between two runs; None for a run that lasts until cancelled, or that
    ends at once where there is nothing to do."""

    name: str
    bind: Callable[[W], Callable[[], Awaitable[object]]]
    """Called once, at the start of the leader; returns the function that is run each time and may hold state between runs."""
    every_s: float | None = None


@dataclass(frozen=True, kw_only=True)
class Capability[E, R, W]:
    """One capability. `E` is what its command handlers need, `R` what its routes need of the running system, `W` what its jobs
    and reactions need of the leading worker."""

    name: str
    aggregates: tuple[Aggregate[Any], ...] = ()
    handlers: tuple[tuple[tuple[type[Command], ...], Callable[[E], CommandHandler]], ...] = ()
    """Commands that a client can send, and what makes their handler."""
    routed_handlers: tuple[tuple[tuple[type[Command], ...], Callable[[E], CommandHandler]], ...] = ()
    """Commands that a route or a process makes, and that no client can send."""
    tables: tuple[Table, ...] = ()
    """Only tables whose rows every viewer of the board sees. All others (some rows or cells for some viewers, rows by the
    parameters of the board) stand in `realtime/board_catalogue.py`: they ask policies of `access`, which no capability imports.
    """
    narratives: tuple[Narrative, ...] = ()
    """How its events are told in stories, reports and case pages."""
    routes: tuple[Any, ...] = ()
    """Route handlers and controllers."""
    dependencies: Callable[[R], Mapping[str, object]] = lambda _: {}
    """What its routes ask for by name."""
    reactions: Callable[[W], Sequence[Any]] = lambda _: ()
    """`workflows.runner.Reaction`: what follows from its events. `Any`, because `platform` imports no capability. What an event means for another capability is listed by the
    manifest of `workflows`, which sees the messages of all."""
    jobs: tuple[Job[W], ...] = ()
    channels: Callable[[W], Mapping[str, Deliver]] = lambda _: {}
    """What carries out messages of the outbox, by the channel."""
    schemas: tuple[type, ...] = ()
    """Types that its routes answer with and that no row and no message refers to: they are generated into TypeScript."""
    permissions: tuple[str, ...] = ()
    """Members of `identity.core.permissions.Permission` that its commands, routes and boards ask for and that are its own.
    Each permission belongs to one manifest; which role holds it is said in the table of roles. The program does not read this:
    a test compares it with `Permission`."""
    settings: tuple[str, ...] = ()
    """Fields of `app.settings.Settings` that are its own, and no other's. Those of the installation as a whole (its database,
    addresses, clock) belong to no capability. The program does not read this: a test compares it with `Settings`."""

    @property
    def commands(self) -> tuple[type[Command], ...]:
        """Every command that a client can send."""
        return tuple(command for commands, _ in self.handlers for command in commands)
