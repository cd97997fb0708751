"""Parts of a concatenated short message, and the alphabet of its text: read from user data, and written for sending. Pure.

Source: 3GPP TS 23.040, 9.2.3.24 (user data header: 9.2.3.24.1 and 9.2.3.24.8 concatenation, 9.2.3.24.15 and 9.2.3.24.16 national
languages); TS 23.038, 4 and 5; SMPP 3.4, 5.2.19.
"""

from collections.abc import Iterator, Sequence

import msgspec

from auxilio.interop.formats.gsm7 import read_unpacked, write_unpacked
from auxilio.interop.formats.gsm7_national import LOCKING_SHIFT, SINGLE_SHIFT
from auxilio.interop.formats.not_writable import NotWritable

PARTS_MAX = 10
"""Parts of one message that are joined or sent (ours): 1,530 characters of the GSM alphabet."""
GSM, UCS2 = 0x00, 0x08
"""Data codings by which texts are sent."""
_SINGLE_BYTES = {GSM: 160, UCS2: 140}
_PART_BYTES = {GSM: 153, UCS2: 134}
"""Of a part: beside a header of six bytes, 153 septets or 67 UTF-16 units have room."""
_CONCATENATED_8, _CONCATENATED_16 = 0x00, 0x08
_SINGLE_SHIFT, _LOCKING_SHIFT = 0x24, 0x25
_TEXTS = {0x01: "ascii", 0x03: "latin-1", 0x06: "iso8859-5", 0x07: "iso8859-8", UCS2: "utf-16-be"}
_ALPHABETS = {0: GSM, 2: UCS2}
"""By bits 3 and 2 of a coding with a message class; 1 is data."""


class PartOf(msgspec.Struct, frozen=True, kw_only=True):
    """Which part of which message this is."""

    reference: int
    """The sender's number for the message, 8 or 16 bits."""
    total: int
    number: int
    """From 1 to `total`."""


class NationalShift(msgspec.Struct, frozen=True, kw_only=True):
    """The languages whose tables a text in the GSM alphabet needs; 0 for the default, and for a language that is not read."""

    locking: int = 0
    single: int = 0


NO_SHIFT = NationalShift()


class UserData(msgspec.Struct, frozen=True, kw_only=True):
    """What one short message carries."""

    content: bytes
    header: bool = False
    """Whether `content` begins with a user data header."""


def part_of(data: UserData) -> PartOf | None:
    """Which part it is, by its header; None where it stands alone, or has more parts than are joined."""
    for kind, value in _elements(data):
        width = {_CONCATENATED_8: 1, _CONCATENATED_16: 2}.get(kind)
        if width is not None and len(value) == width + 2:
            return checked_part(int.from_bytes(value[:width]), value[width], value[width + 1])
    return None


def national_shift(data: UserData) -> NationalShift:
    """By which national tables its text is read."""
    named = {kind: value[0] for kind, value in _elements(data) if len(value) == 1}
    locking, single = named.get(_LOCKING_SHIFT, 0), named.get(_SINGLE_SHIFT, 0)
    return NationalShift(
        locking=locking if locking in LOCKING_SHIFT else 0, single=single if single in SINGLE_SHIFT else 0
    )


def _elements(data: UserData) -> Iterator[tuple[int, bytes]]:
    """The information elements of its header that are whole."""
    header = data.content[1 : 1 + data.content[0]] if data.header and data.content else b""
    while len(header) >= 2:
        kind, length = header[0], header[1]
        value, header = header[2 : 2 + length], header[2 + length :]
        if len(value) == length:
            yield kind, value


def checked_part(reference: int, total: int, number: int) -> PartOf | None:
    """None where it is no part of several, or of more than are joined."""
    if not (1 < total <= PARTS_MAX and 1 <= number <= total):
        return None
    return PartOf(reference=reference, total=total, number=number)


def without_header(data: UserData) -> bytes:
    """The content after the header, if there is one; all of it where the header would be longer than all."""
    after = 1 + data.content[0] if data.header and data.content else 0
    return data.content[after:] or data.content


def read_text(content: bytes, coding: int, shift: NationalShift = NO_SHIFT) -> str | None:
    """The text of a message by its data coding and, in the GSM alphabet, its national tables; None where the coding says data, or the bytes are not of its alphabet."""
    if coding & 0xF0 in (0x10, 0xF0):  # with a message class: what shows at once, or belongs to the SIM
        data = bool(coding & 0x04)
        coding = GSM if coding & 0xF0 == 0xF0 else _ALPHABETS.get(coding >> 2 & 3, 0x04)
        coding = 0x04 if data else coding
    if coding == GSM:
        return read_unpacked(content, shift.locking, shift.single)
    named = _TEXTS.get(coding)
    return content.decode(named, "replace") if named is not None else None


def write_text(text: str, reference: int) -> tuple[int, list[UserData]]:
    """The data coding and the parts of a text, at most `PARTS_MAX`; `reference`: the number of the message if it has several.

    In the GSM alphabet where it has every character, else in UTF-16. Raises `NotWritable` for an empty or a longer one.
    """
    letters = write_unpacked(text)
    coding = UCS2 if letters is None else GSM
    if letters is None:
        letters = [letter.encode("utf-16-be", "replace") for letter in text]
    if sum(map(len, letters)) <= _SINGLE_BYTES[coding]:
        pieces = [b"".join(letters)]
    else:
        pieces = _filled(letters, _PART_BYTES[coding])
    if not text or len(pieces) > PARTS_MAX:
        raise NotWritable("an empty text, or one of too many parts")
    if len(pieces) == 1:
        return coding, [UserData(content=pieces[0])]
    head = bytes([5, _CONCATENATED_8, 3, reference & 0xFF, len(pieces)])
    return coding, [
        UserData(content=head + bytes([number]) + piece, header=True)
        for number, piece in enumerate(pieces, 1)
    ]


def _filled(letters: Sequence[bytes], bytes_max: int) -> list[bytes]:
    """Pieces of whole characters."""
    pieces = [b""]
    for letter in letters:
        if len(pieces[-1]) + len(letter) > bytes_max:
            pieces.append(b"")
        pieces[-1] += letter
    return pieces
