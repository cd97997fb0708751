"""Aim: the life of one INVITE in docs/nouns/leg.md is what happens, step by step and in this order."""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import auxilio.voice
from auxilio.calls.core import messages as m
from tests.voice.factories import DESK, PAU, Ears, VoiceSetup
from tests.voice.sip.simulated_network import CENTRE, OFFER, line

VOICE = Path(auxilio.voice.__file__).parent
PAGE = Path(__file__).parents[2] / "docs/nouns/leg.md"
STEP = re.compile(r"^\| (\d+) \|[^|]*\| `voice/([\w/]+\.py):(\w+)` \|", re.MULTILINE)
ENGINE = "media/ports.py"
"""The engine of this test is a fake, `Ears`: what is asked of it is asked of the port."""

type Stop = tuple[str, str]


def steps() -> list[Stop]:
    """Module and function of each numbered step."""
    found = STEP.findall(PAGE.read_text("utf-8"))
    assert [int(number) for number, _, _ in found] == list(range(1, len(found) + 1))
    return [(module, function) for _, module, function in found]


def stop_of(frame: FrameType) -> Stop | None:
    """Where in `voice` a call goes; None when it goes elsewhere."""
    code = frame.f_code
    if code.co_qualname.startswith(f"{Ears.__name__}."):
        return ENGINE, code.co_name
    path = Path(code.co_filename)
    return (path.relative_to(VOICE).as_posix(), code.co_name) if path.is_relative_to(VOICE) else None


@contextmanager
def traced() -> Iterator[list[Stop]]:
    """Every function of `voice` that is called meanwhile, at its first call."""
    stops: dict[Stop, None] = {}

    def note(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and (stop := stop_of(frame)) is not None:
            stops.setdefault(stop)

    found: list[Stop] = []
    sys.setprofile(note)
    try:
        yield found
    finally:
        sys.setprofile(None)
        found += stops


async def test_an_invite_takes_the_steps_of_its_page_in_their_order() -> None:
    wanted = steps()
    answered = wanted.index(("control/call_updates.py", "apply_call"))
    voice = VoiceSetup()
    await voice.sits_down(DESK)
    async with line() as both:
        both.centre.set_handlers(voice.exchange.incoming)
        outgoing = await both.phone.invite(f"sip:112@{CENTRE}", OFFER)
        with traced() as came:
            await both.timers.advance(0)
        assert (await outgoing.answered()).remote_sdp
        assert [stop for stop in came if stop in wanted[:answered]] == wanted[:answered]

        call = voice.log.told_of(m.ReceiveCall)[-1].call
        with traced() as came:
            await voice.does(m.AnswerCall(call=call), PAU)
        assert [stop for stop in came if stop in wanted[answered:]] == wanted[answered:]
