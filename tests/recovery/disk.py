"""A small disk that can be filled: a tmpfs, where we are root; a plain folder elsewhere."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

DISK_BYTES = 512 * 1024 * 1024
PIECE_BYTES = 1024 * 1024


@contextmanager
def small_disk(folder: Path) -> Iterator[bool]:
    """Mount one on `folder`; whether that was possible."""
    folder.mkdir(parents=True)
    options = f"size={DISK_BYTES},mode=0711"
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], check=False)
    try:
        yield done.returncode == 0
    finally:
        if done.returncode == 0:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)


@contextmanager
def filled(folder: Path) -> Iterator[None]:
    """Not a byte is free on the disk of this folder, until the end."""
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as file:
        size = PIECE_BYTES
        while size:
            try:
                file.write(os.urandom(size))
            except OSError:
                size //= 2
    try:
        yield
    finally:
        ballast.unlink()
