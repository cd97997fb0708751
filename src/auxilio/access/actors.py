"""Where an actor stands: the system, the room of the 112 centre, an operational centre, a crew, a citizen."""

from auxilio.identity.core.gate import holds
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import AgencyId, CentreId
from auxilio.kernel.refusal import Conflict, Forbidden
from auxilio.kernel.shared_types import Mode


def is_system(actor: Actor) -> bool:
    """Reactions, timers, the telephone exchange, radio gateways."""
    return actor.kind == "system"


def is_machine(actor: Actor) -> bool:
    """The system of another organisation, by its API key."""
    return actor.kind == "machine"


def in_room(actor: Actor) -> bool:
    """People of the 112 centre itself: of no agency and at no operational centre."""
    return actor.kind == "person" and actor.centre is None and actor.agency is None


def must_be_of_room(actor: Actor) -> None:
    """Raises `Forbidden("only_room")`."""
    if not in_room(actor):
        raise Forbidden("only_room")


def leads_room(actor: Actor) -> bool:
    """A supervisor or room chief of the 112 centre: may act for every desk and every centre."""
    return in_room(actor) and holds(actor, Permission.ROOM_LEAD)


def sees_reserved(actor: Actor) -> bool:
    """Whether the actor is admitted to every reserved case by office: a supervisor or room chief of the 112 centre."""
    return in_room(actor) and holds(actor, Permission.CASE_LOOK_RESERVED)


def works_for(actor: Actor, centre: CentreId | None, agency: AgencyId | None) -> bool:
    """Whether work of this centre is the actor's: by centre; for somebody of an agency without a centre, by agency."""
    if actor.centre is not None:
        return centre == actor.centre
    return actor.agency is not None and agency == actor.agency


def watches(actor: Actor, centre: CentreId | None, agency: AgencyId | None) -> bool:
    """Whether work of this centre stands on the actor's board: as `works_for`, and all of it for the room."""
    return in_room(actor) or works_for(actor, centre, agency)


def may_read(actor: Actor, mode: Mode) -> bool:
    """A real session also reads files of exercises and trainings; the others read those of their own mode."""
    return actor.mode in {Mode.REAL, mode}


def must_match_to_read(actor: Actor, mode: Mode) -> None:
    """As `may_read`. Raises `Conflict("session_mode_differs")`."""
    if not may_read(actor, mode):
        must_match(actor, mode)


def must_match(actor: Actor, mode: Mode) -> None:
    """A session acts only on objects of its own mode, in every command.

    Raises `Conflict("session_mode_differs")`.
    """
    if not is_system(actor) and actor.mode is not mode:
        raise Conflict("session_mode_differs", session=actor.mode, object=mode)
