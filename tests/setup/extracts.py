"""Files that look like an extract of OpenStreetMap, block by block (OSM wiki, PBF Format), without a map in them."""


def _number(value: int) -> bytes:
    out = b""
    while True:
        value, low = value >> 7, value & 0x7F
        out += bytes([low | (0x80 if value else 0)])
        if not value:
            return out


def block(kind: bytes, content: bytes) -> bytes:
    """One block with its header."""
    header = b"\x0a" + _number(len(kind)) + kind + b"\x18" + _number(len(content))
    return len(header).to_bytes(4) + header + content


EXTRACT = block(b"OSMHeader", b"h" * 100) + b"".join(block(b"OSMData", bytes(70_000)) for _ in range(3))
