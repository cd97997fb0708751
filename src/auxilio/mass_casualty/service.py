"""Commands to scenes and situations: load, decide, commit."""

from datetime import datetime

from msgspec import structs

from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command, CommandResult, Links, union_members
from auxilio.kernel.ids import CommandId
from auxilio.mass_casualty.core import scene_machine, scene_messages, situation_machine, situation_messages
from auxilio.mass_casualty.core.scene import Scene
from auxilio.mass_casualty.core.situation import Situation, situation_id
from auxilio.mass_casualty.ports import CaseModeCheck, CivilPlansSource, MergedCaseLookup
from auxilio.platform.database.aggregates import Aggregate
from auxilio.platform.database.command_executor import CommandContext, UnitOfWork

SCENE = Aggregate(
    "scene",
    Scene,
    scene_messages.SceneEvent,
    scene_machine.evolve,
    links=lambda one: Links(case=one.case, mode=one.mode),
    # What was reported stays on the boards as long as its case does.
    live=lambda _: False,
    with_case=True,
)
SITUATION = Aggregate(
    "situation",
    Situation,
    situation_messages.SituationEvent,
    situation_machine.evolve,
    # A plan is of a region, not of a case; the cases that it has to do with are told in their own scenes.
    links=lambda one: Links(mode=one.mode),
    live=lambda one: one.live,
)
type MassCasualtyCommand = scene_messages.SceneCommand | situation_messages.SituationCommand
COMMANDS: tuple[type[Command], ...] = (
    *union_members(scene_messages.SceneCommand),
    *union_members(situation_messages.SituationCommand),
)


class MassCasualtyService:
    """The service of scenes and plan situations."""

    def __init__(
        self, work: UnitOfWork, plans: CivilPlansSource, workable: CaseModeCheck, lives_on: MergedCaseLookup
    ) -> None:
        self._work, self._plans, self._workable, self._lives_on = work, plans, workable, lives_on

    async def handle(
        self, command_id: CommandId, command: MassCasualtyCommand, actor: Actor
    ) -> CommandResult:
        """Any command of this capability. Raises `Refused`."""

        async def decide(attempt: CommandContext) -> None:
            if isinstance(
                command,
                scene_messages.ReportScene
                | scene_messages.CountCasualties
                | scene_messages.AlertHospital
                | scene_messages.RecordPlanOutcome,
            ):
                await self._scene(attempt, command, actor)
            else:
                await self._situation(attempt, command, actor)

        return await self._work.run(command_id, command, actor, decide)

    async def _scene(
        self, attempt: CommandContext, command: scene_messages.SceneCommand, actor: Actor
    ) -> None:
        # A crew's page may still show the case that was merged, or have stored this without network.
        command = structs.replace(command, case=await self._lives_on(command.case))
        mode = await self._workable(attempt, command.case)
        scene = await attempt.find(SCENE, command.case)
        facts = scene_machine.decide(scene, command, actor, mode)
        attempt.record(SCENE, command.case, facts, happened_at=_reported_at(command, attempt))

    async def _situation(
        self, attempt: CommandContext, command: situation_messages.SituationCommand, actor: Actor
    ) -> None:
        id = situation_id(actor.mode, command.plan)
        situation = await attempt.find(SITUATION, id)
        facts = situation_machine.decide(situation, command, actor, self._plans(), actor.mode, attempt.at)
        attempt.record(SITUATION, id, facts)


def _reported_at(command: scene_messages.SceneCommand, attempt: CommandContext) -> datetime:
    """A telephone's clock may run ahead; nothing is said later than it is heard."""
    if (
        isinstance(command, scene_messages.RecordPlanOutcome | scene_messages.AlertHospital)
        or command.at is None
    ):
        return attempt.at
    return min(command.at, attempt.at)
