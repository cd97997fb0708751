"""The one gate: every command and every look passes here, and nowhere else is a permission asked for."""

from auxilio.kernel.actor import Actor
from auxilio.kernel.refusal import Refused


def require(actor: Actor, permission: str) -> None:
    """Let pass, or refuse with the word that was missing.

    Raises `Refused("not_permitted")`.
    """
    if permission not in actor.permissions:
        raise Refused("not_permitted", permission=permission)


def holds(actor: Actor, permission: str) -> bool:
    """Whether this actor holds the word; for what is shown, never instead of `require`."""
    return permission in actor.permissions
