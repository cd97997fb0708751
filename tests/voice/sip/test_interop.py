"""Strangers' programs: sipp as a trunk, baresip as a telephone, on real sockets."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from auxilio.voice.sip.agent import AgentSettings, CallLeg, IncomingCall, SipAgent
from tests.voice.certificates import certificate
from tests.voice.sip.simulated_network import ANSWER
from tests.voice.sip.test_transport import large

SIPP, BARESIP, OPENSSL = shutil.which("sipp"), shutil.which("baresip"), shutil.which("openssl")
needs_openssl = pytest.mark.skipif(OPENSSL is None, reason="missing: openssl (apt-get install openssl)")
needs_sipp = pytest.mark.skipif(SIPP is None, reason="missing: sipp (apt-get install sip-tester)")
needs_baresip = pytest.mark.skipif(BARESIP is None, reason="missing: baresip (apt-get install baresip)")
PATIENCE_S = 30
pytestmark = pytest.mark.slow


class Centre:
    """Answers everybody."""

    def __init__(self, folder: Path) -> None:
        ours, theirs = certificate(folder)
        settings = AgentSettings(
            udp_port=0, tcp_port=0, tls_port=0, tls=ours, client_tls=theirs, trusted=("127.0.0.0/8",)
        )
        self.agent = SipAgent(settings)
        self.agent.set_handlers(self.answer)
        self.calls: list[IncomingCall] = []
        self.legs: list[CallLeg] = []
        self.came = asyncio.Event()

    async def answer(self, call: IncomingCall) -> None:
        self.calls.append(call)
        await call.ring()
        self.legs.append(await call.answer(ANSWER.replace(b"10.0.0.2", b"127.0.0.1")))
        self.came.set()


@pytest.fixture
async def centre(tmp_path: Path) -> AsyncIterator[Centre]:
    found = Centre(tmp_path)
    await found.agent.start()
    yield found
    await found.agent.stop()


async def run(*command: object, folder: Path) -> int:
    process = await asyncio.create_subprocess_exec(
        *map(str, command),
        cwd=folder,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        async with asyncio.timeout(PATIENCE_S):
            return await process.wait()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


@needs_sipp
@pytest.mark.parametrize(("transport", "mode"), [("udp", "u1"), ("tcp", "t1"), ("tcp", "tn")])
async def test_sipp_calls_a_hundred_times_and_each_is_one_call(
    centre: Centre, tmp_path: Path, transport: str, mode: str
) -> None:
    place = f"127.0.0.1:{centre.agent.ports[transport]}"
    done = await run(
        SIPP, "-sn", "uac", place, "-t", mode, "-m", 100, "-r", 100, "-s", "112", "-i", "127.0.0.1", "-max_socket", 200,
        "-nostdin", folder=tmp_path,
    )  # fmt: skip
    assert done == 0
    assert len(centre.calls) == 100
    for leg in centre.legs:
        async with asyncio.timeout(PATIENCE_S):
            await leg.gone.wait()
        assert leg.gone_reason == "bye"
    assert all(call.emergency and call.sdp for call in centre.calls)


@needs_openssl
async def test_a_call_over_the_tls_of_another_library_is_answered(centre: Centre, tmp_path: Path) -> None:
    """sipp 3.7.3 of Debian 13 speaks TLS with nobody, itself included; OpenSSL carries what it is given."""
    port = centre.agent.ports["tls"]
    process = await asyncio.create_subprocess_exec(
        str(OPENSSL), "s_client", "-connect", f"127.0.0.1:{port}", "-CAfile", str(tmp_path / "both.pem"),
        "-verify_return_error", "-verify_ip", "127.0.0.1", "-quiet",
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(large("TLS"))
        async with asyncio.timeout(PATIENCE_S):
            while not (said := await process.stdout.readuntil(b"\r\n\r\n")).startswith(b"SIP/2.0 200"):
                assert said.startswith(b"SIP/2.0 1"), said
            await centre.came.wait()
        assert centre.calls[0].source.transport == "tls"
        assert len(centre.calls[0].parts) == 2
    finally:
        process.kill()
        await process.wait()


@needs_sipp
async def test_sipp_answers_a_call_of_ours(centre: Centre, tmp_path: Path, unused_udp_port: int) -> None:
    sipp = asyncio.ensure_future(
        run(
            SIPP, "-sn", "uas", "-p", unused_udp_port, "-i", "127.0.0.1", "-m", 1, "-nostdin", folder=tmp_path
        )
    )
    call = await centre.agent.invite(f"sip:service@127.0.0.1:{unused_udp_port}", ANSWER, timeout_s=PATIENCE_S)
    leg = await call.answered()
    assert leg.remote_sdp.startswith(b"v=0")
    await leg.bye()
    assert await sipp == 0


BARESIP_CONFIG = """\
sip_listen 127.0.0.1:0
net_interface 127.0.0.1
audio_player aufile,/dev/null
audio_source aubridge,nothing
audio_alert aubridge,nothing
ring_aufile none
module_path /usr/lib/baresip/modules
module g711.so
module aubridge.so
module_app account.so
module_app menu.so
"""


@needs_baresip
async def test_baresip_calls_for_help_and_is_hung_up(centre: Centre, tmp_path: Path) -> None:
    (tmp_path / "config").write_text(BARESIP_CONFIG)
    (tmp_path / "accounts").write_text("<sip:phone@127.0.0.1>;regint=0\n")
    place = f"sip:112@127.0.0.1:{centre.agent.ports['udp']}"
    phone = asyncio.ensure_future(
        run(BARESIP, "-f", tmp_path, "-e", f"/dial {place}", "-t", 20, folder=tmp_path)
    )
    try:
        async with asyncio.timeout(PATIENCE_S):
            await centre.came.wait()
            await centre.legs[0].acknowledged.wait()
        call, leg = centre.calls[0], centre.legs[0]
        assert call.emergency
        assert "baresip" in call.user_agent
        assert await leg.reinvite(leg.local_sdp.replace(b"- 2 1", b"- 2 2") + b"a=sendonly\r\n")
        await leg.bye()
        assert leg.gone_reason == "hung_up"
    finally:
        phone.cancel()
        await asyncio.gather(phone, return_exceptions=True)
