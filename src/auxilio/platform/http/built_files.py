"""The console's files as the build made them, each whole and compressed: what a browser is sent of them.

Compressed by the build and never here: what the API answers about a person is not compressed together with anything secret.
"""

import hashlib
import mimetypes
from collections.abc import Mapping
from pathlib import Path

import msgspec

from auxilio.platform.http.encodings import NOT_MODIFIED, chosen_encoding, entity_tag, knows_tag

SUFFIXES: Mapping[str, str] = {"br": ".br", "gzip": ".gz"}
IMMUTABLE = "public, max-age=31536000, immutable"
"""A file whose name has the digest of its content in it never changes."""
_TYPES = {".js": "text/javascript", ".mjs": "text/javascript", ".woff2": "font/woff2", ".woff": "font/woff"}


class FileAnswer(msgspec.Struct, frozen=True):
    """What to answer: where the body lies (None: nothing is sent), and with which headers."""

    status: int
    path: Path | None
    media_type: str
    headers: Mapping[str, str]


class BuiltFiles:
    """Files of one folder, known by name when it is made: what else a path can hold never reaches the disk."""

    def __init__(self, folder: Path) -> None:
        names = {file.name for file in folder.iterdir() if file.is_file()}
        self._folder = folder
        self._ready = {
            name: {how for how, suffix in SUFFIXES.items() if name + suffix in names}
            for name in names
            if not name.endswith(tuple(SUFFIXES.values()))
        }

    def answer(self, name: str, accepted: str = "", if_none_match: str = "") -> FileAnswer | None:
        """The answer for a name; None: the build has no such file."""
        ready = self._ready.get(name)
        if ready is None:
            return None
        how = chosen_encoding(accepted, ready)
        tag = entity_tag(hashlib.sha256(name.encode()).hexdigest()[:16], how)
        headers = {"cache-control": IMMUTABLE, "vary": "accept-encoding", "etag": tag}
        media_type = (
            _TYPES.get(Path(name).suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
        )
        if knows_tag(if_none_match, tag):
            return FileAnswer(NOT_MODIFIED, None, media_type, headers)
        if how is not None:
            headers["content-encoding"] = how
        return FileAnswer(200, self._folder / (name + SUFFIXES.get(how or "", "")), media_type, headers)
