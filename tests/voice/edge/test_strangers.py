"""Strangers' programs through the edge: sipp as a trunk, baresip as a telephone that speaks."""

import asyncio
import wave
from pathlib import Path

from auxilio.calls.core import messages as m
from auxilio.calls.core.model import Call, CallChannel, CallState, NumberSource
from auxilio.calls.service import CALL
from tests.voice.edge.desk_page import Desk, until
from tests.voice.edge.programs import Exchange
from tests.voice.media.engine_lines import hears
from tests.voice.media.peers import CALLER, tone
from tests.voice.sip.test_interop import BARESIP, BARESIP_CONFIG, SIPP, needs_baresip, needs_sipp, run

TRUNK = Path(__file__).with_name("trunk.xml")
CALLS = 20


@needs_sipp
async def test_each_call_of_a_trunk_is_answered_once_and_is_a_call_in_the_log(
    exchange: Exchange, desk: Desk, tmp_path: Path
) -> None:
    done = await run(
        SIPP, "-sf", TRUNK, f"127.0.0.1:{exchange.edge.sip}", "-t", "t1", "-m", CALLS, "-r", CALLS,
        "-i", "127.0.0.1", "-nostdin", folder=tmp_path,
    )  # fmt: skip
    assert done == 0

    async def all_of_them() -> bool | None:
        return len(await left_by(desk, "trunk")) == CALLS or None

    await until(all_of_them, "each call is in the log, and has left")
    assert {call.phone_known_by for call in await left_by(desk, "trunk")} == {NumberSource.NETWORK_ASSERTED}


@needs_sipp
async def test_a_stranger_who_writes_the_marks_of_a_trunk_has_said_a_number_and_calls_as_no_car(
    exchange: Exchange, desk: Desk, tmp_path: Path
) -> None:
    forged = "P-Asserted-Identity: <sip:+34600100200@x>\nX-Auxilio-Trunk: 1\nUser-Agent: stranger"
    scenario = TRUNK.read_text().replace("User-Agent: trunk", forged)
    scenario = scenario.replace(
        "INVITE sip:112@[remote_ip]:[remote_port]", "INVITE urn:service:sos.ecall.automatic"
    )
    (tmp_path / "stranger.xml").write_text(scenario)
    done = await run(
        SIPP, "-sf", tmp_path / "stranger.xml", f"127.0.0.1:{exchange.edge.sip}", "-m", 1,
        "-i", "127.0.0.9", "-nostdin", folder=tmp_path,
    )  # fmt: skip
    assert done == 0

    async def has_left() -> bool | None:
        return bool(await left_by(desk, "stranger")) or None

    await until(has_left, "the call is in the log, and has left")
    (call,) = await left_by(desk, "stranger")
    assert (call.phone_known_by, call.channel) == (NumberSource.SAID, CallChannel.VOICE)
    assert call.phone != "+34600100200"


async def left_by(desk: Desk, user_agent: str) -> list[Call]:
    """Calls of this telephone that nobody has answered."""
    left = await desk.states.live(CALL, state=CallState.ABANDONED.value)
    return [call for call in left if call.user_agent == user_agent]


@needs_baresip
async def test_a_telephone_that_is_not_ours_speaks_with_a_desk_and_is_hung_up(
    exchange: Exchange, desk: Desk, tmp_path: Path
) -> None:
    with wave.open(str(tmp_path / "tone.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(tone(CALLER, 160_000).astype("<i2").tobytes())
    config = BARESIP_CONFIG.replace(
        "aubridge,nothing\naudio_alert", f"aufile,{tmp_path / 'tone.wav'}\naudio_alert"
    )
    (tmp_path / "config").write_text(config + "module aufile.so\n")
    (tmp_path / "accounts").write_text("<sip:phone@127.0.0.1>;regint=0\n")
    dial = f"/dial sip:112@127.0.0.1:{exchange.edge.sip}"
    async with desk.line():
        phone = asyncio.ensure_future(run(BARESIP, "-f", tmp_path, "-e", dial, "-t", 20, folder=tmp_path))
        try:
            call = await desk.takes()
            assert "baresip" in ((await desk.state(call)).user_agent or "")
            await hears(desk.phone, CALLER)
            await desk.press(m.HangUp(call=call))
            await hears(desk.phone)
        finally:
            phone.cancel()
            await asyncio.gather(phone, return_exceptions=True)
