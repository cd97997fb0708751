"""What centre, desk and crew ask without changing anything."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from auxilio.dispatch.aggregates import TASK, UNIT
from auxilio.dispatch.core.records import (
    PlanCheck,
    ResponsePlanView,
    UnitRecord,
    response_plan_view,
    unit_record,
)
from auxilio.dispatch.ports import (
    CaseAdmissionCheck,
    CentreRegister,
    ContactsOf,
    HiddenCaseLookup,
    PlanAmendment,
    PlanQuery,
    UnitDirectory,
    UnitPositions,
    UnitTravelTimes,
    admit_every_case,
    every_centre_of_the_plan,
    hide_no_case,
    no_contacts,
    plan_unchanged,
)
from auxilio.dispatch.recommendation.core.joint_assignment import (
    DIVERTING_PRIORITIES,
    JointAssignment,
    can_serve,
    diversions,
    is_divertible,
    share,
    unmet_capabilities,
)
from auxilio.dispatch.recommendation.core.policy import POSITION_LOST_S, Recommendation, is_free, recommend
from auxilio.dispatch.recommendation.core.routing_candidates import RoutingCandidate, choose_routed_units
from auxilio.dispatch.response_plan.core.plan import (
    ResponsePlan,
    ResponseProposal,
    levels_of,
    neighbours_of,
    propose,
)
from auxilio.dispatch.response_plan.core.registered import (
    TelephoneContact,
    compare_with_directory,
    telephone_contacts,
)
from auxilio.dispatch.tasks.core.centre_authority import require_centre
from auxilio.dispatch.tasks.core.coverage import asked_of_units
from auxilio.dispatch.tasks.core.model import UNANSWERED_STATES, Task, TaskState
from auxilio.dispatch.tasks.core.shared_types import Code
from auxilio.dispatch.travel_time_factor.core.policy import apply_factors, explain_factors
from auxilio.dispatch.travel_time_factor.service import load_factors
from auxilio.dispatch.units.core.model import Unit, UnitPosition
from auxilio.geo.model import TravelBasis, TravelTime
from auxilio.identity.core.gate import require
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import CentreId, TaskId, UnitId, stream_id
from auxilio.kernel.instant import seconds_between
from auxilio.kernel.position import Point
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode, Priority
from auxilio.platform.clock import Clock
from auxilio.platform.database import cursors, log
from auxilio.platform.database.aggregates import Aggregate
from auxilio.platform.database.connection import Pool

UNITS_MAX = 2_000
"""Of one centre. More would be a mistake in its data."""
TASKS_MAX = 500
BY_ROAD_TASKS_MAX = 30
"""The most severe: beyond them the tasks of a night of storm are shared by estimates, which say so."""
SHARED_STATES = frozenset({TaskState.ACCEPTED, TaskState.ACTIVE})


class DispatchQueries:
    """Reads alone."""

    def __init__(
        self,
        pool: Pool,
        clock: Clock,
        positions: UnitPositions,
        travel: UnitTravelTimes,
        plan: Callable[[], ResponsePlan],
        fleet: UnitDirectory,
        here: PlanAmendment = plan_unchanged,
        admits: CaseAdmissionCheck = admit_every_case,
        hides: HiddenCaseLookup = hide_no_case,
        register: CentreRegister = every_centre_of_the_plan,
        contacts: ContactsOf = no_contacts,
    ) -> None:
        self._register, self._contacts = register, contacts
        self._here, self._admits, self._hides = here, admits, hides
        self._pool, self._clock, self._positions, self._fleet = pool, clock, positions, fleet
        self._travel, self._plan = travel, plan

    async def propose(
        self,
        type: str | None,
        priority: Priority,
        send: Iterable[str],
        municipality: str | None,
        actor: Actor,
        level: int = 1,
        place: Point | None = None,
    ) -> ResponseProposal:
        """What F9 would offer for these facts now. Raises `Refused("not_permitted")`."""
        require(actor, Permission.TASK_OFFER)
        asked = PlanQuery(
            mode=actor.mode, type=type, priority=priority, place=place, municipality=municipality
        )
        plan = await self._here(self._plan(), asked)
        now, known = self._clock.now(), await self._register()
        return propose(plan, type, priority, send, municipality, at=now, level=level, known=known)

    async def recommend(self, task: TaskId, actor: Actor) -> Recommendation:
        """Units of the task's centre by travel time, each with its reason.

        Raises `Refused`: `unknown_task`, `not_your_centre`, `not_permitted`, `case_reserved`, `session_mode_differs`.
        """
        require(actor, Permission.UNIT_ALERT)
        wanted = await self._state(TASK, task)
        require_centre(wanted.centre, actor, wanted.agency)
        await self._admits(wanted.case, actor)
        found = await self.units_for(wanted)
        if wanted.aid_of is not None:
            return found
        plan = await self._here(self._plan(), PlanQuery(mode=wanted.mode))
        known = await self._register()
        neighbours = tuple(one.id for one in neighbours_of(plan, wanted.centre, known))
        return msgspec.structs.replace(found, neighbours=neighbours)

    async def units_for(self, task: Task) -> Recommendation:
        """The same for Auxilio itself: the demo's reflex alert asks it (workflows/coordination.py)."""
        now = self._clock.now()
        units = await cursors.live_where(self._pool, UNIT, UNITS_MAX, centre=task.centre)
        lent = await cursors.live_where(self._pool, UNIT, UNITS_MAX, lent_by=task.centre)
        units += [unit for unit in lent if unit.centre != task.centre]
        seen = {one.unit: one for one in await self._positions.latest([unit.id for unit in units])}
        starts = {unit.id: unit_start_point(unit, seen.get(unit.id), now) for unit in units}
        factors = await load_factors(self._pool, task.mode)
        times = apply_factors(await times_for(task, units, starts, self._travel), units, factors)
        going, helps = await self._who_covers(task, units)
        left = unmet_capabilities(asked_of_units(task), going, helps)
        found = recommend(task, units, seen, times, now, left, (*going, *helps))
        return explain_factors(found, units, factors)

    async def fleet(self, actor: Actor) -> list[UnitRecord]:
        """Every unit by its fixed data, and whether it is out; not one word of a case. Raises `Refused("not_permitted")`."""
        require(actor, Permission.UNIT_ADMIN)
        return [unit_record(unit) for unit in await self._fleet.units()]

    def alarms(self, actor: Actor) -> dict[str, tuple[int, ...]]:
        """For each type the levels to which its alarm can be raised. Raises `Refused("not_permitted")`."""
        require(actor, Permission.TASK_OFFER)
        plan = self._plan()
        return {type: levels_of(plan, type)[1:] for type in sorted({alarm.type for alarm in plan.alarms})}

    async def contacts(self, actor: Actor) -> tuple[TelephoneContact, ...]:
        """Whom desks and centres dial, and ask into a call by a number: contacts of the directory, those of the plan, and centres
        without a console."""
        require(actor, Permission.CALL_TALK)
        kept, known = await self._contacts(actor), await self._register() or {}
        return telephone_contacts(kept, self._plan().area, known)

    def plan_in_force(self, actor: Actor) -> ResponsePlanView:
        """The response plan as an administrator reads it. Raises `Refused("not_permitted")`."""
        require(actor, Permission.CONTENT_LIST)
        return response_plan_view(self._plan())

    async def plan_check(self) -> PlanCheck:
        """Whether there is a plan, and in what it differs from the directory: for everybody who works here."""
        plan, registered = self._plan(), await self._register()
        return PlanCheck(
            planned=bool(plan.area.id),
            findings=compare_with_directory(plan, registered) if registered is not None else (),
        )

    async def share(self, actor: Actor) -> JointAssignment:
        """Every task of the actor's centre that still lacks units, solved together, and runs that could be diverted.

        Raises `Refused`: `not_permitted`; `centre_missing` for an actor at no centre.
        """
        require(actor, Permission.UNIT_ALERT)
        if actor.centre is None:
            raise Refused("centre_missing")
        tasks = await self._tasks_lacking_units(actor.centre, actor.mode)
        hidden = await self._hides(actor, {task.case for task in tasks})
        return await self._share(actor.centre, [task for task in tasks if task.case not in hidden])

    async def _tasks_lacking_units(self, centre: CentreId, mode: Mode) -> list[Task]:
        return [
            task
            for task in await cursors.live_where(self._pool, TASK, TASKS_MAX, centre=centre)
            if task.mode == mode and task.state in SHARED_STATES
        ]

    async def _share(self, centre: CentreId, tasks: Sequence[Task]) -> JointAssignment:
        now = self._clock.now()
        units = await cursors.live_where(self._pool, UNIT, UNITS_MAX, centre=centre)
        seen = {one.unit: one for one in await self._positions.latest([unit.id for unit in units])}
        starts = {unit.id: unit_start_point(unit, seen.get(unit.id), now) for unit in units}
        short = [
            msgspec.structs.replace(task, capabilities=left)
            for task in tasks
            if (left := await self._unmet_capabilities(task, units))
        ]
        return await solve_jointly(short, tasks, units, starts, self._travel, now)

    async def _unmet_capabilities(self, task: Task, units: Sequence[Unit]) -> tuple[Code, ...]:
        """The part of it for which no unit goes or went, and no neighbour was asked who may still come."""
        return unmet_capabilities(asked_of_units(task), *await self._who_covers(task, units))

    async def _who_covers(
        self, task: Task, units: Sequence[Unit]
    ) -> tuple[list[tuple[Code, ...]], list[tuple[Code, ...]]]:
        """What each unit can do that goes there or has finished there, and what each neighbour was asked for who may still come."""
        lent = [await self._state(TASK, id) for id in task.aids]
        helps = [
            one.capabilities for one in lent if one.state not in UNANSWERED_STATES and one.passed_to is None
        ]
        going = [unit.capabilities for unit in units if unit.task == task.id]
        return [*task.done, *going], helps

    async def _state[S: msgspec.Struct](self, aggregate: Aggregate[S], key: UUID) -> S:
        found = await log.state_of(self._pool, stream_id(aggregate.name, key))
        if found is None:
            raise Refused(f"unknown_{aggregate.name}", id=str(key))
        return aggregate.read_state(found[1])


async def solve_jointly(
    short: Sequence[Task],
    tasks: Sequence[Task],
    units: Sequence[Unit],
    starts: Mapping[UnitId, Point],
    travel: UnitTravelTimes,
    at: datetime,
) -> JointAssignment:
    """`short` solved together. `tasks` are all of the centre's: units on their way to one of them may be diverted."""
    times = {
        task.id: await times_for(task, units, starts, travel, by_road=nth < BY_ROAD_TASKS_MAX)
        for nth, task in enumerate(sorted(short, key=lambda task: task.priority))
    }
    found = share(short, units, times, at)
    for to in (task for task in short if task.priority in DIVERTING_PRIORITIES):
        for of in tasks:
            could = [unit for unit in units if is_divertible(unit, to, of) and can_serve(unit, to)]
            if not could:
                continue
            if of.id not in times:
                times[of.id] = await times_for(of, units, starts, travel)
            await _ask(times[to.id], to, could, starts, travel)
            await _ask(times[of.id], of, could, starts, travel)
    return diversions(found, short, tasks, units, times)


async def _ask(
    known: dict[UnitId, TravelTime],
    task: Task,
    units: Sequence[Unit],
    starts: Mapping[UnitId, Point],
    travel: UnitTravelTimes,
) -> None:
    """No unit is diverted by an estimate: where there is only that, the road engine is asked."""
    missing = [one.id for one in units if one.id not in known or known[one.id].by is TravelBasis.ESTIMATE]
    if task.place is not None and missing:
        found = await travel.times_to(task.place, [starts[unit] for unit in missing])
        known |= zip(missing, found, strict=True)


async def times_for(
    task: Task,
    units: Iterable[Unit],
    starts: Mapping[UnitId, Point],
    travel: UnitTravelTimes,
    *,
    by_road: bool = True,
) -> dict[UnitId, TravelTime]:
    """A time for each unit that can do something of what the task asks: by the road for those who count (`reach`)."""
    if task.place is None:
        return {}
    can = [unit for unit in units if can_serve(unit, task)]
    lines = travel.reckon(task.place, [starts[unit.id] for unit in can])
    times = {unit.id: line for unit, line in zip(can, lines, strict=True)}
    if by_road:
        able = [
            RoutingCandidate(
                unit=one.id,
                capabilities=frozenset(one.capabilities),
                free=is_free(one, task),
                estimate=times[one.id],
            )
            for one in can
        ]
        who = choose_routed_units(task.capabilities, able)
        times |= zip(who, await travel.times_to(task.place, [starts[unit] for unit in who]), strict=True)
    return times


def unit_start_point(unit: Unit, seen: UnitPosition | None, now: datetime) -> Point:
    """Where a unit is reckoned to start: its last fix, or its station when it had no fix for an hour."""
    if seen is None or seconds_between(seen.at, now) > POSITION_LOST_S:
        return unit.home
    return seen.point
