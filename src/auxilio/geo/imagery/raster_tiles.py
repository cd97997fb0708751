"""What a tile of a photograph is by its first bytes: PNG, JPEG or WebP, and how many pixels. Nothing is decoded. Pure."""

from typing import NamedTuple

TILE_BYTES_MAX = 1024 * 1024
"""A tile of 512 pixels in PNG has some 500 KiB. (ours)"""
TILE_PIXELS = (256, 512)
"""The sides that tiles of maps have."""
_PNG, _JPEG, _GZIP = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"\x1f\x8b"
_PNG_END = b"IEND\xaeB`\x82"
_NO_FRAME = {0xC4, 0xC8, 0xCC}
"""Markers among those of frames (C0 to CF) that are none."""
_TAIL = 64
"""Some writers leave filling after the end of a JPEG."""


class TileHead(NamedTuple):
    """The picture in a tile."""

    media_type: str
    width: int
    height: int


def media_type_of(tile: bytes) -> str | None:
    """What to call these bytes to a browser; None: no picture that it draws."""
    if tile.startswith(_PNG):
        return "image/png"
    if tile.startswith(_JPEG):
        return "image/jpeg"
    if tile[:4] == b"RIFF" and tile[8:12] == b"WEBP":
        return "image/webp"
    return None


def is_vector_tile(tile: bytes) -> bool:
    """A tile of drawn features, which are kept compressed."""
    return tile.startswith(_GZIP)


def read_tile_head(tile: bytes) -> TileHead:
    """Kind and size. Raises `ValueError` for what is no whole picture of the three kinds."""
    kind = media_type_of(tile)
    try:
        match kind:
            case "image/png":
                width, height, whole = *_png(tile), _PNG_END in tile[-_TAIL:]
            case "image/jpeg":
                width, height, whole = *_jpeg(tile), b"\xff\xd9" in tile[-_TAIL:]
            case "image/webp":
                width, height = _webp(tile)
                whole = len(tile) >= int.from_bytes(tile[4:8], "little") + 8
            case _:
                raise ValueError("neither PNG nor JPEG nor WebP")
    except IndexError as short:
        raise ValueError("cut off") from short
    if not whole:
        raise ValueError("cut off")
    return TileHead(kind, width, height)


def _number(data: bytes, at: int, size: int, *, little: bool = False) -> int:
    part = data[at : at + size]
    if len(part) < size:
        raise IndexError(at)
    return int.from_bytes(part, "little" if little else "big")


def _png(data: bytes) -> tuple[int, int]:
    return _number(data, 16, 4), _number(data, 20, 4)


def _jpeg(data: bytes) -> tuple[int, int]:
    at = 2
    while True:
        marker = _number(data, at + 1, 1)
        if data[at] != 0xFF:
            raise ValueError("a JPEG without a frame")
        if marker == 0xFF:  # filling before a marker
            at += 1
            continue
        if 0xC0 <= marker <= 0xCF and marker not in _NO_FRAME:
            return _number(data, at + 7, 2), _number(data, at + 5, 2)
        at += 2 + _number(data, at + 2, 2)


def _webp(data: bytes) -> tuple[int, int]:
    match data[12:16]:
        case b"VP8 ":
            return _number(data, 26, 2, little=True) & 0x3FFF, _number(data, 28, 2, little=True) & 0x3FFF
        case b"VP8L":
            bits = _number(data, 21, 4, little=True)
            return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        case b"VP8X":
            return _number(data, 24, 3, little=True) + 1, _number(data, 27, 3, little=True) + 1
        case _:
            raise ValueError("a WebP of an unknown kind")
