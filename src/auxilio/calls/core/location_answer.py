"""What a location server answered about the telephone of a call, and how the call is told. Pure."""

import msgspec

from auxilio.calls.core.messages import LocationMessage, ReportLocationFailure, ReportLocationMessage
from auxilio.calls.core.messages.positions import FURTHER_MAX
from auxilio.calls.core.model import LocationFailure
from auxilio.kernel.ids import CallId
from auxilio.kernel.position import Position


class LocationAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What arrived, if anything did, and what could be read from it. Without a position there is a failure."""

    message: LocationMessage | None = None
    """None: nothing arrived."""
    positions: tuple[Position, ...] = ()
    """Of the document, those of a device first."""
    failure: LocationFailure | None = None


type AnswerReport = ReportLocationMessage | ReportLocationFailure


def reports_of(call: CallId, answer: LocationAnswer) -> tuple[AnswerReport, ...]:
    """The commands that tell the call of an answer, in their order."""
    told = list[AnswerReport]()
    if answer.message is not None:
        told.append(
            ReportLocationMessage(
                call=call,
                message=answer.message,
                position=next(iter(answer.positions), None),
                further=answer.positions[1 : 1 + FURTHER_MAX],
            )
        )
    if answer.failure is not None:
        told.append(ReportLocationFailure(call=call, failure=answer.failure))
    return tuple(told)
