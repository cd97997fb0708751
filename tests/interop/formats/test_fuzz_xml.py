"""Two thousand changed documents of each format, and a hundred thousand in `make soak`: no reader raises or gives nonsense."""

import math
import random
import re
import tracemalloc
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import pytest

from auxilio.interop.formats.additional_data import decode_additional_data
from auxilio.interop.formats.decoded import Decoded
from auxilio.interop.formats.held import HELD, decode_held
from auxilio.interop.formats.languages import decode_accept_language, decode_session_languages
from auxilio.interop.formats.pidf import decode_pidf_lo
from auxilio.interop.formats.vcard import decode_jcard
from tests.interop.formats.pidf_documents import SHAPES, WHOLE, device, located, presence
from tests.interop.formats.test_additional_data import BLOCKS, JCARD

COUNT, SOAK_COUNT = 2_000, 100_000
MEMORY_MAX = 50 * 1024 * 1024
SESSION = (
    b"v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nt=0 0\r\nm=audio 49250 RTP/AVP 20\r\na=hlang-send:es eu en *\r\n"
    b"a=hlang-recv:es eu\r\nm=text 45020 RTP/AVP 103\r\na=hlang-recv:es-MX pt\r\n"
)
HELD_ANSWER = (
    f'<locationResponse xmlns="{HELD}"><locationUriSet expires="2026-11-24T12:00:00Z"><locationURI>https://h/1'
    f"</locationURI></locationUriSet>{WHOLE.decode()}</locationResponse>"
).encode()
SEEDS: dict[str, tuple[Callable[[bytes], Decoded[Any]], list[bytes]]] = {
    "pidf": (
        decode_pidf_lo,
        [
            WHOLE,
            presence("".join(device(shape, id_=name) for name, shape in SHAPES.items())),
            *(located(shape) for shape in SHAPES.values()),
            WHOLE.decode().encode("utf-16"),
        ],
    ),
    "held": (decode_held, [HELD_ANSWER, f'<error xmlns="{HELD}" code="timeout"/>'.encode()]),
    "additional-data": (
        decode_additional_data,
        [*(one.encode() for one in BLOCKS.values()), f"<x>{''.join(BLOCKS.values())}</x>".encode()],
    ),
    "jcard": (decode_jcard, [msgspec.json.encode(JCARD)]),
    "session": (decode_session_languages, [SESSION]),
    "accept-language": (
        lambda content: decode_accept_language(content.decode("latin-1")),
        [b"es-ES, ca;q=0.9, *;q=0.1", b"en"],
    ),
}
PIECES = [
    b"", b"\x00", b"\xff", b"\xef\xbb\xbf", b"\r\n", b"<", b">", b"</", b"/>", b"&amp;", b"&x;", b"]]>", b"<!--", b"<![CDATA[",
    b"<!DOCTYPE a>", b'<!ENTITY b "c">', b"<a>" * 40, b"<a/>" * 600, b"-", b".", b",", b"e9", b"1e308", b"9" * 400, b"-1",
    b"0", b"NaN", b"inf", b"181", b"91", b"\xd9\xa4", b'"', b"'", b"=", b":", b"xmlns:gs='u:x' ", b"gs:", b"*", b";q=2", b"[" * 30,
    b"{", b"null", b"true", b"17", b"\\ud800", b"9999-12-31T23:59:59-14:00", b"0000-00-00", b"x" * 3_000,
]  # fmt: skip


VALUES = [
    "", " ", "0", "-1", "1e308", "1e99", "9" * 12, "9" * 400, "NaN", "INF", "0x10", "91", "181", "42,5 1,5", "42.5,1.5",
    "42.5 1.5 3 4", "0 0", "0 0 0", "90 180", "-90 -180 -1e9", "90.0000001 0", "1.5 42.5 " * 300, "unknown", "true", "urn:x",
    "urn:ogc:def:crs:EPSG::4979", "urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:uom:EPSG::9036", "EPSG:25831", "rectangular",
    "2026-02-30T25:61:61Z", "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00", "tel:", "ES", "é" * 300, "es-" * 20,
    "https://" + "x" * 3_000, "&lt;&amp;&#x10FFFF;", "٤١",
]  # fmt: skip
NAMES = [
    "Point",
    "pos",
    "posList",
    "Polygon",
    "Circle",
    "radius",
    "location-info",
    "geopriv",
    "presence",
    "confidence",
]


def with_other_values(seed: bytes, chance: random.Random) -> bytes:
    """A document that stays well-formed: texts and values of attributes are others, a name stands for another."""
    tokens = re.split(r"(<[^>]*>|\"[^\"]*\")", seed.decode("utf-8", "replace"))
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(tokens))
        if tokens[at].startswith("<"):
            tokens[at] = re.sub(
                '"[^"]*"', f'"{chance.choice(VALUES)}"', tokens[at], count=chance.randint(0, 3)
            )
        elif tokens[at].startswith('"'):
            tokens[at] = f'"{chance.choice(VALUES)}"'
        elif tokens[at].strip() and seed.startswith(b"<"):
            tokens[at] = chance.choice(VALUES)
    text = "".join(tokens)
    if chance.random() < 0.3:
        text = text.replace(f":{chance.choice(NAMES)}", f":{chance.choice(NAMES)}")
    return text.encode("utf-8", "replace")


def changed(seed: bytes, chance: random.Random) -> bytes:
    """A document with other values, or with one to six changes of its bytes: flipped, put in, taken out, said again."""
    if seed.startswith((b"<", b"[")) and chance.random() < 0.5:
        return with_other_values(seed, chance)
    content = bytearray(seed)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(content) + 1)
        to = at + chance.choice((1, 8, 60, 400))
        match chance.randrange(5):
            case 0:
                content[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                content[at:to] = chance.choice(PIECES)
            case 2:
                content[at:at] = chance.choice(PIECES)
            case 3:
                del content[at:to]
            case _:
                content[at:at] = content[at:to] * chance.choice((1, 2, 30))
    return bytes(content if chance.random() < 0.8 else content[: chance.randrange(len(content) + 1)])


def numbers(value: Any) -> Iterator[tuple[str, float]]:
    """Every number of plain data, with its name."""
    if isinstance(value, dict):
        for name, part in value.items():
            if isinstance(part, float | int) and not isinstance(part, bool):
                yield name, part
            else:
                yield from numbers(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from numbers(part)


def check(decoded: Decoded[Any]) -> bool:
    """What holds of every message that was read. Whether it was understood."""
    plain = decoded.plain()
    assert len(msgspec.json.encode(plain)) < 512 * 1024
    assert len(set(decoded.flags)) == len(decoded.flags)
    assert decoded.value is not None or decoded.flags, "what was refused says why"
    bounds = {"lat": 90, "lon": 180, "confidence_pct": 100}
    for name, value in numbers(plain["value"] if decoded.value is not None else {}):
        assert math.isfinite(value), name
        assert abs(value) <= bounds.get(name, math.inf), name
    return decoded.value is not None


def read_changed(format_: str, count: int, first: int = 0) -> int:
    """How many of so many changed documents were understood."""
    decode, seeds = SEEDS[format_]
    understood = 0
    for number in range(first, first + count):
        chance = random.Random(f"{format_} {number}")
        understood += check(decode(changed(chance.choice(seeds), chance)))
    return understood


@pytest.mark.parametrize("format_", SEEDS)
def test_no_changed_document_makes_a_reader_raise_or_give_nonsense(format_: str) -> None:
    understood = read_changed(format_, COUNT)
    assert understood > COUNT // 5, "so few were understood that only the refusal was tested"


@pytest.mark.soak
@pytest.mark.parametrize("format_", SEEDS)
def test_no_changed_document_of_very_many_does_so(format_: str) -> None:
    read_changed(format_, SOAK_COUNT, first=COUNT)


@pytest.mark.parametrize("format_", SEEDS)
def test_a_hundred_changed_documents_stay_within_their_memory(format_: str) -> None:
    tracemalloc.start()
    try:
        read_changed(format_, 100)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < MEMORY_MAX
