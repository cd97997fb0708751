"""What arrives beside a call about its line, device and subscriber. Pure, like `machine`."""

from typing import assert_never

import msgspec

from auxilio.calls.core import messages as m
from auxilio.calls.core.additional_data import DATA_KEPT, subscribers_of
from auxilio.calls.core.model import Call
from auxilio.kernel.event import Event


def decide(call: Call, command: m.AdditionalDataCommand) -> tuple[Event, ...]:
    """Taken in every state; a fact beyond `DATA_KEPT`, or one that is known, is dropped. Raises `Refused("no_subscriber")`."""
    match command:
        case m.ReportAdditionalData(data=data):
            if data in call.additional_data or len(call.additional_data) >= DATA_KEPT:
                return ()
            return (m.AdditionalDataReceived(call=call.id, data=data),)
        case m.ReadSubscriber():
            subscribers_of(call.additional_data)
            return (m.SubscriberRead(call=call.id),)
        case _ as never:
            assert_never(never)


def evolve(call: Call, event: m.AdditionalDataReceived) -> Call:
    """The call with one more fact."""
    return msgspec.structs.replace(call, additional_data=(*call.additional_data, event.data))
