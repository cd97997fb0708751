"""Text of a short message in the GSM 7-bit default alphabet, packed eight characters into seven bytes or one a byte, and back.

Source: 3GPP TS 23.038 (ETSI TS 123 038), 6.1.2.1.1 packing, 6.1.2.3.1 fill, 6.2.1 alphabet and its extension table; TS 23.040,
9.2.3.24 user data header.
"""

from collections.abc import Iterator

from auxilio.interop.formats.gsm7_national import EXTENSION, LOCKING_SHIFT, SINGLE_SHIFT
from auxilio.interop.formats.not_writable import NotWritable

ALPHABET = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""By septet. Packed, an escaped character (0x1B) of the extension table is left as its two septets: none occurs in AML."""
ESCAPE = 0x1B
_SEPTETS = {letter: septet for septet, letter in enumerate(ALPHABET)}
_WRITTEN = {letter: bytes([septet]) for letter, septet in _SEPTETS.items() if septet != ESCAPE} | {
    letter: bytes([ESCAPE, septet]) for septet, letter in EXTENSION.items()
}
TEXT_MAX = 160
"""Characters of one message."""


def unpack_septets(packed: bytes, fill_bits: int = 0) -> str:
    """The text of packed septets; `fill_bits` (0 to 6) are skipped before the first.

    What fills the last byte (`@`, which is septet 0, or CR) is no text and is left out.
    """
    bits = int.from_bytes(packed, "little") >> fill_bits
    count = (len(packed) * 8 - fill_bits) // 7
    return "".join(ALPHABET[bits >> 7 * nth & 0x7F] for nth in range(count)).rstrip("@\r")


def pack_septets(text: str) -> bytes:
    """A text packed; a free septet at the end is CR, as the standard asks for.

    Raises `NotWritable` when the text is longer than one message or has a character outside the alphabet.
    """
    if len(text) > TEXT_MAX or not all(letter in _SEPTETS for letter in text):
        raise NotWritable("not the text of one message in the GSM alphabet")
    filled = text + "\r" if len(text) % 8 == 7 else text
    bits = sum(_SEPTETS[letter] << 7 * nth for nth, letter in enumerate(filled))
    return bits.to_bytes(-(-len(filled) * 7 // 8), "little")


def readings_of_user_data(data: bytes) -> Iterator[str]:
    """Every text that the user data of a short message can be, the plainest first.

    Packed septets alone; after a user data header (whose first byte is its length) packed with or without fill bits, or
    one byte a character.
    """
    yield unpack_septets(data)
    after = data[0] + 1 if data else 0
    if 1 < after < len(data):
        body = data[after:]
        yield unpack_septets(body, -after * 8 % 7)
        yield unpack_septets(body)
        yield body.decode("latin-1")


def read_unpacked(octets: bytes, locking: int = 0, single: int = 0) -> str | None:
    """The text of septets that stand one in a byte, with the extension table; None where a byte is no septet.

    `locking`, `single`: the languages whose tables replace the alphabet and its extension. What follows an escape and is not in
    the table is read as in the alphabet, as the standard asks for.
    """
    alphabet, extension = LOCKING_SHIFT.get(locking, ALPHABET), SINGLE_SHIFT.get(single, EXTENSION)
    if any(octet > 0x7F for octet in octets):
        return None
    letters, escaped = [], False
    for octet in octets:
        if octet == ESCAPE and not escaped:
            escaped = True
            continue
        letters.append(extension.get(octet, alphabet[octet]) if escaped else alphabet[octet])
        escaped = False
    return "".join(letters)


def write_unpacked(text: str) -> list[bytes] | None:
    """Each character as its one or two septets, one in a byte; None where one is in neither table."""
    try:
        return [_WRITTEN[letter] for letter in text]
    except KeyError:
        return None
