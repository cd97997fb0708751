"""What one hostile INVITE costs `auxilio voice`: CPU from its bytes to its offer, position and bodies being read.

    benchmarks/voice_hostile.py --json [--seed 1] [--random 200] [--repeat 5]

Every shape fills what a message may hold (32 kB of headers, 64 kB of body, or both) with what is dearest for one part of
the reading: XML nested, wide, named, declared, in numbers; parts in parts; session descriptions of many lines; headers of
many values, folded, quoted, escaped. Then come messages that are made of such pieces by chance. The aim is 20 ms for each
(issue 12, C): one message keeps every desk and every caller waiting for as long as it takes.

Process time of one core, the best of `--repeat` times, on the loop that ships. Nothing is sent over a network.
"""

import argparse
import asyncio
import gc
import json
import random
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime

import uvloop

from auxilio.kernel.refusal import Refused
from auxilio.voice.control.call_intake import caller_info_of
from auxilio.voice.media import sdp
from auxilio.voice.sip.agent import AgentSettings, IncomingCall, SipAgent
from auxilio.voice.sip.transport.base import MessageSource, Receiver, TransportName, deliver

AIM_MS = 20.0
BODY = 64 * 1024
HEAD = 31 * 1024
"""Just below what a message's headers may hold (`HEADER_BYTES_MAX`)."""
AT = datetime(2026, 11, 24, 3, 12, 45, tzinfo=UTC)
OFFER = "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 8\r\n"


class Nowhere:
    """A transport that carries nothing."""

    name: TransportName = "udp"
    port = 5060

    async def start(self, receiver: Receiver) -> None: ...

    async def stop(self) -> None: ...

    def send(self, data: bytes, target: MessageSource) -> None: ...

    def has(self, flow: int) -> bool:
        return True


def fill(piece: str, size: int) -> str:
    """`piece`, again and again, up to `size`."""
    return piece * (size // len(piece))


def pidf(inside: str, holder: str = "tuple") -> str:
    """A document around a location."""
    return (
        '<presence xmlns="urn:ietf:params:xml:ns:pidf" xmlns:gml="http://www.opengis.net/gml">'
        f"<{holder}><status><geopriv><location-info>{inside}</location-info></geopriv></status></{holder}></presence>"
    )


def nested(opening: str, size: int, core: str = "") -> str:
    """`<x><x>…</x></x>`."""
    name = opening.strip("<>").split()[0]
    depth = size // (len(opening) + len(name) + 3)
    return opening * depth + core + f"</{name}>" * depth


POS = "<gml:pos>42.5 1.5</gml:pos>"
XML: Mapping[str, Callable[[], str]] = {
    "xml_nested": lambda: pidf(nested("<a>", BODY - 400, POS)),
    "xml_nested_shapes": lambda: pidf(nested("<gml:Polygon>", BODY - 400, POS)),
    "xml_nested_holders": lambda: nested("<tuple>", BODY - 100, POS),
    "xml_nested_all": lambda: (
        "".join(["<tuple><location-info><gml:Polygon>"] * 900)
        + POS
        + "".join(["</gml:Polygon></location-info></tuple>"] * 900)
    ),
    "xml_wide": lambda: pidf(fill("<a/>", BODY - 400)),
    "xml_wide_points": lambda: pidf(fill(f"<gml:Point>{POS}</gml:Point>", BODY - 400)),
    "xml_wide_positions_in_one": lambda: pidf(f"<gml:Polygon>{fill(POS, BODY - 400)}</gml:Polygon>"),
    "xml_wide_infos": lambda: fill(
        "<location-info><gml:Point><gml:pos>1 1</gml:pos></gml:Point></location-info>", BODY
    ),
    "xml_attributes": lambda: pidf("<a " + " ".join(f'b{n}="1"' for n in range(6_000)) + "/>"),
    "xml_namespaces": lambda: pidf("<a " + " ".join(f'xmlns:b{n}="u{n}"' for n in range(3_500)) + "/>"),
    "xml_one_name": lambda: pidf("<" + "a" * (BODY - 400) + "/>"),
    "xml_numbers": lambda: pidf(
        f"<gml:Polygon><gml:posList>{fill('1 2 ', BODY - 400)}</gml:posList></gml:Polygon>"
    ),
    "xml_long_number": lambda: pidf(f"<gml:Point><gml:pos>{'1' * (BODY - 400)} 2</gml:pos></gml:Point>"),
    "xml_entities": lambda: pidf(f"<gml:Point><gml:pos>{fill('&#49;', BODY - 400)}</gml:pos></gml:Point>"),
    "xml_comments": lambda: pidf(fill("<!---->", BODY - 400) + f"<gml:Point>{POS}</gml:Point>"),
    "xml_instructions": lambda: pidf(fill("<?a b?>", BODY - 400)),
    "xml_laughs": lambda: (
        '<!DOCTYPE a [<!ENTITY a0 "ha">'
        + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
        + "]>"
        + pidf("&a11;")
    ),
    "xml_unclosed": lambda: fill("<a>", BODY),
    "xml_timestamps": lambda: pidf(fill("<timestamp>2026-11-24T03:12:40Z</timestamp>", BODY - 400)),
    "xml_quadratic_text": lambda: pidf("<gml:pos>" + fill("1 <a/>", BODY - 400) + "</gml:pos>"),
}
SDP: Mapping[str, Callable[[], str]] = {
    "sdp_media": lambda: OFFER + fill("m=audio 1 RTP/AVP 8\r\n", BODY - 400),
    "sdp_media_and_head": lambda: (
        "v=0\r\n" + fill("a=fingerprint:x\r\n", BODY // 2) + fill("m=audio 1 RTP/AVP 8\r\n", BODY // 2)
    ),
    "sdp_directions": lambda: (
        "v=0\r\n" + fill("a=sendrecv\r\n", BODY // 2) + fill("m=audio 1 RTP/AVP 8\r\n", BODY // 2)
    ),
    "sdp_attributes": lambda: OFFER + fill("a=x:y\r\n", BODY - 400),
    "sdp_rtpmaps": lambda: OFFER + fill("a=rtpmap:8 PCMA/8000\r\n", BODY - 400),
    "sdp_formats": lambda: OFFER.replace("RTP/AVP 8", "RTP/AVP" + fill(" 8", BODY - 400)),
    "sdp_text_media": lambda: OFFER + fill("m=text 1 RTP/AVP 98\r\na=rtpmap:98 t140/1000\r\n", BODY - 400),
    "sdp_lines": lambda: OFFER + fill("\n", BODY - 400),
    "sdp_candidates": lambda: OFFER + fill("a=candidate:1 1 udp 1 192.0.2.1 1 typ host\r\n", BODY - 400),
}


def parts(boundary: str, bodies: list[str]) -> str:
    """A multipart body."""
    return "".join(f"--{boundary}\r\n{one}\r\n" for one in bodies) + f"--{boundary}--\r\n"


def nested_parts(depth: int, size: int) -> str:
    """Parts in parts, each level with a boundary of its own, the innermost full of parts."""
    inner = parts("b0", ["\r\nx"] * (size // 12))
    for level in range(1, depth):
        inner = parts(
            f"b{level}", [f"Content-Type: multipart/mixed;boundary=b{level - 1}\r\n\r\n{inner}", "\r\nx"]
        )
    return inner


PIDF_PART = "Content-Type: application/pidf+xml\r\n\r\n"
MULTI: Mapping[str, Callable[[], str]] = {
    "multi_many": lambda: parts("b", ["\r\nx"] * (BODY // 10)),
    "multi_no_parts": lambda: fill("--b\r\n", BODY),
    "multi_spaces": lambda: fill("--b" + " " * 200 + "x\r\n", BODY),
    "multi_head_without_end": lambda: "--b\r\n" + fill("a:\r\n", BODY - 20) + "--b--",
    "multi_folded_head": lambda: "--b\r\nContent-Type: a" + fill("\r\n b", BODY - 60) + "\r\n\r\nx\r\n--b--",
    "multi_type_parameters": lambda: (
        "--b\r\nContent-Type: a/b" + fill(";c=d", BODY - 60) + "\r\n\r\nx\r\n--b--"
    ),
    "multi_wide_documents": lambda: parts("b", [PIDF_PART + pidf(fill("<a/>", 800))] * 60),
    "multi_nested_documents": lambda: parts("b", [PIDF_PART + pidf(nested("<gml:Polygon>", 700, POS))] * 60),
    "multi_descriptions": lambda: parts("b", ["Content-Type: application/sdp\r\n\r\n" + OFFER] * 400),
    "multi_unread_documents": lambda: parts("b", [PIDF_PART + "<" * 10] * 900),
    "multi_types": lambda: parts("b", ["Content-Type: text/plain\r\n\r\nx"] * (BODY // 40)),
    "multi_lookalikes": lambda: "--b\r\n\r\n" + fill("\r\n-", BODY - 40) + "\r\n--b--",
    "multi_dashes": lambda: "--b\r\n\r\n" + fill("\r\n--", BODY - 40) + "\r\n--b--",
}
HEADS: Mapping[str, Callable[[], str]] = {
    "head_folded": lambda: "Subject: x" + fill("\r\n y", HEAD) + "\r\n",
    "head_lines": lambda: fill("X: y\r\n", HEAD),
    "head_names": lambda: "".join(f"X-{n}: y\r\n" for n in range(HEAD // 12)),
    "head_compact": lambda: fill("k: a\r\n", HEAD),
    "head_commas_via": lambda: "Via: SIP/2.0/UDP a" + fill(",b", HEAD) + "\r\n",
    "head_commas_contact": lambda: "Contact: <sip:a@b>" + fill(",<a>", HEAD) + "\r\n",
    "head_commas_route": lambda: "Route: <sip:a@b>" + fill(",<sip:urn:service:sos>", HEAD) + "\r\n",
    "head_commas_identity": lambda: "P-Asserted-Identity: <sip:a@b>" + fill(",<a:>", HEAD) + "\r\n",
    "head_commas_geolocation": lambda: "Geolocation: <cid:a>" + fill(",<a:>", HEAD) + "\r\n",
    "head_commas_call_info": lambda: (
        "Call-Info: <cid:a>" + fill(",<a>;purpose=EmergencyCallData.x", HEAD) + "\r\n"
    ),
    "head_commas_supported": lambda: "Supported: a" + fill(",b", HEAD) + "\r\n",
    "head_commas_language": lambda: "Accept-Language: a" + fill(",b", HEAD) + "\r\n",
    "head_quotes": lambda: "Call-Info: " + fill('"', HEAD) + "\r\n",
    "head_escapes": lambda: 'Call-Info: "' + fill("\\", HEAD) + "\r\n",
    "head_brackets": lambda: "Geolocation: " + fill("<", HEAD) + "\r\n",
    "head_spaces": lambda: "Session-Expires: 1" + fill(" ", HEAD) + ";x\r\n",
    "head_parameters": lambda: "Session-Expires: 1800" + fill(";a=b", HEAD) + "\r\n",
    "head_parameter_quotes": lambda: "Session-Expires: 1800" + fill(';a="\\', HEAD) + "\r\n",
    "head_parameter_spaces": lambda: "Replaces: a" + fill("; \t", HEAD) + "\r\n",
    "head_language": lambda: "Accept-Language: " + fill("aa-", HEAD) + "\r\n",
    "head_agent": lambda: "User-Agent: " + fill("a ", HEAD) + "\r\n",
    "head_lengths": lambda: fill("Content-Length : 1\r\n", HEAD),
}
LINES: Mapping[str, Callable[[], Mapping[str, str]]] = {
    "from_quotes": lambda: {"From": '"' + fill('\\"', HEAD) + '" <sip:a@b>;tag=1'},
    "from_name": lambda: {"From": fill("a ", HEAD) + "<sip:a@b>;tag=1"},
    "from_parameters": lambda: {"From": "<sip:a@b>;tag=1" + fill(";a", HEAD)},
    "from_escapes": lambda: {"From": "<sip:" + fill("%41", HEAD) + "@b>;tag=1"},
    "to_service": lambda: {"To": "<sip:" + fill("urn:service:sos.", HEAD) + "@b>"},
    "to_tests": lambda: {"To": "<sip:" + fill("urn:service:test.", HEAD) + "@b>"},
    "uri_service": lambda: {"uri": "urn:service:sos" + fill(".a", HEAD)},
    "uri_service_dashes": lambda: {"uri": "urn:service:" + fill("sos-", HEAD)},
    "uri_parameters": lambda: {"uri": "sip:112@b" + fill(";a=b", HEAD)},
    "via_received": lambda: {"Via": "SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKx;rport" + fill(";received", HEAD)},
    "via_spaces": lambda: {"Via": "SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKx;rport" + fill("; ", HEAD)},
    "via_values": lambda: {
        "Via": "SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKx;rport;received=" + fill(" ", HEAD) + "x"
    },
    "cseq_zeros": lambda: {"CSeq": fill("0", HEAD) + "1 INVITE"},
}


def invite(
    body: str | bytes = OFFER,
    kind: str = "application/sdp",
    more: str = "",
    lines: Mapping[str, str] | None = None,
    nth: int = 0,
) -> bytes:
    """An INVITE that calls for help; its lines as they should be but for those given."""
    body = body.encode() if isinstance(body, str) else body
    said = {
        "uri": "urn:service:sos",
        "Via": f"SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK{nth};rport",
        "From": f"<sip:+34600100200@carrier.example>;tag={nth}",
        "To": "<urn:service:sos>",
        "CSeq": "1 INVITE",
        **(lines or {}),
    }
    head = f"INVITE {said.pop('uri')} SIP/2.0\r\n" + "".join(
        f"{name}: {value}\r\n" for name, value in said.items()
    )
    head += f"Call-ID: {nth}\r\nContact: <sip:a@192.0.2.1>\r\n{more}Content-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def shapes() -> Iterator[tuple[str, bytes]]:
    """Every shape by its name."""
    for name, make in XML.items():
        yield name, invite(make(), "application/pidf+xml")
        yield f"{name}_utf16", invite(make().encode("utf-16"), "application/pidf+xml")
    for name, make in SDP.items():
        yield name, invite(make())
    for name, make in MULTI.items():
        yield name, invite(make(), "multipart/mixed;boundary=b")
    yield "multi_deep", invite(nested_parts(8, BODY - 2_000), "multipart/mixed;boundary=b7")
    yield (
        "multi_boundary",
        invite(fill("--" + "-" * 198 + "\r\n", BODY), f"multipart/mixed;boundary={'-' * 198}"),
    )
    for name, make in HEADS.items():
        yield name, invite(more=make())
    for name, given in LINES.items():
        yield name, invite(lines=given())


def by_chance(dice: random.Random) -> bytes:
    """Pieces of every shape in one message of 64 kB, some of it spoilt."""
    pieces = [make() for table in (XML, SDP, MULTI) for make in table.values()]
    bodies = []
    left = BODY
    while left > 0:
        whole = dice.choice(pieces)
        cut = whole[: dice.randint(1, left)]
        kind = dice.choice(
            ("application/pidf+xml", "application/sdp", "multipart/mixed;boundary=b", "text/plain")
        )
        bodies.append(f"Content-Type: {kind}\r\n\r\n{cut}")
        left -= len(cut) + 60
    body = bytearray(parts("outer", bodies).encode())
    for _ in range(dice.randint(0, 50)):
        body[dice.randrange(len(body))] = dice.randrange(256)
    more = dice.choice([*HEADS.values(), str])()
    return invite(bytes(body), "multipart/mixed;boundary=outer", more)


class Reading:
    """An agent that takes each INVITE as the exchange does, up to where media and the log begin."""

    def __init__(self) -> None:
        settings = AgentSettings(udp_port=None, tcp_port=None, trusted=("192.0.2.0/24",))
        self._agent = SipAgent(settings, transports={"udp": Nowhere()})
        self._agent.set_handlers(self._take)
        self.calls = 0

    async def _take(self, call: IncomingCall) -> None:
        self.calls += 1
        caller_info_of(call, AT)
        with suppress(Refused):
            read = sdp.parse(call.sdp.decode(errors="replace"))
            sdp.negotiate_codec(read.audio)
            _ = read.profile, read.text
        await call.reject(486)

    async def cost_ms(self, data: bytes, nth: int) -> float:
        """CPU of one message, with every task that it begins."""
        fresh = data.replace(b"z9hG4bK0", f"z9hG4bK{nth}".encode(), 1).replace(
            b"Call-ID: 0", f"Call-ID: {nth}".encode(), 1
        )
        began = time.process_time()
        deliver(self._agent, fresh, MessageSource("udp", "192.0.2.1", 5060))
        for _ in range(4):
            await asyncio.sleep(0)
        return (time.process_time() - began) * 1000


async def measure(seed: int, chances: int, repeat: int) -> dict[str, object]:
    """Every shape, and messages by chance."""
    reading, nth, rows = Reading(), 1, list[dict[str, object]]()
    dice = random.Random(seed)
    messages = [("normal", invite()), *shapes(), *((f"chance_{n}", by_chance(dice)) for n in range(chances))]
    gc.freeze()
    for name, data in messages:
        before, costs = reading.calls, list[float]()
        for _ in range(repeat):
            nth += 1
            costs.append(await reading.cost_ms(data, nth))
        rows.append(
            {"shape": name, "bytes": len(data), "ms": round(min(costs), 2), "calls": reading.calls - before}
        )
    rows.sort(key=lambda row: -float(str(row["ms"])))
    worst = rows[0]
    return {
        "aim_ms": AIM_MS,
        "shapes": len(rows),
        "repeat": repeat,
        "worst": worst,
        "over_aim": sum(float(str(row["ms"])) > AIM_MS for row in rows),
        "not_a_call": [row["shape"] for row in rows if not row["calls"]],
        "rows": rows,
    }


def main() -> None:
    """Measure, print, and fail where the aim is missed."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--json", action="store_true")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--random", type=int, default=200)
    asked.add_argument("--repeat", type=int, default=5)
    given = asked.parse_args()
    report = uvloop.run(measure(given.seed, given.random, given.repeat))
    if given.json:
        print(json.dumps(report, indent=2))
    else:
        rows = report["rows"]
        assert isinstance(rows, list)
        for row in rows[:25]:
            print(f"{row['ms']:9.2f} ms  {row['bytes']:7} bytes  {row['shape']}")
    sys.exit(1 if report["over_aim"] else 0)


if __name__ == "__main__":
    main()
