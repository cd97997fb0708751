"""Centres that are there for a time: people of several agencies sit in them and are of them as long as they do.

They stand in no table of ours: whoever runs them tells, and when they are over nothing is left to be cleared away.
"""

from collections.abc import Awaitable, Callable, Sequence

import msgspec

from auxilio.identity.core.gate import require
from auxilio.identity.core.model import TemporaryCentre
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import CentreId
from auxilio.kernel.refusal import Refused

type TemporaryCentresSource = Callable[[], Awaitable[Sequence[TemporaryCentre]]]
"""Those that there are now."""


async def no_temporary_centres() -> Sequence[TemporaryCentre]:
    """There are none."""
    return ()


def temporary_centre_of(visited: Sequence[TemporaryCentre], desk: str | None) -> TemporaryCentre | None:
    """The centre of this desk, if it is one of these."""
    return next((one for one in visited if any(each.id == desk for each in one.desks)), None)


def require_participant(visited: TemporaryCentre, actor: Actor) -> None:
    """Whoever works at a centre's desk and is of an agency that takes part, or of none.

    Raises `Refused`: `not_permitted`, `desk_of_other_centre`.
    """
    require(actor, Permission.CENTRE_WATCH)
    if actor.agency is not None and actor.agency not in visited.agencies:
        desk = next((one.name for one in visited.desks if one.id == actor.desk), actor.desk)
        raise Refused("desk_of_other_centre", desk=desk, centre=visited.centre.name, seats="")


def place_in_centre(actor: Actor, visited: Sequence[TemporaryCentre]) -> Actor:
    """The actor as one of the centre they sit in; as they are, where they sit in none of these."""
    found = temporary_centre_of(visited, actor.desk) if actor.desk else None
    return actor if found is None else msgspec.structs.replace(actor, centre=CentreId(found.centre.id))
