"""Commands to scenes and situations: load, decide, commit."""

from datetime import datetime

from msgspec import structs

from auxilio.identity.gate import require
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command, Handled, Links, members
from auxilio.kernel.ids import CommandId
from auxilio.major.machine import scene as scenes
from auxilio.major.machine import situations
from auxilio.major.messages import scene as s
from auxilio.major.messages import situations as p
from auxilio.major.model.scene import Scene
from auxilio.major.model.situation import Situation, situation_id
from auxilio.major.ports import LivesOn, Plans, Speaks, Workable
from auxilio.platform.database.nouns import Noun
from auxilio.platform.database.work import Attempt, UnitOfWork

SCENE = Noun(
    "scene",
    Scene,
    s.SceneEvent,
    scenes.evolve,
    links=lambda one: Links(case=one.case, mode=one.mode),
    # What was reported stays on the boards as long as its case does.
    live=lambda _: False,
    with_case=True,
)
SITUATION = Noun(
    "situation",
    Situation,
    p.SituationEvent,
    situations.evolve,
    # A plan is of a region, not of a case; the cases that it has to do with are told in their own scenes.
    links=lambda one: Links(mode=one.mode),
    live=lambda one: one.live,
)
type MajorCommand = s.SceneCommand | p.SituationCommand
COMMANDS: tuple[type[Command], ...] = (*members(s.SceneCommand), *members(p.SituationCommand))


class Major:
    """The shell of scenes and plan situations."""

    def __init__(
        self, work: UnitOfWork, plans: Plans, workable: Workable, speaks: Speaks, lives_on: LivesOn
    ) -> None:
        self._work, self._plans, self._workable = work, plans, workable
        self._speaks, self._lives_on = speaks, lives_on

    async def handle(self, command_id: CommandId, command: MajorCommand, actor: Actor) -> Handled:
        """Any command of this capability. Raises `Refused`."""
        require(actor, command.permission)
        if isinstance(command, s.ReportScene | s.CountCasualties):
            await self._speaks(command.case, actor)

        async def decide(attempt: Attempt) -> None:
            if isinstance(command, s.ReportScene | s.CountCasualties | s.AlertHospital | s.TellScene):
                await self._scene(attempt, command, actor)
            else:
                await self._situation(attempt, command, actor)

        return await self._work.run(command_id, command, actor, decide)

    async def _scene(self, attempt: Attempt, command: s.SceneCommand, actor: Actor) -> None:
        # A crew's page may still show the case that was merged, or have stored this without network.
        command = structs.replace(command, case=await self._lives_on(command.case))
        mode = await self._workable(attempt, command.case)
        scene = await attempt.find(SCENE, command.case)
        facts = scenes.decide(scene, command, actor, mode)
        attempt.record(SCENE, command.case, facts, happened_at=_said_at(command, attempt))

    async def _situation(self, attempt: Attempt, command: p.SituationCommand, actor: Actor) -> None:
        id = situation_id(actor.mode, command.plan)
        situation = await attempt.find(SITUATION, id)
        facts = situations.decide(situation, command, actor, self._plans(), actor.mode, attempt.at)
        attempt.record(SITUATION, id, facts)


def _said_at(command: s.SceneCommand, attempt: Attempt) -> datetime:
    """A telephone's clock may run ahead; nothing is said later than it is heard."""
    if isinstance(command, s.TellScene | s.AlertHospital) or command.at is None:
        return attempt.at
    return min(command.at, attempt.at)
