"""Strangers on the networks of a centre, for a story in a browser: SIPp as a telephone, a message centre of npm, a location server."""

import json
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import Any

from tests.browser.conftest import absent
from tests.browser.test_location_request import LocationServer
from tests.free_ports import free_port
from tests.interop.message_centre import NODE, SCRIPT, installed
from tests.voice.sip.test_interop import SIPP

WAIT_S = 40.0
RECEIPT = "id:{} sub:001 dlvrd:001 submit date:2612021000 done date:2612021001 stat:{} err:{} text:respuesta"
TELEPHONE = """\
<?xml version="1.0" encoding="ISO-8859-1" ?>
<scenario name="telephone">
  <send retrans="500"><![CDATA[
INVITE sip:112@[remote_ip] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
From: <sip:NUMBER@carrier.example>;tag=[call_number]
To: <sip:112@[remote_ip]>
Call-ID: [call_id]
CSeq: 1 INVITE
Contact: <sip:phone@[local_ip]:[local_port];transport=[transport]>
P-Asserted-Identity: <tel:NUMBER>
Max-Forwards: 70
HEADERSContent-Type: multipart/mixed;boundary=b1
Content-Length: [len]

--b1
Content-Type: application/sdp

v=0
o=- 1 1 IN IP4 [local_ip]
s=-
c=IN IP4 [local_ip]
t=0 0
m=text 4000 RTP/AVP 98
a=rtpmap:98 t140/1000
PARTS
--b1--
]]></send>
  <recv response="100" optional="true"/>
  <recv response="180" optional="true"/>
  <recv response="183" optional="true"/>
  <recv response="200" rrs="true"/>
  <send><![CDATA[
ACK [next_url] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
From: <sip:NUMBER@carrier.example>;tag=[call_number]
To: <sip:112@[remote_ip]>[peer_tag_param]
Call-ID: [call_id]
CSeq: 1 ACK
Max-Forwards: 70
Content-Length: 0

]]></send>
  <recv request="BYE"/>
  <send><![CDATA[
SIP/2.0 200 OK
[last_Via:]
[last_From:]
[last_To:]
[last_Call-ID:]
[last_CSeq:]
Content-Length: 0

]]></send>
</scenario>
"""
"""A telephone that writes, so that a desk without a line may take its call; the desk hangs up."""


@contextmanager
def running_sipp(folder: Path, scenario: str, *where: str) -> Iterator[None]:
    """SIPp makes or takes one call as the scenario says, and is gone at the end. `where`: whom it calls, or where it listens."""
    if SIPP is None:
        absent("missing: sipp (apt-get install sip-tester)")
    folder.mkdir(exist_ok=True)
    (folder / "scenario.xml").write_text(scenario)
    command = [str(SIPP), *where, "-sf", "scenario.xml", "-m", "1", "-i", "127.0.0.1", "-nostdin", "-aa"]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, cwd=folder, stdin=quiet, stdout=quiet, stderr=quiet) as sipp:
        try:
            yield
        finally:
            sipp.terminate()


def telephone(number: str, *parts: tuple[str, str, str], headers: str = "") -> str:
    """The scenario of a telephone of a trusted network. `parts`: media type, Content-ID and content of each body beside the SDP."""
    bodies = "".join(
        f"\n--b1\nContent-Type: {kind}\nContent-ID: <{id}>\nContent-Disposition: by-reference\n\n{content}\n"
        for kind, id, content in parts
    )
    filled = {"HEADERS": headers, "PARTS": bodies, "NUMBER": number}
    scenario = TELEPHONE
    for name, value in filled.items():
        scenario = scenario.replace(name, value)
    return scenario


class TownLocationServer(LocationServer):
    """A location server that knows the telephone of every reference, in the invented town."""

    def document(self) -> str:
        self.knows = True
        return super().document().replace("42.5463 1.5033", "41.9203 1.8971")


@contextmanager
def town_location_server() -> Iterator[TownLocationServer]:
    """One that listens."""
    with TownLocationServer() as server:
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()


@dataclass(frozen=True)
class ShortMessageCentre:
    """The message centre `smpp` of npm, told and listened to by a story that does not wait in a loop of its own."""

    port: int
    process: "subprocess.Popen[bytes]"
    told: "Queue[dict[str, Any]]"

    def event(self, kind: str, **wanted: Any) -> dict[str, Any]:
        """The next event of a kind with these values; others that came before it are passed over."""
        end = time.monotonic() + WAIT_S
        while True:
            try:
                told = self.told.get(timeout=max(0.0, end - time.monotonic()))
            except Empty:
                raise AssertionError(f"the message centre told of no {kind} {wanted}") from None
            if told["event"] == kind and wanted.items() <= told.items():
                return told

    def do(self, act: str, **given: Any) -> None:
        """Have it do one thing."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"act": act, **given}).encode() + b"\n")
        self.process.stdin.flush()

    def text(self, number: str, words: str, **more: Any) -> None:
        """A telephone's message to 112, taken by the centre."""
        sender = {"source_addr": number.removeprefix("+"), "source_addr_ton": 1, "source_addr_npi": 1}
        name = f"{datetime.now(UTC).timestamp()}"
        self.do("deliver", name=name, destination_addr="112", text=words, **sender, **more)
        assert self.event("delivered", name=name)["status"] == 0

    def receipt(self, number: str, id: str, stat: str, err: str = "000") -> None:
        """What became of a message that it took from us."""
        self.text(number, RECEIPT.format(id, stat, err), esm_class=4)


@contextmanager
def short_message_centre() -> Iterator[ShortMessageCentre]:
    """One that listens."""
    port, told = free_port(), Queue[dict[str, Any]]()
    with ExitStack() as stack:
        process = stack.enter_context(
            subprocess.Popen(
                [str(NODE), str(SCRIPT), str(port)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={"NODE_PATH": str(installed())},
            )
        )
        stack.callback(process.kill)
        assert process.stdout is not None
        lines = process.stdout

        def listen() -> None:
            for line in lines:
                told.put(json.loads(line))

        Thread(target=listen, daemon=True).start()
        centre = ShortMessageCentre(port, process, told)
        centre.event("listening")
        yield centre
