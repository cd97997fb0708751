"""Who may sit at which desk. Pure; asked by each sign-in."""

from auxilio.identity.core.model import Desk, Directory
from auxilio.kernel.actor import Actor
from auxilio.kernel.refusal import Refused

SEATS_TOLD_MAX = 16


def may_sit(place: Desk, actor: Actor) -> bool:
    """Who sits at a desk: people of its centre and one of its roles; a desk of no centre and of no role is for people of the room."""
    if place.centre is not None and place.centre != actor.centre:
        return False
    if place.roles:
        return bool(actor.roles & frozenset(place.roles))
    return place.centre is not None or not (actor.agency or actor.centre)


def desk_refusal(place: Desk, actor: Actor, known: Directory) -> Refused:
    """Why this person does not sit there, in names, and the names of the desks where they may (`seats`, between middle dots).

    `desk_of_other_centre`, `desk_not_for_role` or `desk_of_room`.
    """
    seats = " · ".join([desk.name for desk in known.desks if may_sit(desk, actor)][:SEATS_TOLD_MAX])
    if place.centre is not None and place.centre != actor.centre:
        centre = next((one.name for one in known.centres if one.id == place.centre), place.centre)
        return Refused("desk_of_other_centre", desk=place.name, centre=centre, seats=seats)
    if place.roles:
        return Refused("desk_not_for_role", desk=place.name, roles=", ".join(place.roles), seats=seats)
    return Refused("desk_of_room", desk=place.name, seats=seats)
