"""A centre in which a day is played: who is there, how a key is pressed, and what is looked at after each.

A rule is what one person does at one desk. It chooses among what stands there now; what Auxilio refuses is an answer,
and what it does not expect is a defect. After each rule the reactions come to rest and every invariant is asked, unless the
worker is away: then facts pile up, and are worked through together.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition
from msgspec.structs import replace

from auxilio.cases.core.model import Case, CaseState
from auxilio.dispatch.tasks.core.model import HELD_STATES, Task, TaskState
from auxilio.dispatch.units.core.model import Unit, UnitStatus
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command, Cursor, Envelope, Event
from auxilio.kernel.ids import (
    CommandId,
    StreamId,
)
from auxilio.kernel.position import Point
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Priority
from auxilio.platform.database.upcast import upcast
from auxilio.platform.ids import new_id
from tests.actors import person
from tests.days.backends import SimulatedDay, aggregate_at
from tests.days.invariants import Broken, Picture, check
from tests.dispatch.factories import dispatcher

PLACES = (Point(41.50, 1.50), Point(41.51, 1.52), Point(41.53, 1.48))
FLEET = (
    ("SVA-1", "san", ("als",)),
    ("SVA-2", "san", ("als",)),
    ("SVB-1", "san", ("bls",)),
    ("B-1", "bom", ("pump", "rescue")),
    ("P-1", "pol", ("patrol",)),
    ("PC-1", "pc", ("civil_protection_officer",)),
)
NEEDS = (("als",), ("als", "pump"), ("als", "pump", "patrol"), ("patrol",), ("civil_protection_officer",))
STEPS = tuple(status for status in UnitStatus if status is not UnitStatus.ALERTED)
CLOCKS_S = (1.0, 12.0, 31.0, 65.0, 130.0, 330.0)
"""Past each clock of the plan and of the watches, and some past all of them."""
AWAY_MAX = 5
"""So many rules at most until the worker is back."""
PICK = st.integers(0, 11)
PRIORITIES = st.sampled_from(tuple(Priority))

type Opens = Callable[[], AbstractAsyncContextManager[SimulatedDay]]


class Centre(RuleBasedStateMachine):
    """Who is there and how it is looked at; what they do, its subclasses know. It needs `opens` and a running loop."""

    opens: ClassVar[Opens]
    loop: ClassVar[asyncio.AbstractEventLoop]
    happened: ClassVar[set[str]]
    """Kinds of facts over all days: a test shows with it that its days told of what they promise."""
    deaths: ClassVar[int] = 0
    repeats: ClassVar[bool] = True
    """Whether a day that is played again goes as it went. Over a database two desks at once end now one way, now the other."""

    def __init__(self) -> None:
        super().__init__()
        self._open = type(self).opens()
        self.ground: SimulatedDay = self._run(self._open.__aenter__())
        self.facts: list[tuple[Envelope, Event]] = []
        self.cursor, self.away, self.presses = Cursor(), 0, 0
        self.states: dict[StreamId, tuple[int, str]] = {}
        self.aggregates: dict[StreamId, Any] = {}
        self.desks = [person("call_taker", f"desk-{n}", name=f"Operadora {n}") for n in (1, 2, 3)]
        self.chief = person("supervisor", "room-1", name="Clara")
        self.centres = {
            name: [dispatcher(name), dispatcher(name)] for name in ("san-1", "bom-1", "pol-1", "pc-1")
        }

    def teardown(self) -> None:
        type(self).deaths += self.ground.deaths
        self._run(self._open.__aexit__(None, None, None))

    def _run(self, awaited: Awaitable[Any] | Coroutine[Any, Any, Any]) -> Any:
        return self.loop.run_until_complete(awaited)

    # --- what a rule does -------------------------------------------------------------------------

    def all[S](self, kind: type[S]) -> list[S]:
        """The aggregates of a kind, in the order in which they came."""
        return [one for one in self.aggregates.values() if isinstance(one, kind)]

    def press(self, actor: Actor, command: Command, *, twice: bool = False) -> bool:
        """Whether it was taken. `twice`: the page asks again, as it does when an answer was lost."""
        return self.together([(actor, command)], twice=twice) == [True]

    def together(self, presses: Sequence[tuple[Actor, Command]], *, twice: bool = False) -> list[bool]:
        """Several desks in one moment; which were taken."""

        async def one(actor: Actor, command: Command) -> bool:
            id = CommandId(new_id())
            try:
                first = await self.ground.press(actor, command, id)
                if twice:
                    assert await self.ground.press(actor, command, id) == first, (
                        "a repeat has its first answer"
                    )
            except Refused:
                return False
            return True

        async def all_() -> list[bool]:
            await self.ground.clock.advance(0.25, settle=0)
            return await asyncio.gather(*(one(*each) for each in presses))

        taken: list[bool] = self._run(all_())
        self.rest()
        return taken

    def rest(self) -> None:
        """What follows follows; while the worker is away it piles up."""
        if self.away > 0:
            self.away -= 1
        if self.away == 0:
            self._run(self.ground.settle())
        self._run(self._look())

    async def _look(self) -> None:
        self.states = await self.ground.store.states()
        fresh = await self.ground.store.facts_after(self.cursor)
        self.fresh = list(
            dict.fromkeys(fact.stream for fact in fresh)
        )  # in their order: a day is played again
        for fact in fresh:
            event = aggregate_at(fact.stream).read_event(upcast(fact.kind, fact.schema, fact.body))
            self.facts.append((fact, event))
            self.happened.add(fact.kind)
            self.cursor = fact.position
        for stream in self.fresh:
            self.aggregates[stream] = aggregate_at(stream).read_state(self.states[stream][1])

    def picture(self) -> Picture:
        """The centre as it stands."""
        return Picture(
            at=self.ground.clock.now(),
            states=self.states,
            aggregates=self.aggregates,
            facts=tuple(self.facts),
            fresh=frozenset(self.fresh),
        )

    @invariant()
    def holds(self) -> None:
        if self.facts and not self.away:
            check(self.picture())

    # --- what stands there now ---------------------------------------------------------------------

    def open_cases(self) -> list[Case]:
        return [case for case in self.all(Case) if case.state is CaseState.OPEN]

    def centre(self, task: Task, desk: int) -> Actor:
        """Somebody at the centre that has the task."""
        return pick_of(self.centres[task.centre], desk)

    def a_unit(self, nth: int, *, out: bool) -> Unit | None:
        """Any of them; `out`: one that has work, when one has."""
        busy = self.busy()
        return pick(busy if out and busy else self.all(Unit), nth)

    def busy(self) -> list[Unit]:
        return [one for one in self.all(Unit) if one.assignment is not None]

    def wanted(self) -> list[Task]:
        """Tasks for which a unit may be alerted."""
        return [one for one in self.all(Task) if one.state in HELD_STATES | {TaskState.OFFERED}]

    def unmoved(self, act: Callable[[], Any], *, goes_on: bool = False) -> None:
        """Whatever a desk does to a case, no unit is changed by it: neither by the press nor by what follows.

        `goes_on`: the case is another one now. Its units hear so, and go on with the same work.
        """
        if self.away:
            act()  # what piled up before would be taken for its doing
            return

        def units() -> list[Unit]:
            return [replace(one, case=None, orders=()) if goes_on else one for one in self.all(Unit)]

        before = units()
        act()
        moved = [unit.callsign for unit, was in zip(units(), before, strict=True) if unit != was]
        if moved:
            raise Broken({"closing_never_changes_a_unit": moved})


def where(there: Callable[[Any], object]) -> Callable[[Any], Any]:
    """A rule that is drawn only where there is something for it.

    In a day that does not repeat it may be drawn always, and then does nothing: Hypothesis must draw the same every time.
    """
    return precondition(lambda day: not day.repeats or bool(there(day)))


def pick[S](found: Sequence[S], nth: int) -> S | None:
    """One of them, the newest first; None when there is none."""
    return found[-1 - nth % len(found)] if found else None


def pick_of[S](found: Sequence[S], nth: int) -> S:
    """One of them; there is one."""
    return found[nth % len(found)]
