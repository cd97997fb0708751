"""Bits of a message in the unaligned packed encoding rules of ASN.1 (UPER), as far as the MSD of eCall needs them.

Source: ITU-T X.691 (PER): 10.5.7.1 constrained whole numbers, 10.6 small numbers, 10.9 lengths, 10.2 open types, 18.7 to 18.9
extension additions; X.690, 8.20 relative object identifiers. Why it is our own: decision 0388. Called by `msd` and `msd_writer`.
"""

from auxilio.interop.formats.not_writable import NotWritable


class BitsEnded(Exception):
    """The message is shorter than it says, or uses a form of encoding (fragments) that no MSD can need."""


class BitReader:
    """Reads from the first bit on. Every read raises `BitsEnded` where there is not as much left."""

    def __init__(self, content: bytes) -> None:
        self._bits = int.from_bytes(content)
        self.left = len(content) * 8
        """Bits that were not read yet."""

    def number(self, width: int) -> int:
        """An unsigned number of `width` bits."""
        if width > self.left:
            raise BitsEnded
        self.left -= width
        return self._bits >> self.left & (1 << width) - 1

    def flag(self) -> bool:
        """One bit."""
        return self.number(1) == 1

    def small_number(self) -> int:
        """A number that is usually below 64 (10.6): an index of an extension, or how many there are, less one."""
        return self.number(self.length() * 8) if self.flag() else self.number(6)

    def length(self) -> int:
        """How many bytes follow (10.9), below 16,384."""
        if not self.flag():
            return self.number(7)
        if self.flag():
            raise BitsEnded  # 16 KiB and more, in fragments
        return self.number(14)

    def octets(self) -> bytes:
        """Bytes with their length before them."""
        count = self.length()
        return self.number(count * 8).to_bytes(count)

    def skip_additions(self) -> None:
        """Leave out what a later version of the standard added to a sequence (18.7 to 18.9)."""
        count = self.small_number() + 1
        present = self.number(count).bit_count()
        for _ in range(present):
            self.octets()


class BitWriter:
    """Collects bits, the first one first."""

    def __init__(self) -> None:
        self._bits = 0
        self._count = 0

    def number(self, value: int, width: int) -> None:
        """An unsigned number in `width` bits. Raises `NotWritable` when it does not fit."""
        if not 0 <= value < 1 << width:
            raise NotWritable(f"{value} does not fit {width} bits")
        self._bits = self._bits << width | value
        self._count += width

    def flag(self, value: bool) -> None:
        """One bit."""
        self.number(int(value), 1)

    def length(self, count: int) -> None:
        """How many bytes follow. Raises `NotWritable` from 16,384 on, which would need fragments."""
        if count < 128:
            self.number(count, 8)
        else:
            self.number(0b10, 2)
            self.number(count, 14)

    def octets(self, content: bytes) -> None:
        """Bytes with their length before them."""
        self.length(len(content))
        self.number(int.from_bytes(content), len(content) * 8)

    def content(self) -> bytes:
        """What was written, filled with zeros to whole bytes."""
        fill = -self._count % 8
        return (self._bits << fill).to_bytes((self._count + fill) // 8)


def read_relative_oid(content: bytes) -> str | None:
    """`1.2.125`; None when it is none: empty, cut off, or with an arc of more than 32 bits."""
    arcs, arc = list[str](), 0
    for octet in content:
        arc = arc << 7 | octet & 0x7F
        if arc >= 1 << 32:
            return None
        if not octet & 0x80:
            arcs.append(str(arc))
            arc = 0
    return ".".join(arcs) if content and not content[-1] & 0x80 else None


def write_relative_oid(oid: str) -> bytes:
    """The bytes of `1.2.125`. Raises `NotWritable` when it is none."""
    written = bytearray()
    for word in oid.split("."):
        if not (word.isascii() and word.isdigit() and int(word[:11]) < 1 << 32 and len(word) < 11):
            raise NotWritable(f"no relative object identifier: {oid[:64]}")
        arc = int(word)
        septets = [arc & 0x7F]
        while arc := arc >> 7:
            septets.append(arc & 0x7F | 0x80)
        written += bytes(reversed(septets))
    return bytes(written)
