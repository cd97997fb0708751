"""Aim: a document that stays well-formed and says something else in it makes no reader raise or give nonsense.

What damage to the bytes does is in `test_hostile_input`.
"""

import math
import random
import re
from collections.abc import Iterator
from typing import Any

import pytest

from auxilio.interop.formats.languages import decode_accept_language, decode_session_languages
from tests.interop.formats.document_samples import DOCUMENTS
from tests.interop.formats.fuzzing import damaged
from tests.interop.formats.test_hostile_input import READERS, judge

COUNT, SOAK_COUNT = 2_000, 100_000
SESSION = (
    b"v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nt=0 0\r\nm=audio 49250 RTP/AVP 20\r\na=hlang-send:es eu en *\r\n"
    b"a=hlang-recv:es eu\r\nm=text 45020 RTP/AVP 103\r\na=hlang-recv:es-MX pt\r\n"
)
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


def with_other_values(sample: bytes, chance: random.Random) -> bytes:
    """One to four texts and values of attributes are others, and now and then a name stands for another."""
    tokens = re.split(r"(<[^>]*>|\"[^\"]*\")", sample.decode("utf-8", "replace"))
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(tokens))
        if tokens[at].startswith("<"):
            tokens[at] = re.sub(
                '"[^"]*"', f'"{chance.choice(VALUES)}"', tokens[at], count=chance.randint(1, 3)
            )
        elif tokens[at].startswith('"'):
            tokens[at] = f'"{chance.choice(VALUES)}"'
        elif tokens[at].strip() and sample.startswith(b"<"):
            tokens[at] = chance.choice(VALUES)
    text = "".join(tokens)
    if chance.random() < 0.3:
        text = text.replace(f":{chance.choice(NAMES)}", f":{chance.choice(NAMES)}")
    return text.encode("utf-8", "replace")


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


BOUNDS = {"lat": 90.0, "lon": 180.0, "confidence_pct": 100.0, "altitude_m": 100_000.0}


def read_changed(format_: str, count: int, first: int = 0) -> int:
    """How many of so many changed documents were understood."""
    understood = 0
    for number in range(first, first + count):
        chance = random.Random(f"{format_} {number}")
        content = with_other_values(chance.choice(DOCUMENTS[format_][2]), chance)
        judge(READERS[format_], content)
        decoded = READERS[format_].decode(content)
        understood += decoded.value is not None
        for name, value in numbers(decoded.plain()):
            assert math.isfinite(value), (name, content)
            assert abs(value) <= BOUNDS.get(name, math.inf), (name, content)
    return understood


@pytest.mark.parametrize("format_", DOCUMENTS)
def test_no_other_value_makes_a_reader_raise_or_give_nonsense(format_: str) -> None:
    understood = read_changed(format_, COUNT)
    assert understood > COUNT // 2, "else the refusal alone was tested"


@pytest.mark.soak
@pytest.mark.parametrize("format_", DOCUMENTS)
def test_no_other_value_of_a_hundred_thousand_either(format_: str) -> None:
    read_changed(format_, SOAK_COUNT, first=COUNT)


@pytest.mark.parametrize("count", [COUNT, pytest.param(SOAK_COUNT, marks=pytest.mark.soak)])
def test_no_damage_to_a_session_or_a_header_makes_its_reader_raise(count: int) -> None:
    for content in damaged([SESSION], count, seed=20):
        session = decode_session_languages(content)
        assert (session.value is None) <= bool(session.flags)
    for content in damaged([b"es-ES, ca;q=0.9, *;q=0.1", b"en"], count, seed=21):
        header = decode_accept_language(content.decode("latin-1"))
        assert header.value is not None or header.flags == ("too_large",)
