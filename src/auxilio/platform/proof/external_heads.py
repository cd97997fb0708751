"""Heads of the log in a folder that the administrator of the database does not own (decision 0238).

    HEADS/2026-11-27/2026-11-27T21-05-00.123456Z-1234.head      a signed head (head.py), of 1234 facts

Files are only added. The folder may be another machine's (NFS, SSHFS), or one from which another machine fetches; whoever
can write in the database and not here cannot make the log begin otherwise than these heads say.
"""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from auxilio.kernel.instant import iso_us, seconds_between
from auxilio.kernel.refusal import Refused
from auxilio.platform.files import make_folder, write_new_durably
from auxilio.platform.proof.head import BadHead, SignedHead, parse_note

QUIET_S = 600.0
"""A head is laid down when the log has grown. An unchanged log still gets one this often, so that a stopped worker is noticed."""
OLD_S = 3 * QUIET_S
"""After this long without a head something is wrong with the worker, or with the way to the folder."""
_SUFFIX = ".head"


def is_head_due(head: SignedHead, last: SignedHead | None) -> bool:
    """Whether this head is to be laid down after that one."""
    if last is None or head.head.size != last.head.size:
        return True
    return seconds_between(last.head.at, head.head.at) >= QUIET_S


def write_head(folder: Path, head: SignedHead) -> Path:
    """Write a head. Raises `Refused("heads_folder_missing")`: a folder that is not there may be a disk that went away."""
    if not folder.is_dir():
        raise Refused("heads_folder_missing", folder=str(folder))
    moment = iso_us(head.head.at)
    path = folder / moment[:10] / f"{moment.replace(':', '-')}-{head.head.size}{_SUFFIX}"
    make_folder(path.parent, mode=0o755)
    write_new_durably(path, head.note.encode(), mode=0o644)
    return path


def read_head(path: Path) -> SignedHead:
    """One head that was kept. Raises `Refused("head_unreadable")`."""
    try:
        return parse_note(path.read_text("utf-8"))
    except (OSError, BadHead, UnicodeDecodeError) as wrong:
        raise Refused("head_unreadable", path=str(path)) from wrong


def read_heads(folder: Path) -> Iterator[SignedHead]:
    """Every head, the oldest first. Raises `Refused`: `heads_folder_missing`, `head_unreadable`."""
    if not folder.is_dir():
        raise Refused("heads_folder_missing", folder=str(folder))
    return (read_head(path) for path in sorted(folder.glob(f"*/*{_SUFFIX}")))


def newest_head(folder: Path) -> SignedHead | None:
    """The last head. Raises `Refused` as `read_heads` does."""
    if not folder.is_dir():
        raise Refused("heads_folder_missing", folder=str(folder))
    for day in sorted((one for one in folder.iterdir() if one.is_dir()), reverse=True):
        if found := sorted(day.glob(f"*{_SUFFIX}")):
            return read_head(found[-1])
    return None


def head_age_s(head: SignedHead, now: datetime) -> float:
    """Seconds since it was signed."""
    return seconds_between(head.head.at, now)
