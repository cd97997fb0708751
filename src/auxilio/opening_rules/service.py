"""Commands to opening rules: load, decide, commit."""

from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command, CommandResult, Links, union_members
from auxilio.kernel.ids import CommandId
from auxilio.opening_rules.core import machine
from auxilio.opening_rules.core import messages as m
from auxilio.opening_rules.core.model import OpeningRule, OpeningRuleState
from auxilio.platform.database.aggregates import Aggregate
from auxilio.platform.database.command_executor import CommandContext, UnitOfWork

OPENING_RULE = Aggregate(
    "opening_rule",
    OpeningRule,
    m.OpeningRuleEvent,
    machine.evolve,
    links=lambda rule: Links(mode=rule.mode),
    live=lambda rule: rule.state is OpeningRuleState.STANDING,
)
COMMANDS: tuple[type[Command], ...] = union_members(m.OpeningRuleCommand)


class OpeningRuleService:
    """The service of opening rules."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def handle(self, command_id: CommandId, command: Command, actor: Actor) -> CommandResult:
        """Any command of this capability. Raises `Refused`."""

        async def decide(attempt: CommandContext) -> None:
            match command:
                case m.SetOpeningRule():
                    known = await attempt.find(OPENING_RULE, command.rule)
                    facts = machine.set_rule(known, command, actor, attempt.at)
                case m.EndOpeningRule():
                    facts = machine.end_rule(await attempt.get(OPENING_RULE, command.rule), actor)
                case _:
                    raise TypeError(f"not a command of opening rules: {type(command).__name__}")
            attempt.record(OPENING_RULE, command.rule, facts)

        return await self._work.run(command_id, command, actor, decide)
