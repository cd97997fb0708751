"""Aim: whatever an INVITE holds, what the exchange tells of it can be read again, and the call itself is never lost."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auxilio.calls.core import messages as m
from auxilio.kernel.event import Command, CommandResult
from auxilio.kernel.ids import CallId, CommandId
from auxilio.kernel.shared_types import Mode
from auxilio.platform.clock import SystemClock
from auxilio.platform.database.command_executor import NUL_IN_JSON
from auxilio.voice.control.call_intake import report_incoming_call
from auxilio.voice.control.command_reporter import CommandReporter, drop_invalid_fields
from auxilio.voice.core.caller_info import read_caller_info
from auxilio.voice.sip.agent import Part

AT = datetime(2026, 11, 28, 1, 4, 35, tzinfo=UTC)
CALL = CallId(UUID(int=1))
LONG_LANGUAGE = "es" + "-abcdefgh" * 4

words = st.text(max_size=300)
languages = st.one_of(
    words, st.lists(st.sampled_from(["es", "EN", "latn", "x", "12345678"]), max_size=9).map("-".join)
)
parts = st.builds(
    Part,
    content_type=st.one_of(words, st.sampled_from(["application/pidf+xml", "application/sdp", ""])),
    content_id=words,
    content=st.binary(max_size=50),
    flaw=st.text(max_size=150),
)


class Blobs:
    """Takes every body."""

    async def put(self, pieces: AsyncIterator[bytes], *, case: object = None) -> str:
        del case
        async for _ in pieces:
            pass
        return "a" * 64


async def told(
    *,
    caller: str,
    name: str,
    called: str,
    urn: str,
    agent: str,
    language: str,
    of: list[Part],
    asserted: bool,
) -> list[Command]:
    arrival = read_caller_info(
        caller=caller,
        caller_name=name,
        called=called,
        service_urn=urn,
        user_agent=agent,
        asserted=asserted,
        headers={"accept-language": (language,)},
        parts=of,
        at=AT,
    )
    commands: list[Command] = []

    async def tell(_: CallId, command: Command) -> None:
        commands.append(command)

    await report_incoming_call(CALL, arrival, tell, Blobs())  # type: ignore[arg-type]  # `put` is all that it asks
    return commands


@given(
    caller=st.one_of(words, words.map(lambda user: f"sip:{user}@h"), words.map(lambda user: f"tel:{user}")),
    name=words,
    called=words,
    urn=words,
    agent=words,
    language=languages,
    of=st.lists(parts, max_size=3),
    asserted=st.booleans(),
)
async def test_what_is_told_of_an_invite_can_be_read_again(
    caller: str, name: str, called: str, urn: str, agent: str, language: str, of: list[Part], asserted: bool
) -> None:
    commands = await told(
        caller=caller,
        name=name,
        called=called,
        urn=urn,
        agent=agent,
        language=language,
        of=of,
        asserted=asserted,
    )
    assert isinstance(commands[0], m.ReceiveCall)
    for command in commands:
        text = msgspec.json.encode(command).decode()
        assert msgspec.json.decode(text, type=type(command)) == command
        assert not NUL_IN_JSON.search(text)


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("ES-ca, en", "es-ca"),
        (LONG_LANGUAGE, "es-abcdefgh-abcdefgh-abcdefgh"),
        ("*", None),
        ("x-klingon", None),
    ],
)
async def test_a_language_is_kept_as_far_as_a_tag_may_be_long(asked: str, kept: str | None) -> None:
    ring, *_ = await told(
        caller="", name="", called="", urn="", agent="", language=asked, of=[], asserted=False
    )
    assert isinstance(ring, m.ReceiveCall)
    assert ring.language == kept


class CommandRecorder:
    """Keeps what it was given."""

    def __init__(self) -> None:
        self.given: list[Command] = []

    async def handle(self, id: CommandId, command: Command, actor: object) -> CommandResult:
        del actor
        self.given.append(command)
        return CommandResult(command=id, versions={}, facts={})


async def test_a_call_is_told_without_the_field_that_its_type_does_not_allow() -> None:
    commands = CommandRecorder()
    ring = m.ReceiveCall(
        call=CALL,
        channel=m.CallChannel.VOICE,
        language=LONG_LANGUAGE,
        caller_name="A\x00\x00na",
        user_agent="x" * 201,
    )
    await CommandReporter(commands, SystemClock()).report(ring, Mode.REAL)  # type: ignore[arg-type]  # `handle` is all that it asks
    assert commands.given == [m.ReceiveCall(call=CALL, channel=m.CallChannel.VOICE, caller_name="Ana")]


def test_a_command_that_fits_is_told_as_it_is() -> None:
    ring = m.ReceiveCall(call=CALL, channel=m.CallChannel.VOICE, language="ca")
    assert drop_invalid_fields(ring) is ring
