"""Test calls: what is kept of one, and how it is decided. Pure."""

import msgspec

from auxilio.calls.core.messages.carrier_tests import RecordTestCall, TestCallAnswered, TestCallId
from auxilio.kernel.instant import Instant
from auxilio.kernel.shared_types import Mode, ShortText


class TestCall(msgspec.Struct, frozen=True, kw_only=True):
    """One test call. Its mode is `test`, whatever that of the installation is."""

    id: TestCallId
    at: Instant
    line: ShortText
    phone: ShortText | None
    user_agent: ShortText | None
    transport: ShortText
    code: int
    positions: int
    bodies: tuple[ShortText, ...]
    mode: Mode = Mode.TEST


def decide(command: RecordTestCall) -> tuple[TestCallAnswered, ...]:
    """The one fact of a test call."""
    return (
        TestCallAnswered(
            test_call=command.test_call,
            line=command.line,
            phone=command.phone,
            user_agent=command.user_agent,
            transport=command.transport,
            code=command.code,
            positions=command.positions,
            bodies=command.bodies,
        ),
    )


def evolve(test_call: TestCall | None, event: TestCallAnswered, at: Instant) -> TestCall:
    """The test call after its fact."""
    assert test_call is None, "a test call is told of once"
    return TestCall(
        id=event.test_call,
        at=at,
        line=event.line,
        phone=event.phone,
        user_agent=event.user_agent,
        transport=event.transport,
        code=event.code,
        positions=event.positions,
        bodies=event.bodies,
    )
