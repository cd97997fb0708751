"""The wrapped keys of cases as lines of JSON: what `keys backup`, a copy by the page and each backup of the system write."""

from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from auxilio.platform.age_encryption import ChunkReader, encrypt_file
from auxilio.platform.keys.case_keys import FolderCaseKeys, key_files


class _KeyLine(msgspec.Struct, frozen=True):
    name: str
    data: str


def key_lines(store: FolderCaseKeys, counted: list[int]) -> Iterator[bytes]:
    """A line for each key and note; `counted` grows by one with each."""
    for name, data in key_files(store.files()):
        counted.append(1)
        yield msgspec.json.encode(_KeyLine(name, b64encode(data).decode())) + b"\n"


def restore_line(line: bytes, restore: Callable[[str, bytes], bool]) -> bool:
    """Bring one back; whether it was missing."""
    one = msgspec.json.decode(line, type=_KeyLine)
    return restore(one.name, b64decode(one.data))


def copy_keys(store: FolderCaseKeys, file: Path, recipients: tuple[str, ...]) -> int:
    """All of them, encrypted to public keys, in place of what the file held; how many."""
    store.adopt()
    counted = list[int]()
    encrypt_file(file, ChunkReader(key_lines(store, counted)), recipients, lambda: None)
    return len(counted)
