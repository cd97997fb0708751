"""Commands to cases: load, decide, commit."""

from collections.abc import Sequence

from msgspec.structs import replace

from auxilio.cases.core import machine, merging
from auxilio.cases.core import messages as m
from auxilio.cases.core.model import Case, CaseState
from auxilio.cases.ports import (
    CaseCallCheck,
    HazmatLookup,
    LocatePermission,
    OpenWorkCheck,
    OutcomeCheck,
    PersonName,
    TypeCheck,
)
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command, CommandResult, Links, union_members
from auxilio.kernel.hazmat import HazmatSheet
from auxilio.kernel.ids import CaseId, CommandId
from auxilio.kernel.refusal import Refused
from auxilio.platform.database.aggregates import Aggregate
from auxilio.platform.database.command_executor import CommandContext, UnitOfWork

CASE = Aggregate(
    "case",
    Case,
    m.CaseEvent,
    machine.evolve,
    links=lambda c: Links(case=c.id, mode=c.mode),
    live=lambda c: c.state in {CaseState.OPEN, CaseState.CLOSED},
)
COMMANDS: tuple[type[Command], ...] = union_members(m.CaseCommand)


async def surviving_case(attempt: CommandContext, case: CaseId) -> Case:
    """The case in which a case goes on: itself, or at the end of what it was merged into. States the versions of all."""
    found = await attempt.get(CASE, case)
    while found.merged_into is not None:
        found = await attempt.get(CASE, found.merged_into)
    return found


async def _with_merged(attempt: CommandContext, case: Case) -> list[Case]:
    """The case, and those that go on in it. States the versions of all."""
    within = [case]
    for one in within:
        within += [await attempt.get(CASE, id) for id in merging.merged_cases(one)]
    return within


class CaseService:
    """The service of cases."""

    def __init__(
        self,
        work: UnitOfWork,
        open_work: Sequence[OpenWorkCheck] = (),
        outcomes_told: Sequence[OutcomeCheck] = (),
        may_locate: LocatePermission | None = None,
        looks_up_goods: HazmatLookup | None = None,
        person_name: PersonName | None = None,
        calls: CaseCallCheck | None = None,
        is_type: TypeCheck | None = None,
    ) -> None:
        self._person_name, self._calls, self._is_type = person_name, calls, is_type
        self._work, self._open_work, self._outcomes_told = work, open_work, outcomes_told
        self._may_locate, self._looks_up_goods = may_locate, looks_up_goods

    async def handle(self, command_id: CommandId, command: m.CaseCommand, actor: Actor) -> CommandResult:
        """Any command of this capability. Raises `Refused`."""

        async def decide(attempt: CommandContext) -> None:
            if isinstance(command, m.OpenCase):
                number = await attempt.next_number("case")
                attempt.create(CASE, command.case)
                attempt.record(CASE, command.case, machine.open_case(self._typed(command), number, actor))
                attempt.facts["number"] = str(number)
                return
            if isinstance(command, m.ClassifyCase):
                self._check_type(command.type, actor)
            if isinstance(command, m.LocateCase | m.AnswerWarning) and self._may_locate is not None:
                await self._may_locate(command.case, actor)
            # A call that is said to tell of a case that was the same as another tells of the one that lives on.
            linked = isinstance(command, m.LinkCall)
            case = await (
                surviving_case(attempt, command.case) if linked else attempt.get(CASE, command.case)
            )
            if isinstance(command, m.CloseCase) and case.state == CaseState.OPEN:
                await self._check_over(attempt, case, command, actor)
            if isinstance(command, m.MergeCase) and case.state == CaseState.OPEN and self._calls is not None:
                await self._calls.mergeable(attempt, await _with_merged(attempt, case), actor)
            if isinstance(command, m.LinkCall) and case.state == CaseState.CLOSED:
                await self._check_late_link(attempt, case, command, actor)
            name = await self._name(command)
            facts = machine.decide(case, command, actor, self._hazmat_sheet(command), name)
            await self._change_other_case(attempt, case, command, actor)
            attempt.record(CASE, case.id, facts)

        return await self._work.run(command_id, command, actor, decide)

    def _typed(self, command: m.OpenCase) -> m.OpenCase:
        """A type that the content no longer has is no reason to refuse a case: it opens without."""
        unknown = command.type is not None and self._is_type is not None and not self._is_type(command.type)
        return replace(command, type=None) if unknown else command

    def _check_type(self, code: str, actor: Actor) -> None:
        """What an interview has proved stands, also when its type has gone since. Raises `Refused("unknown_type")`."""
        if self._is_type is None or Permission.SYSTEM in actor.permissions or self._is_type(code):
            return
        raise Refused("unknown_type", type=code)

    async def _check_over(
        self, attempt: CommandContext, case: Case, command: m.CloseCase, actor: Actor
    ) -> None:
        """Nothing of it is open, nor of what goes on in it and has not come over yet."""
        within = await _with_merged(attempt, case)
        for one in within:
            for check in self._open_work:
                await check(attempt, one.id)
        services = frozenset(outcome.service for outcome in command.closing.outcomes)
        for told in self._outcomes_told:
            await told(attempt, command.case, services)
        if self._calls is not None:
            await self._calls.closable(attempt, within, actor)

    async def _check_late_link(
        self, attempt: CommandContext, case: Case, command: m.LinkCall, actor: Actor
    ) -> None:
        """That a call which is over told of a closed case is a late fact; a caller who waits or speaks is put where work goes
        on. Raises `Refused("case_not_open")`."""
        if Permission.SYSTEM in actor.permissions or self._calls is None or command.call in case.calls:
            return
        if not await self._calls.is_over(attempt, command.call):
            raise Refused("case_not_open", number=case.number, state=case.state)

    async def _change_other_case(
        self, attempt: CommandContext, case: Case, command: m.CaseCommand, actor: Actor
    ) -> None:
        """What merging and parting mean for the other case: both have it, or neither. Raises `Refused`."""
        match command:
            case m.MergeCase(into=id):
                # Read in this attempt, so that its version is checked too: two cases never end in one another.
                into = await attempt.get(CASE, id)
                merging.require_mergeable(into, case)
                attempt.record(CASE, into.id, merging.merge_in(into, case, actor))
            case m.UnmergeCase() if case.merged_into is not None:
                home = await attempt.get(CASE, case.merged_into)
                living = await surviving_case(attempt, home.id)
                # Its callers have spoken there meanwhile.
                attempt.record(CASE, case.id, merging.stay_reserved(case, living, actor))
                attempt.record(CASE, home.id, merging.split_off(home, case))
            case _:
                pass

    async def _name(self, command: m.CaseCommand) -> str | None:
        if not isinstance(command, m.NamePerson) or self._person_name is None:
            return None
        return await self._person_name(command.person)

    def _hazmat_sheet(self, command: m.CaseCommand) -> HazmatSheet | None:
        """What the tables in force say of goods that are stated: kept in the fact, and never asked again."""
        if not isinstance(command, m.ReportHazmat):
            return None
        assert self._looks_up_goods is not None, "a command of goods needs their tables"
        return self._looks_up_goods(
            top=command.top, bottom=command.bottom, un=command.un, hazard_class=command.hazard_class
        )
