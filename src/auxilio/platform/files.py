"""Writing to a disk so that it is there after a power cut: written beside, synced, renamed, folder synced."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO

PARTIAL = ".partial"
"""The end of the name of a file that is not finished."""


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable: a rename is only safe when its folder is."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_folder(folder: Path, *, mode: int = 0o700) -> None:
    """Make a folder and those above it, durably."""
    if folder.is_dir():
        return
    make_folder(folder.parent, mode=mode)
    folder.mkdir(mode=mode, exist_ok=True)
    sync_folder(folder.parent)


def write_durably(path: Path, data: bytes, *, mode: int = 0o600) -> None:
    """The whole file or none of it, whatever happens meanwhile."""
    write_pieces_durably(path, (data,), mode=mode)


def write_pieces_durably(path: Path, pieces: Iterable[bytes], *, mode: int = 0o600) -> None:
    """The same for what is too large to be joined first."""
    with replace_atomically(path, mode=mode) as file:
        file.writelines(pieces)


@contextmanager
def replace_atomically(path: Path, *, mode: int = 0o600) -> Iterator[BinaryIO]:
    """A file that takes its name, durably, when the block ends well, and is gone when it does not."""
    partial = path.with_name(f"{path.name}.{token_hex(4)}{PARTIAL}")
    handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def write_new_durably(path: Path, data: bytes, *, mode: int = 0o600) -> bool:
    """The whole file under a name that is free. False, and nothing changed, where somebody was faster."""
    partial = path.with_name(f"{path.name}.{token_hex(8)}{PARTIAL}")
    handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.link(partial, path)
    except FileExistsError:
        return False
    finally:
        partial.unlink(missing_ok=True)
    sync_folder(path.parent)
    return True
