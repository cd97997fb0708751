"""Centres that are there for a time: people of several agencies sit in them and are of them as long as they do.

They stand in no table of ours: whoever runs them tells, and when they are over nothing is left to be cleared away.
"""

from collections.abc import Awaitable, Callable, Sequence

import msgspec

from auxilio.identity.gate import holds
from auxilio.identity.model import Centre, Desk
from auxilio.identity.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import AgencyId, CentreId
from auxilio.kernel.refusal import Refused


class VisitedCentre(msgspec.Struct, frozen=True, kw_only=True):
    """One of them, with its desks and the agencies whose people may sit there."""

    centre: Centre
    desks: tuple[Desk, ...]
    agencies: frozenset[AgencyId]


type Visited = Callable[[], Awaitable[Sequence[VisitedCentre]]]
"""Those that there are now."""


async def nowhere() -> Sequence[VisitedCentre]:
    """There are none."""
    return ()


def at_desk(visited: Sequence[VisitedCentre], desk: str | None) -> VisitedCentre | None:
    """The centre of this desk, if it is one of these."""
    return next((one for one in visited if any(each.id == desk for each in one.desks)), None)


def must_be_welcome(visited: VisitedCentre, actor: Actor) -> None:
    """Whoever works at a centre's desk and is of an agency that takes part, or of none.

    Raises `Refused`: `not_permitted`, `desk_of_other_centre`.
    """
    if not holds(actor, Permission.CENTRE_WATCH):
        raise Refused("not_permitted", permission=Permission.CENTRE_WATCH)
    if actor.agency is not None and actor.agency not in visited.agencies:
        raise Refused("desk_of_other_centre", desk=actor.desk, centre=visited.centre.id)


def seated(actor: Actor, visited: Sequence[VisitedCentre]) -> Actor:
    """The actor as one of the centre they sit in; as they are, where they sit in none of these."""
    found = at_desk(visited, actor.desk) if actor.desk else None
    return actor if found is None else msgspec.structs.replace(actor, centre=CentreId(found.centre.id))
