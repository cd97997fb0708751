"""To which case a call belongs. Pure, like `machine`."""

from auxilio.calls.core import messages as m
from auxilio.calls.core.model import Call
from auxilio.kernel.event import Event


def decide(call: Call, command: m.JoinCase | m.LeaveCase) -> tuple[Event, ...]:
    """A call is of one case at a time: what it joins, it leaves the other for."""
    if isinstance(command, m.LeaveCase):
        return (m.CallLeftCase(call=call.id, case=command.case),) if call.case == command.case else ()
    if call.case == command.case:
        return ()
    left = (m.CallLeftCase(call=call.id, case=call.case),) if call.case else ()
    return (*left, m.CallJoinedCase(call=call.id, case=command.case))
