"""Practice sessions over HTTP. Every change is a command and goes through the command bus.

Litestar finds `actor` and `trainings` by name: the wiring provides them (app/processes/web_application.py).
"""

from litestar import get
from litestar.di import NamedDependency

from auxilio.kernel.actor import Actor
from auxilio.training.core.model import TrainingView
from auxilio.training.service import TrainingQueries


@get("/api/training", summary="Practice sessions", tags=["training"])
async def practice_sessions(
    actor: NamedDependency[Actor], trainings: NamedDependency[TrainingQueries]
) -> TrainingView:
    """A trainer reads all of the mode of the session; others those in which they train."""
    return await trainings.view(actor)


HANDLERS = (practice_sessions,)
"""What the wiring registers."""
