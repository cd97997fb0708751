"""The messages of RFC 4475: each is answered, dropped or becomes a call, and afterwards the next call is answered.

Where the RFC lets an element choose, we choose the call. `torture/README.md` says how the files are written."""

import re
from pathlib import Path

import pytest

from auxilio.voice.sip.agent import AgentSettings, IncomingCall, SipAgent
from auxilio.voice.sip.grammar import Malformed
from auxilio.voice.sip.message import Response, parse
from auxilio.voice.sip.multipart import parts_of
from auxilio.voice.sip.transport.base import MessageSource, Receiver, TransportName
from tests.voice.sip.simulated_network import HandTimers, settle

TORTURE = Path(__file__).parent / "torture"
CALL, NOTHING = "call", "nothing"
LENGTH_AS_WRITTEN = {"clerr", "ncl", "mcl01", "dblreq"}

OUTCOMES: dict[str, str | int] = {
    # 3.1.1 valid messages
    "wsinv": 481,  # its To has a tag: a dialog that we do not know
    "intmeth": 501, "esc01": CALL, "escnull": 401, "esc02": 501, "lwsdisp": 200, "longreq": CALL,
    "dblreq": 401,  # the INVITE behind the REGISTER in one datagram is no call
    "semiuri": 200, "transports": 200, "mpart01": 405, "unreason": NOTHING, "noreason": NOTHING,
    # 3.1.2 invalid messages
    "badinv01": CALL,  # extraneous separators: the RFC would have 400
    "clerr": 400, "ncl": 400, "scalar02": 400, "scalarlg": NOTHING, "quotbal": 400, "ltgtruri": 400, "lwsruri": 400,
    "lwsstart": 400, "trws": 400,
    "escruri": CALL, "baddate": CALL,  # what is wrong there is nothing that a call needs
    "regbadct": 401, "badaspec": 200, "baddn": 200, "badvers": 505, "mismatch01": 400, "mismatch02": 400,
    "bigcode": NOTHING,
    # 3.2 transaction, 3.3 application, 3.4 backward compatibility
    "badbranch": 200, "insuf": 400, "unkscm": 416, "novelsc": 416, "unksm2": 404, "bext01": 420,
    "invut": CALL, "sdp01": CALL,  # a body or an Accept that nobody knows costs no call
    "regaut01": 401, "multi01": 400, "mcl01": 400, "bcast": NOTHING, "zeromf": 200, "cparam01": 401, "cparam02": 401,
    "regescrt": 401, "inv2543": CALL,
}  # fmt: skip


def read(name: str) -> bytes:
    """A message in the RFC's notation, as bytes."""
    (path,) = TORTURE.glob(f"*_{name}.sip")
    text = path.read_text()
    text = re.sub(
        r"<allOneLine>\n(.*?)\n</allOneLine>", lambda m: m[1].replace("\n", ""), text, flags=re.DOTALL
    )
    text = re.sub(r"<repeat count=(\d+)>(.*?)</repeat>", lambda m: m[2] * int(m[1]), text)
    data = text.replace("\n", "\r\n").encode()
    data = re.sub(rb"<hex>([0-9A-F]+)</hex>", lambda m: bytes.fromhex(m[1].decode()), data)
    if name in LENGTH_AS_WRITTEN:
        return data
    body = data.partition(b"\r\n\r\n")[2]
    return re.sub(rb"(?im)^((?:content-length|l)\s*:).*\r$", rb"\g<1> %d\r" % len(body), data, count=1)


class Wire:
    name: TransportName = "udp"
    port = 5060

    def __init__(self) -> None:
        self.sent: list[bytes] = []

    async def start(self, receiver: Receiver) -> None: ...

    async def stop(self) -> None: ...

    def send(self, data: bytes, target: MessageSource) -> None:
        self.sent.append(data)

    def has(self, flow: int) -> bool:
        return True


class Victim:
    def __init__(self) -> None:
        async def nobody(username: str, realm: str) -> str | None:
            return None

        self.wire = Wire()
        self.calls: list[IncomingCall] = []
        settings = AgentSettings(domains=frozenset({"example.com", "registrar.example.com"}))
        self.agent = SipAgent(
            settings, password_of=nobody, timers=HandTimers(), transports={"udp": self.wire}
        )
        self.agent.set_handlers(self._came)

    async def _came(self, call: IncomingCall) -> None:
        self.calls.append(call)

    async def hear(self, data: bytes) -> str | int:
        """What becomes of a datagram."""
        self.wire.sent.clear()
        before = len(self.calls)
        source = MessageSource("udp", "192.0.2.77", 5060)
        assert self.agent.ingress.admits(data, source)
        try:
            self.agent.ingress.received(parse(data), source)
        except Malformed as malformed:
            self.agent.ingress.malformed(malformed, source)
        await settle()
        codes = [int(answer.split()[1]) for answer in self.wire.sent]
        if len(self.calls) > before:
            assert codes == [100]
            return CALL
        finals = [code for code in codes if code >= 200]
        assert len(finals) <= 1
        return finals[0] if finals else NOTHING


def test_every_message_of_the_rfc_has_its_outcome() -> None:
    assert {path.stem.partition("_")[2] for path in TORTURE.glob("*.sip")} == OUTCOMES.keys()
    assert len(OUTCOMES) == 49


HELP = (
    b"INVITE urn:service:sos SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.77;branch=z9hG4bKhelp;rport\r\n"
    b"From: <sip:+34@example.org>;tag=h\r\nTo: <urn:service:sos>\r\nCall-ID: help\r\nCSeq: 1 INVITE\r\n\r\n"
)


@pytest.mark.parametrize("name", OUTCOMES)
async def test_a_message_that_tortures_does_no_harm(name: str) -> None:
    victim = Victim()
    assert await victim.hear(read(name)) == OUTCOMES[name]
    assert await victim.hear(HELP) == CALL, "the next call is answered"


@pytest.mark.parametrize("name", ["clerr", "bext01"])
async def test_what_would_be_refused_is_a_call_when_it_calls_for_help(name: str) -> None:
    data = read(name).replace(b"OPTIONS", b"INVITE")
    assert (
        await Victim().hear(data.replace(b"INVITE sip:user@example.com", b"INVITE urn:service:sos.fire"))
        == CALL
    )


async def test_a_torturous_call_is_read_as_the_rfc_reads_it() -> None:
    wsinv = parse(read("wsinv"))
    assert (wsinv.to.tag, wsinv.from_.tag, wsinv.from_.name) == ("1918181833n", "98asjd8", 'J Rosenberg \\"')
    assert (wsinv.cseq, len(wsinv.all("via"))) == ((9, "INVITE"), 3)
    assert wsinv.contact is not None
    assert (wsinv.contact.name, wsinv.contact.params["q"]) == ('Quoted string ""', "0.33")
    assert len(wsinv.body) == 150
    semiuri = parse(read("semiuri"))
    assert not isinstance(semiuri, Response)
    assert semiuri.uri == "sip:user;par=u%40example.net@example.com"
    intmeth = parse(read("intmeth"))
    assert intmeth.to.uri.user == "1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*"
    assert intmeth.from_.tag == "_token~1'+`*%!-."
    assert [part.content_type for part in parts_of(parse(read("mpart01")))] == [
        "text/plain",
        "application/octet-stream",
    ]
    with_param, without = parse(read("cparam01")).contact, parse(read("cparam02")).contact
    assert with_param is not None
    assert without is not None
    assert "unknownparam" in with_param.params
    assert "unknownparam" in without.uri.params
