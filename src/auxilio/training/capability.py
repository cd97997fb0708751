"""Practice sessions, for the composition root."""

from typing import Protocol

from auxilio.identity.core.permissions import Permission
from auxilio.platform.capability import Capability
from auxilio.platform.database.command_executor import UnitOfWork
from auxilio.platform.database.connection import Pool
from auxilio.training import api, service
from auxilio.training.core.model import TrainingView
from auxilio.training.core.narrative import NARRATIVE
from auxilio.training.ports import ScenarioPlayer, TraineeName


class TrainingEnvironment(Protocol):
    """What commands to practice sessions need."""

    work: UnitOfWork
    pool: Pool
    scenario_player: ScenarioPlayer
    trainee_name: TraineeName


CAPABILITY: Capability[TrainingEnvironment, object, object] = Capability(
    name="training",
    aggregates=(service.PRACTICE_SESSION,),
    handlers=(
        (
            service.COMMANDS,
            lambda env: (
                service.TrainingService(env.work, env.pool, env.scenario_player, env.trainee_name).handle
            ),
        ),
    ),
    narratives=(NARRATIVE,),
    schemas=(TrainingView,),
    routes=api.HANDLERS,
    permissions=(Permission.TRAINING_LEAD,),
)
