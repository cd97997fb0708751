"""Aim: no bytes make a reader fail, say something that is no value of its type, or cost more memory than a small bound."""

import json
import re
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import pytest

from auxilio.interop.formats.aml import SIZE_MAX as AML_MAX
from auxilio.interop.formats.aml import decode_aml
from auxilio.interop.formats.aml_message import AmlMessage
from auxilio.interop.formats.bounded_xml import SIZE_MAX as XML_MAX
from auxilio.interop.formats.decoded import Decoded
from auxilio.interop.formats.ecall_control import ControlBlock, decode_control
from auxilio.interop.formats.msd import SIZE_MAX as MSD_MAX
from auxilio.interop.formats.msd import Msd, decode_msd
from tests.interop.formats.document_samples import DOCUMENTS
from tests.interop.formats.fuzzing import damaged
from tests.interop.formats.test_ecall_control import EXAMPLES, block

SAMPLES = Path(__file__).parent
EUROPE = (34.0, -25.0, 72.0, 45.0)
MEMORY_MAX = 8 << 20
"""Bytes that reading one message may hold at once; most is a tree of 500 elements."""
OUTPUT_MAX = 6 * XML_MAX
"""Bytes of the largest value as JSON: a control character of a text is six there."""
COUNT, SOAK_COUNT = 2_000, 100_000


def aml_samples() -> list[bytes]:
    texts = [
        sample["raw"].encode() for sample in json.loads((SAMPLES / "aml_samples.json").read_text("utf-8"))
    ]
    data = bytes.fromhex(
        "415193D98BEDD8F4DEECE6A2C962B7DA8E7DEEB56232990B86A3D9623B39B92783EDE86F784F068BD560B6D80C16"
    )
    return [*texts, data, texts[0].decode().encode("utf-16"), texts[-1] + b"&hmac=" + b"0" * 40]


def msd_samples() -> list[bytes]:
    texts = [sample["hex"] for sample in json.loads((SAMPLES / "msd_samples.json").read_text("utf-8"))]
    return [*map(bytes.fromhex, texts), *(text.encode() for text in texts)]


@dataclass(frozen=True)
class Reader:
    """What reads a format, what a value of it is, messages to damage, and the worst that its bounds let through."""

    decode: Callable[[bytes], Decoded[Any]]
    value: Any
    samples: list[bytes]
    worst: list[bytes]


READERS = {
    "aml": Reader(
        partial(decode_aml, keys=(b"key", b"older key")),
        AmlMessage,
        aml_samples(),
        [
            b'A"ML=1' + b";a=b" * (AML_MAX // 4 - 2),
            b"v=1&location_latitude=1" + b"&%61=%62" * (AML_MAX // 8 - 4),
            b"A" * AML_MAX,
            b'A"ML' * (AML_MAX // 4),
            b"v=1&location_latitude=1&x=" + b"%C3%A9" * (AML_MAX // 6 - 6),
            b"41" * (AML_MAX // 2),
            b"A\0" * (AML_MAX // 2),
        ],
    ),
    "msd": Reader(
        partial(decode_msd, area=EUROPE),
        Msd,
        msd_samples(),
        [
            b"\x03\xbf\xff" + b"\xff" * (MSD_MAX - 3),
            b"01" * MSD_MAX,
            b"0 " * (MSD_MAX * 2),
            b"\x02" * MSD_MAX,
        ],
    ),
    "ecall-control": Reader(
        decode_control,
        ControlBlock,
        [block(inside) for inside, _ in EXAMPLES],
        [
            block("<request action='x'/>" * 499),
            block("<request action='" + "x" * (XML_MAX - 300) + "'/>"),
            block("<a>" * 31 + "x" * 60_000 + "</a>" * 31),
            block("<request " + " ".join(f"a{nth}='{'x' * 900}'" for nth in range(63)) + "/>"),
            block("<text>" + "&#128512;" * 6_000 + "</text>"),
            block("<request action='x' supported-values='" + ";" * (XML_MAX - 300) + "'/>"),
        ],
    ),
    **{name: Reader(*parts) for name, parts in DOCUMENTS.items()},
}
"""A further format adds its line."""


def judge(reader: Reader, content: bytes) -> None:
    """It answers, by codes and a value of its type, in an amount that is bounded."""
    decoded = reader.decode(content)
    assert all(re.fullmatch("[a-z][a-z0-9_]{1,40}", flag) for flag in decoded.flags), content
    assert len(decoded.flags) == len(set(decoded.flags)) <= 40
    assert decoded.flags or decoded.value is not None, "without a value a flag says why"
    told = msgspec.json.encode(decoded.plain())
    assert len(told) <= OUTPUT_MAX
    if decoded.value is not None:
        assert msgspec.convert(msgspec.json.decode(told)["value"], reader.value) == decoded.value, content


@pytest.mark.parametrize("kind", READERS)
def test_no_damage_makes_a_reader_fail_or_give_an_invalid_value(kind: str) -> None:
    reader = READERS[kind]
    for content in damaged(reader.samples, COUNT, seed=17):
        judge(reader, content)


@pytest.mark.soak
@pytest.mark.parametrize("kind", READERS)
def test_no_damage_of_a_hundred_thousand_either(kind: str) -> None:
    reader = READERS[kind]
    for content in damaged(reader.samples, SOAK_COUNT, seed=18):
        judge(reader, content)


@pytest.mark.parametrize("kind", READERS)
def test_damage_leaves_some_messages_readable_and_others_not(kind: str) -> None:
    """Else the tests above would prove one branch alone."""
    reader = READERS[kind]
    decoded = [reader.decode(content) for content in damaged(reader.samples, 400, seed=19)]
    assert 5 < sum(one.value is not None for one in decoded) < 380
    assert len({flag for one in decoded for flag in one.flags}) >= 4


@pytest.mark.parametrize("kind", READERS)
def test_the_worst_that_the_bounds_let_through_is_read_in_little_memory(kind: str) -> None:
    reader = READERS[kind]
    for content in reader.worst:
        judge(reader, content)
        tracemalloc.start()
        try:
            reader.decode(content)
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        assert peak < MEMORY_MAX, f"{peak} bytes for {content[:40]!r}"
