"""Commands to tasks, with the crews they concern: load, decide, record."""

from collections.abc import Iterable
from dataclasses import dataclass

import msgspec

from auxilio.dispatch.aggregates import ASSIGNMENT, TASK, UNIT
from auxilio.dispatch.ports import CaseWorkIndex, SurvivingCaseLookup
from auxilio.dispatch.response_plan.core.plan import (
    CentreRequest,
    ResponsePlan,
    ResponseProposal,
    is_registered,
    is_told_by_telephone,
    neighbours_of,
    propose,
)
from auxilio.dispatch.response_plan.core.registered import RegisteredCentres
from auxilio.dispatch.tasks.core import machine
from auxilio.dispatch.tasks.core import messages as m
from auxilio.dispatch.tasks.core.capabilities import missing_capabilities
from auxilio.dispatch.tasks.core.model import OPEN_STATES, UNANSWERED_STATES, ProposalReason, Task, unowned
from auxilio.dispatch.tasks.core.shared_types import ChangeId, ChangeKind, CriticalChange
from auxilio.dispatch.units.core import machine as unit_machine
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Event
from auxilio.kernel.ids import CaseId, CentreId, TaskId, UnitId
from auxilio.kernel.refusal import Refused
from auxilio.platform.database.command_executor import CommandContext
from auxilio.platform.ids import derived_id


@dataclass(frozen=True)
class TaskCommandHandler:
    """The tasks of one command."""

    attempt: CommandContext
    actor: Actor
    plan: ResponsePlan
    work_index: CaseWorkIndex
    lives_on: SurvivingCaseLookup
    registered: RegisteredCentres | None = None
    """The centres of the directory, where the command asks a centre: no other is offered anything. None: it asks none."""

    async def send_help(self, command: m.SendHelp) -> None:
        """Offer to each centre of the plan, or ask the one that has the task for more. No centre is asked twice. What no
        registered centre can be asked for becomes a task that nobody has.

        Raises `Refused("nobody_to_ask")` where the plan names no centre at all.
        """
        proposal = propose(
            self.plan,
            command.type,
            command.priority,
            command.send,
            command.municipality,
            at=self.attempt.at,
            level=command.level,
            known=self.registered,
        )
        if not proposal.centres and not proposal.unregistered:
            raise Refused("nobody_to_ask", services=list(proposal.unanswered))
        known = await self._of_case(command.case)
        done = [self._ask(command, proposal, ask, known) for ask in proposal.centres]
        for ask in proposal.unregistered:
            self._find_nobody(command, proposal, ask, known)
        self.attempt.facts |= {
            "offered": str(done.count("offered")),
            "extended": str(done.count("extended")),
            "unanswered": " ".join(proposal.unanswered),
            "unregistered": " ".join(ask.service for ask in proposal.unregistered),
        }

    def _find_nobody(
        self, command: m.SendHelp, proposal: ResponseProposal, ask: CentreRequest, known: list[Task]
    ) -> None:
        """An alarm for what nobody has and nobody was asked for in its place; pressing again does not repeat it."""
        had = tuple(
            capability
            for task in known
            if task.service == ask.service
            and (unowned(task) or task.passed_to is not None or task.state not in UNANSWERED_STATES)
            for capability in task.capabilities
        )
        more = missing_capabilities(ask.capabilities, had)
        if any(task.service == ask.service for task in known) and not more:
            return
        offer = _offer_of(command, proposal, ask, more, _task_id(command, ask, known), None)
        self.attempt.create(TASK, offer.task, derived=True)
        self.attempt.record(TASK, offer.task, machine.find_nobody(offer, self.actor, self.plan.by_centre))

    async def _of_case(self, case: CaseId) -> list[Task]:
        ids = await self.work_index.ids("task", case)
        await self.attempt.load(*((TASK, id) for id in ids))
        return [await self.attempt.get(TASK, id) for id in ids]

    async def ask_for_aid(self, command: m.RequestMutualAid, task: Task) -> None:
        """A neighbour, by hand; those after it in the plan are asked should it not take it."""
        found = await self._of_case(task.case)
        if any(one.id == command.aid and one.aid_of == task.id for one in found):
            return  # the same request again
        known = [one for one in found if one.aid_of == task.id and one.passed_to is None]
        around = neighbours_of(self.plan, task.centre, self.registered)
        facts = machine.ask_for_aid(task, command, known, [one.id for one in around], self.actor)
        after = around[[one.id for one in around].index(command.centre) :]
        centre, fallbacks = after[0], tuple(one.id for one in after[1:])
        why = ProposalReason(
            code="aid",
            facts={"centre": task.centre, "why": command.reason, "words": command.words or ""},
        )
        offer = m.OfferTask(
            task=command.aid,
            case=await self.lives_on(self.attempt, task.case),
            mode=task.mode,
            centre=centre.id,
            agency=centre.agency,
            service=task.service,
            capabilities=command.capabilities,
            priority=task.priority,
            place=task.place,
            by_telephone=is_told_by_telephone(centre, self.registered),
            fallbacks=fallbacks,
            reasons=(why,),
        )
        # Its alarm ends: another centre is asked for it now.
        dropped = [
            one
            for one in known
            if unowned(one) and not missing_capabilities(one.capabilities, command.capabilities)
        ]
        self.attempt.record(TASK, task.id, facts)
        self._offer(offer, None, aid=(task.id, task.centre))
        for one in dropped:
            self.attempt.record(TASK, one.id, machine.pass_on(one, command.aid, centre.id))

    def _ask(
        self, command: m.SendHelp, proposal: ResponseProposal, ask: CentreRequest, known: list[Task]
    ) -> str | None:
        chain = {ask.centre, *ask.fallbacks, *ask.absent}
        before = [task for task in known if task.centre in chain]
        helping = [task for task in before if task.state not in UNANSWERED_STATES]
        asked = tuple(one for task in helping for one in task.capabilities)
        more = missing_capabilities(ask.capabilities, asked)
        if helping and not more:
            return None
        running = [task for task in helping if task.state in OPEN_STATES]
        if running:
            change = ChangeId(derived_id(running[-1].id, f"more.{len(running[-1].capabilities)}"))
            extend = m.ExtendTask(task=running[-1].id, change=change, capabilities=more)
            self._decide(running[-1], extend)
            return "extended"
        dropped = next((task for task in before if unowned(task)), None)
        offer = _offer_of(command, proposal, ask, more, _task_id(command, ask, known), dropped)
        self._offer(offer, dropped, derived=True)
        return "offered"

    async def offer(self, command: m.OfferTask) -> None:
        """One centre, by hand. Raises `Refused`: `centre_not_registered`, `centre_of_other_agency`."""
        command = self._reached(command)
        dropped = None
        if command.instead_of is not None:
            dropped = await self.attempt.get(TASK, command.instead_of)
            if dropped.case != command.case:
                raise Refused("task_of_another_case", task=str(dropped.id))
        self._offer(command, dropped)

    def _reached(self, command: m.OfferTask) -> m.OfferTask:
        """The offer as its centre is reached: the directory knows better than a page whether it has a console."""
        if self.registered is None:
            return command
        centre = self.registered.get(command.centre)
        if centre is None:
            raise Refused("centre_not_registered", centre=command.centre)
        if centre.agency != command.agency:
            raise Refused("centre_of_other_agency", centre=command.centre, agency=centre.agency)
        return msgspec.structs.replace(command, by_telephone=command.by_telephone or not centre.console)

    def _offer(
        self,
        command: m.OfferTask,
        dropped: Task | None,
        *,
        derived: bool = False,
        aid: tuple[TaskId, CentreId] | None = None,
    ) -> None:
        self.attempt.create(TASK, command.task, derived=derived)
        follows = dropped.id if dropped else None
        if dropped is not None and dropped.aid_of is not None and dropped.aid_for is not None:
            aid = (dropped.aid_of, dropped.aid_for)  # what takes the place of a neighbour's help is help
        facts = machine.offer(command, self.plan.area.clocks, self.actor, follows, aid, self.plan.by_centre)
        self.attempt.record(TASK, command.task, facts)
        if dropped is not None:
            passed = machine.pass_on(dropped, command.task, command.centre)
            self.attempt.record(TASK, dropped.id, passed)

    async def escalate(self, command: m.EscalateTask) -> None:
        """The next centre of the plan, or the alarm that no centre is left."""
        task = await self.attempt.get(TASK, command.task)
        if not unowned(task):
            return  # somebody took it meanwhile, or another was asked by hand
        fallbacks = tuple(
            one
            for one in machine.next_centres(task)
            if one in self.plan.area.centres and is_registered(one, self.registered)
        )
        if not fallbacks:
            self.attempt.record(TASK, task.id, machine.mark_unowned(task))
            return
        centre = self.plan.area.centres[fallbacks[0]]
        offer = m.OfferTask(
            task=command.next,
            case=await self.lives_on(self.attempt, task.case),
            mode=task.mode,
            centre=centre.id,
            agency=centre.agency,
            service=task.service,
            capabilities=task.capabilities,
            priority=task.priority,
            place=task.place,
            by_telephone=is_told_by_telephone(centre, self.registered),
            reflex=centre.reflex and task.aid_of is None,  # to lend is for a person
            fallbacks=fallbacks[1:],
            reasons=(ProposalReason(code="passed_on", facts={"centre": task.centre, "state": task.state}),),
        )
        self._offer(offer, task)

    async def change(self, command: machine.TaskDecision) -> None:
        """Anything else: the task alone, and the crews where it interrupts them."""
        task = await self.attempt.get(TASK, command.task)
        facts = self._decide(task, command)
        await self._interrupt(task, facts)

    def _decide(self, task: Task, command: machine.TaskDecision) -> tuple[Event, ...]:
        facts = machine.decide(task, command, self.actor, self.attempt.at, self.plan.area.clocks)
        self.attempt.record(TASK, task.id, facts)
        return facts

    async def _interrupt(self, task: Task, facts: Iterable[Event]) -> None:
        """Every crew on the task gets the change in the same transaction as the centre: no alarm is half raised."""
        for fact in facts:
            if not isinstance(fact, m.TaskChangeRaised) or fact.change.kind is ChangeKind.MORE_ASKED:
                continue
            for id in task.assignments:
                work = await self.attempt.get(ASSIGNMENT, id)
                await self._order(work.unit, fact.change)

    async def _order(self, unit_id: UnitId, change: CriticalChange) -> None:
        unit = await self.attempt.get(UNIT, unit_id)
        self.attempt.record(UNIT, unit.id, unit_machine.order(unit, change, self.actor))


def _task_id(command: m.SendHelp, ask: CentreRequest, known: list[Task]) -> TaskId:
    """The n-th task of this centre in this case: two desks that press at once make the same one, once."""
    nth, taken = sum(task.centre == ask.centre for task in known), {task.id for task in known}
    while (id := TaskId(derived_id(command.case, f"task.{ask.centre}.{nth}"))) in taken:
        nth += 1  # some of them came from another case, and went back to it
    return id


def _offer_of(
    command: m.SendHelp,
    proposal: ResponseProposal,
    ask: CentreRequest,
    capabilities: tuple[str, ...],
    task: TaskId,
    dropped: Task | None,
) -> m.OfferTask:
    plan = ProposalReason(code="plan", facts={"plan": proposal.plan, "version": proposal.version})
    return m.OfferTask(
        task=task,
        case=command.case,
        mode=command.mode,
        centre=ask.centre,
        agency=ask.agency,
        service=ask.service,
        capabilities=capabilities,
        priority=command.priority,
        place=command.place,
        by_telephone=ask.by_telephone,
        reflex=ask.reflex,
        fallbacks=ask.fallbacks,
        reasons=(*ask.reasons, plan),
        instead_of=dropped.id if dropped else None,
    )
