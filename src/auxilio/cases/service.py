"""Commands to cases: load, decide, commit."""

from collections.abc import Sequence

from auxilio.cases import joining, machine
from auxilio.cases import messages as m
from auxilio.cases.model import Case, CaseState
from auxilio.cases.ports import LooksUpGoods, MayLocate, OpenWork, OutcomesTold
from auxilio.identity.gate import require
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command, Handled, Links, members
from auxilio.kernel.goods import Sheet
from auxilio.kernel.ids import CaseId, CommandId
from auxilio.platform.database.nouns import Noun
from auxilio.platform.database.work import Attempt, UnitOfWork

CASE = Noun(
    "case",
    Case,
    m.CaseEvent,
    machine.evolve,
    links=lambda c: Links(case=c.id, mode=c.mode),
    live=lambda c: c.state in {CaseState.OPEN, CaseState.CLOSED},
)
COMMANDS: tuple[type[Command], ...] = members(m.CaseCommand)


async def lives_on(attempt: Attempt, case: CaseId) -> Case:
    """The case in which a case goes on: itself, or at the end of what it was merged into. States the versions of all."""
    found = await attempt.get(CASE, case)
    while found.merged_into is not None:
        found = await attempt.get(CASE, found.merged_into)
    return found


class Cases:
    """The shell of the spine."""

    def __init__(
        self,
        work: UnitOfWork,
        open_work: Sequence[OpenWork] = (),
        outcomes_told: Sequence[OutcomesTold] = (),
        may_locate: MayLocate | None = None,
        looks_up_goods: LooksUpGoods | None = None,
    ) -> None:
        self._work, self._open_work, self._outcomes_told = work, open_work, outcomes_told
        self._may_locate, self._looks_up_goods = may_locate, looks_up_goods

    async def handle(self, command_id: CommandId, command: m.CaseCommand, actor: Actor) -> Handled:
        """Any command of this capability. Raises `Refused`."""
        require(actor, command.permission)

        async def decide(attempt: Attempt) -> None:
            if isinstance(command, m.OpenCase):
                number = await attempt.next_number("case")
                attempt.create(CASE, command.case)
                attempt.record(CASE, command.case, machine.open_case(command, number, actor))
                attempt.facts["number"] = str(number)
                return
            if isinstance(command, m.Locate | m.AnswerWarning) and self._may_locate is not None:
                await self._may_locate(command.case, actor)
            # A call that is said to tell of a case that was the same as another tells of the one that lives on.
            linked = isinstance(command, m.LinkCall)
            case = await (lives_on(attempt, command.case) if linked else attempt.get(CASE, command.case))
            if isinstance(command, m.CloseCase) and case.state == CaseState.OPEN:
                await self._check_over(attempt, case, command)
            facts = machine.decide(case, command, actor, self._sheet(command))
            await self._other(attempt, case, command, actor)
            attempt.record(CASE, case.id, facts)

        return await self._work.run(command_id, command, actor, decide)

    async def _check_over(self, attempt: Attempt, case: Case, command: m.CloseCase) -> None:
        """Nothing of it is open, nor of what goes on in it and has not come over yet."""
        within = [case.id]
        for id in within:
            within += joining.inside(await attempt.get(CASE, id))
            for check in self._open_work:
                await check(attempt, id)
        services = frozenset(outcome.service for outcome in command.closing.outcomes)
        for told in self._outcomes_told:
            await told(attempt, command.case, services)

    async def _other(self, attempt: Attempt, case: Case, command: m.CaseCommand, actor: Actor) -> None:
        """What merging and parting mean for the other case: both have it, or neither. Raises `Refused`."""
        match command:
            case m.Merge(into=id):
                # Read in this attempt, so that its version is checked too: two cases never end in one another.
                into = await attempt.get(CASE, id)
                joining.must_live_on(into, case)
                attempt.record(CASE, into.id, joining.take_in(into, case, actor))
            case m.PartCase() if case.merged_into is not None:
                home = await attempt.get(CASE, case.merged_into)
                attempt.record(CASE, home.id, joining.give_back(home, case))
            case _:
                pass

    def _sheet(self, command: m.CaseCommand) -> Sheet | None:
        """What the tables in force say of goods that are stated: kept in the fact, and never asked again."""
        if not isinstance(command, m.StateGoods):
            return None
        assert self._looks_up_goods is not None, "a house that takes goods has their tables"
        return self._looks_up_goods(
            top=command.top, bottom=command.bottom, un=command.un, hazard_class=command.hazard_class
        )
