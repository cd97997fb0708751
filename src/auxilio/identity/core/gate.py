"""The check of a permission: by the command bus for every command (decision 0262), by a route, board or query for a read."""

from typing import Any
from uuid import UUID

from auxilio.identity.core.permissions import permissions_of
from auxilio.identity.core.scopes import KeyScope
from auxilio.kernel.actor import Actor
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode

PUBLIC: dict[str, Any] = {"audience": "public"}
"""`opt` of a route for everybody."""
CITIZEN: dict[str, Any] = {"audience": "citizen"}
"""`opt` of a route that a citizen's token opens, as well as a session does."""

ANY_PASSWORD: dict[str, Any] = {"any_password": True}
"""`opt` of the few routes for a session whose password somebody else chose: to see who one is, to change it, to leave."""


KEY_SCOPE = "key_scope"
"""Key of `opt` where `for_keys` keeps its scope; read by the guard and by the published schema."""


def for_keys(scope: KeyScope) -> dict[str, Any]:
    """`opt` of a route that an API key with this scope opens, as well as a session does. Other routes refuse every key."""
    return {KEY_SCOPE: scope}


def citizen_actor(call: UUID, mode: Mode = Mode.REAL) -> Actor:
    """Who a citizen is: the person at the other end of one call, and of no other."""
    roles = frozenset({"citizen"})
    return Actor(
        id=call, kind="citizen", name="citizen", roles=roles, permissions=permissions_of(roles), mode=mode
    )


def require(actor: Actor, permission: str) -> None:
    """Let pass, or refuse with the word that was missing.

    Raises `Refused("not_permitted")`.
    """
    if permission not in actor.permissions:
        raise Refused("not_permitted", permission=permission)


def holds(actor: Actor, permission: str) -> bool:
    """Whether this actor holds the word; for what is shown, never instead of `require`."""
    return permission in actor.permissions
