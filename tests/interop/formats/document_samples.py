"""Documents of each format that `bounded_xml` reads, and cards: samples to damage, and the worst that the bounds let through."""

from collections.abc import Callable
from typing import Any

import msgspec

from auxilio.interop.formats.additional_data import AdditionalData, decode_additional_data
from auxilio.interop.formats.bounded_xml import SIZE_MAX
from auxilio.interop.formats.decoded import Decoded
from auxilio.interop.formats.held import HELD, HeldError, HeldLocation, decode_held
from auxilio.interop.formats.pidf import PidfLo, decode_pidf_lo
from auxilio.interop.formats.vcard import Vcard, decode_jcard
from tests.interop.formats.pidf_documents import SHAPES, WHOLE, device, located, presence, ring
from tests.interop.formats.test_additional_data import BLOCKS, JCARD

type DocumentReader = tuple[Callable[[bytes], Decoded[Any]], Any, list[bytes], list[bytes]]
"""What reads a format, the type of its value, samples, and the dearest documents."""

HELD_ANSWER = (
    f'<locationResponse xmlns="{HELD}"><locationUriSet expires="2026-11-24T12:00:00Z"><locationURI>https://h/1'
    f"</locationURI></locationUriSet>{WHOLE.decode()}</locationResponse>"
).encode()
MANY_PLACES = presence(
    "<tuple><location-info><Point><pos>42.5 1.5</pos></Point></location-info></tuple>" * 120
)
DOCUMENTS: dict[str, DocumentReader] = {
    "pidf": (
        decode_pidf_lo,
        PidfLo,
        [
            WHOLE,
            presence("".join(device(shape, id_=name) for name, shape in SHAPES.items())),
            *(located(shape) for shape in SHAPES.values()),
            WHOLE.decode().encode("utf-16"),
        ],
        [
            MANY_PLACES,
            located(ring(" ".join(["42.5 1.5"] * 256)) * 40),
            located("<gml:Polygon><gml:pos>" + "1 " * 30_000 + "</gml:pos></gml:Polygon>"),
            located("<gml:Point><gml:coordinates>" + "1:1:1N, " * 7_000 + "</gml:coordinates></gml:Point>"),
            located("<ca:civicAddress>" + "<ca:A1>x</ca:A1>" * 400 + "</ca:civicAddress>"),
            located("<locationURI>https://h/</locationURI>" * 400),
            located(
                f"<gml:Circle>{'<gml:Point>' * 20}<gml:pos>1 1</gml:pos>{'</gml:Point>' * 20}</gml:Circle>"
            ),
        ],
    ),
    "held": (
        decode_held,
        HeldLocation | HeldError,
        [HELD_ANSWER, f'<error xmlns="{HELD}" code="timeout"><message>No</message></error>'.encode()],
        [
            f'<error xmlns="{HELD}" code="{"x" * 30_000}">{"<message>x</message>" * 490}</error>'.encode(),
            f"<locationResponse>{MANY_PLACES.decode()}</locationResponse>".encode(),
        ],
    ),
    "additional-data": (
        decode_additional_data,
        AdditionalData,
        [
            *(one.encode() for one in BLOCKS.values()),
            f"<x>{''.join(BLOCKS.values())}</x>".encode(),
        ],
        [
            f"<x>{BLOCKS['ServiceInfo'] * 90}</x>".encode(),
            f"<x>{'<EmergencyCallData.X/>' * 490}</x>".encode(),
            BLOCKS["SubscriberInfo"].replace("<email>", f"<note>{'x' * 50_000}</note><email>").encode(),
        ],
    ),
    "jcard": (
        decode_jcard,
        Vcard,
        [
            msgspec.json.encode(JCARD),
            b'["vcard",[["fn",{},"text","Ana"]]]',
            b'["vcard",[["fn",{},"text",12],["lang",{},"language-tag","!"],["tel",{},"uri","1"]]]',
            b'["vcard",[' + b",".join([b'["tel",{},"uri","1"]'] * 17) + b"]]",
        ],
        [
            b'["vcard",[' + b",".join([b'["tel",{},"uri","x"]'] * 3_000) + b"]]",
            b'["vcard",[["fn",{},"text","' + b"\\u00e9" * 10_000 + b'"]]]',
            b"[1," * 3 + b"[" * 8 + b"]" * 11,
            b"[" + b"0," * (SIZE_MAX // 2 - 2) + b"0]",
        ],
    ),
}
