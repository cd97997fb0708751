"""Whether an actor has a call, or may end it: checks of machines that narrow the object rules (decision 0250)."""

from auxilio.calls.core.model import Call
from auxilio.identity.core.gate import require
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.kernel.refusal import Refused


def require_own_call(call: Call, actor: Actor) -> None:
    """Only the desk that has a call does something to its caller. Raises `Refused("not_your_call")`."""
    if actor.desk is None or call.desk != actor.desk:
        raise Refused("not_your_call")


def require_may_end(call: Call, actor: Actor) -> None:
    """Whoever has a call ends it; others by permission. Raises `Refused("not_permitted")`."""
    if actor.desk is None or call.desk != actor.desk:
        require(actor, Permission.CALL_CLOSE)
