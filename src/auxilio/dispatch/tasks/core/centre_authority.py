"""For which centre an actor may act: the permission says what is allowed, this module says for whom."""

from auxilio.dispatch.tasks.core.model import Task
from auxilio.identity.core.gate import holds
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import AgencyId, CentreId
from auxilio.kernel.refusal import Refused


def require_centre(centre: CentreId, actor: Actor, agency: AgencyId | None = None) -> None:
    """The system, somebody of that centre, somebody of its agency who is at no centre, or the supervisors of the room.

    Raises `Refused("not_your_centre")`.
    """
    if actor.kind == "system" or actor.centre == centre:
        return
    if actor.centre is None and (
        actor.agency == agency if actor.agency is not None else holds(actor, Permission.ROOM_WATCH)
    ):
        return
    raise Refused("not_your_centre", centre=centre)


def require_task_authority(task: Task, actor: Actor) -> None:
    """Those who may end or answer for a task: its centre; any desk where it is told by telephone."""
    if not task.by_telephone and task.told is None:
        require_centre(task.centre, actor, task.agency)
