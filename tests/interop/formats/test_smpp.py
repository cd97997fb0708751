"""Aim: any PDU is read or refused, in bounded time; what is written is read back; texts go into parts and come back whole."""

import random

import pytest

from auxilio.interop.formats.gsm7 import ALPHABET, ESCAPE, read_unpacked
from auxilio.interop.formats.gsm7_national import EXTENSION
from auxilio.interop.formats.not_writable import NotWritable
from auxilio.interop.formats.smpp import (
    ADDRESS_MAX,
    HEADER_BYTES,
    PDU_BYTES_MAX,
    DeliveredMessage,
    MessageState,
    Pdu,
    SmppCommand,
    SmppUnreadable,
    body_bytes,
    part_of_delivery,
    read_delivery,
    read_pdu,
    read_receipt,
    write_pdu,
    write_submit,
)
from auxilio.interop.formats.sms_parts import (
    GSM,
    UCS2,
    PartOf,
    UserData,
    part_of,
    read_text,
    without_header,
    write_text,
)
from tests.interop.formats.fuzzing import damaged

LETTERS = "".join(letter for septet, letter in enumerate(ALPHABET) if septet != ESCAPE) + "".join(
    EXTENSION.values()
)


@pytest.mark.parametrize(
    ("text", "coding", "parts"),
    [
        ("a" * 160, GSM, 1),
        ("a" * 161, GSM, 2),
        ("€" * 80, GSM, 1),
        ("a" * 152 + "€" + "a" * 100, GSM, 2),
        ("ж" * 70, UCS2, 1),
        ("ж" * 71, UCS2, 2),
        ("😀" * 67, UCS2, 3),
        ("a" * 1530, GSM, 10),
        (LETTERS, GSM, 1),
    ],
)
def test_a_text_goes_in_as_few_parts_as_have_room_and_comes_back_whole(
    text: str, coding: int, parts: int
) -> None:
    found, made = write_text(text, 300)
    assert (found, len(made)) == (coding, parts)
    assert all(len(part.content) <= (160 if coding == GSM else 140) for part in made)
    assert "".join(read_text(without_header(part), found) or "" for part in made) == text
    if parts > 1:
        assert [part_of(part) for part in made] == [
            PartOf(reference=300 & 0xFF, total=parts, number=nth + 1) for nth in range(parts)
        ]


@pytest.mark.parametrize("text", ["", "a" * 1531, "ж" * 671])
def test_a_text_that_no_message_holds_is_not_written(text: str) -> None:
    with pytest.raises(NotWritable):
        write_text(text, 1)


def test_random_texts_come_back_whole() -> None:
    chance = random.Random(4)
    for _ in range(2_000):
        letters = LETTERS if chance.random() < 0.5 else LETTERS + "ж😀ñ"
        text = "".join(chance.choices(letters, k=chance.randint(1, 600)))
        coding, parts = write_text(text, chance.randrange(256))
        assert "".join(read_text(without_header(part), coding) or "" for part in parts) == text


@pytest.mark.parametrize(
    ("octets", "text"),
    [
        (b"\x1b\x65", "€"),
        (b"\x1b\x1b", " "),
        (b"\x1b\x41", "A"),
        (b"a\x1b", "a"),
        (b"\x00\x11", "@_"),
        (b"\x80", None),
    ],
)
def test_septets_one_in_a_byte_are_read_with_the_extension_table(octets: bytes, text: str | None) -> None:
    expected = "\x1b" if octets == b"\x1b\x1b" else text
    assert read_unpacked(octets) == expected


@pytest.mark.parametrize(
    ("coding", "text"),
    [(0x00, "a"), (0x01, "a"), (0x03, "a"), (0xF0, "a"), (0x10, "a"), (0x02, None), (0x04, None), (0xF4, None), (0x14, None),
     (0xC0, None), (0x09, None)],
)  # fmt: skip
def test_the_coding_says_whether_it_is_a_text(coding: int, text: str | None) -> None:
    assert read_text(b"a", coding) == text


@pytest.mark.parametrize(
    "header", ["", "00", "ff", "0500030700", "0500030100", "050003070b01", "050003070200", "050003070203"]
)
def test_a_header_that_names_no_part_that_is_joined_is_none(header: str) -> None:
    assert part_of(UserData(content=bytes.fromhex(header) + b"text", header=True)) is None


def test_a_concatenation_with_16_bits_and_beside_ports_is_read() -> None:
    content = bytes.fromhex("0c05040b8423f00804012c0201") + b"text"
    assert part_of(UserData(content=content, header=True)) == PartOf(reference=300, total=2, number=1)


@pytest.mark.parametrize("reference", ["2c", "012c", "0000012c", "ff00012c"])
def test_a_reference_of_another_length_still_joins_its_parts(reference: str) -> None:
    """SMPP gives `sar_msg_ref_num` two bytes (5.3.2.22); the database keeps no more."""
    sar = {0x20C: bytes.fromhex(reference), 0x20E: b"\2", 0x20F: b"\0\1"}
    found = part_of_delivery(delivery(kind=0, parameters=sar))
    assert found == PartOf(reference=int(reference[-4:], 16), total=2, number=1)


def submitted(text: str = "hola") -> bytes:
    coding, parts = write_text(text, 7)
    return write_submit("112", "+34600000001", coding, parts[0])


def test_what_is_submitted_reads_as_a_delivery_with_the_same_fields() -> None:
    """`submit_sm` and `deliver_sm` have the same fields (4.4.1, 4.6.1)."""
    read = read_delivery(submitted())
    assert (read.sender, read.recipient) == ("112", "+34600000001")
    assert (read_text(read.data.content, read.coding), part_of_delivery(read)) == ("hola", None)


def delivery(**changed: object) -> DeliveredMessage:
    fields = {
        "sender": "1", "recipient": "2", "kind": 1, "coding": 0, "data": UserData(content=b""), "parameters": {}
    } | changed  # fmt: skip
    return DeliveredMessage(**fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "parameters", "id", "state", "code"),
    [
        (b"id:7 sub:001 dlvrd:001 stat:DELIVRD err:000 text:id:9", {}, "7", MessageState.DELIVERED, "000"),
        (b"ID:ab-1 STAT:undeliv ERR:0x11", {}, "ab-1", MessageState.UNDELIVERABLE, "0x11"),
        (b"id:7 stat:ODD", {}, "7", MessageState.UNKNOWN, ""),
        (b"", {0x1E: b"x9\0", 0x427: b"\x08"}, "x9", MessageState.REJECTED, ""),
        (b"id:7 stat:DELIVRD", {0x1E: b"x9\0", 0x427: b"\x63"}, "x9", MessageState.DELIVERED, ""),
    ],
)
def test_a_receipt_is_read_by_parameters_before_its_text(
    text: bytes, parameters: dict[int, bytes], id: str, state: MessageState, code: str
) -> None:
    found = read_receipt(delivery(data=UserData(content=text), parameters=parameters))
    assert found is not None
    assert (found.id, found.state, found.code) == (id, state, code)


def test_what_names_no_message_and_what_is_no_receipt_is_none() -> None:
    assert read_receipt(delivery(data=UserData(content=b"stat:DELIVRD"))) is None
    assert read_receipt(delivery(kind=0, data=UserData(content=b"id:7 stat:DELIVRD"))) is None


@pytest.mark.parametrize("length", [0, 15, PDU_BYTES_MAX + 1, 0xFFFFFFFF])
def test_a_length_that_cannot_be_is_refused_before_a_byte_is_read(length: int) -> None:
    with pytest.raises(SmppUnreadable):
        body_bytes(length.to_bytes(4) + bytes(HEADER_BYTES - 4))


def test_a_pdu_comes_back_as_it_was_written() -> None:
    pdu = Pdu(command=SmppCommand.DELIVER_SM, sequence=5, status=3, body=b"x")
    written = write_pdu(pdu)
    assert body_bytes(written[:HEADER_BYTES]) == 1
    assert read_pdu(written[:HEADER_BYTES], written[HEADER_BYTES:]) == pdu


def test_a_damaged_delivery_is_read_or_refused_and_never_a_defect() -> None:
    parameters = bytes.fromhex("020c00020009020e000102020f000101")
    for body in damaged([submitted() + parameters, submitted()], 2_000, seed=7):
        try:
            read = read_delivery(body)
        except SmppUnreadable:
            continue
        part_of_delivery(read), read_receipt(read), read_text(read.data.content, read.coding)
        assert len(read.sender) <= ADDRESS_MAX
