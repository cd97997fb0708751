"""The keys of cases, wrapped, in a folder of their own: no backup of the blobs or of the database holds one.

    CASE_KEYS/                     0700
      .making                      locked, shared: a key is being made; exclusive: a new master begins
      .administered                locked: keys are being destroyed, or the master renewed
      <xx>/<case>.key              0600  one wrapped key (wrap.py); <xx>: the last two letters of the id
      <xx>/<case>.destroyed        0600  in its place, for ever: when, by whom and why (JSON)

A key is destroyed in two steps (decision 0235): its file goes, and every other key is wrapped anew by a new master, after
which the masters of before are removed. A copy of this folder from before then opens nothing.
"""

import fcntl
import logging
import os
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from uuid import UUID

import msgspec

from auxilio.kernel.instant import Instant
from auxilio.kernel.refusal import Refused
from auxilio.platform.files import make_folder, sync_folder, write_durably, write_new_durably
from auxilio.platform.keys.ports import CaseKeyKeeper
from auxilio.platform.keys.wrap import master_of

_KEY, _ANEW, _DESTROYED, _LEGACY = ".key", ".anew", ".destroyed", "key"
_MAKING, _ADMINISTERED = ".making", ".administered"
_log = logging.getLogger(__name__)


class DestroyedKey(msgspec.Struct, frozen=True, kw_only=True):
    """What stands in the place of a key that was destroyed."""

    case: UUID
    """The case it was destroyed with; for the key of a call, the case of the call."""
    at: Instant
    by: str
    reason: str


class FolderCaseKeys:
    """The port `CaseKeys` over a folder. `before`: a folder of blobs in which an older release kept keys, which are moved."""

    def __init__(self, folder: Path, keeper: CaseKeyKeeper, *, before: Path | None = None) -> None:
        self._folder, self._keeper, self._before = folder, keeper, before

    def with_masters(self, keeper: CaseKeyKeeper) -> "FolderCaseKeys":
        """The same folder, opened by other masters."""
        return FolderCaseKeys(self._folder, keeper, before=self._before)

    # --- one key ----------------------------------------------------------------------------------

    def key_of(self, case: UUID) -> bytes:
        """The key, made at the first time. Two who come at once agree on the first one's."""
        if self._wrapped(case) is None:
            with self._shared():
                # Wrapped and named while no new master can begin: none is left behind under an old one.
                path = self._path(case, _KEY)
                make_folder(path.parent)
                write_new_durably(path, self._keeper.new_case_key(case))
        return self.open(case)

    def open(self, case: UUID) -> bytes:
        """The key of what was written before."""
        wrapped = self._wrapped(case)
        if wrapped is None:
            raise Refused("key_missing", path=str(self._path(case, _KEY)))
        try:
            return self._keeper.open_case_key(case, wrapped)
        except Refused:
            # Between the reading and the opening it was wrapped anew, and its master is gone.
            again = self._wrapped(case)
            if again is None or again == wrapped:
                raise
            return self._keeper.open_case_key(case, again)

    def open_wrapped(self, case: UUID, wrapped: bytes) -> bytes:
        """A key that an older release laid down wrapped beside what it opens."""
        return self._keeper.open_case_key(case, wrapped)

    def remove(self, case: UUID) -> None:
        """Forget its key here."""
        self._adopt(case)
        _unlink(self._path(case, _KEY))

    def destroyed(self, case: UUID) -> DestroyedKey | None:
        """What stands in its place."""
        try:
            return msgspec.json.decode(self._path(case, _DESTROYED).read_bytes(), type=DestroyedKey)
        except FileNotFoundError:
            return None

    def mark_destroyed(self, owner: UUID, note: DestroyedKey) -> bool:
        """Lay the note down, then remove the key: nothing of it is read or written here from now on. False when it was done."""
        path = self._path(owner, _DESTROYED)
        make_folder(path.parent)
        first = write_new_durably(path, msgspec.json.encode(note))
        self.remove(owner)
        return first

    # --- all of them ------------------------------------------------------------------------------

    def adopt(self) -> int:
        """Move what an older release kept among the blobs; how many keys."""
        found = self._before.glob(f"*/{_LEGACY}") if self._before else ()
        return sum(self._adopt(UUID(path.parent.name)) for path in found)

    def files(self) -> Iterator[Path]:
        """Every file that a copy of this folder must have, in order: keys and notes."""
        for suffix in (_KEY, _DESTROYED):
            yield from sorted(self._folder.glob(f"*/*{suffix}"))

    def owners(self) -> Iterator[UUID]:
        """Whose keys are here."""
        return (UUID(path.name.removesuffix(_KEY)) for path in self._folder.glob(f"*/*{_KEY}"))

    def closed(self) -> int:
        """How many keys here open with no master that we have."""
        return sum(not self._opens(owner) for owner in self.owners())

    def _opens(self, case: UUID) -> bool:
        try:
            self.open(case)
        except Refused:
            return False
        return True

    def restore_file(self, name: str, data: bytes) -> bool:
        """A file of a copy. A key that opens here stays as it is, and one that was destroyed here does not come back."""
        owner, dot, suffix = name.rpartition("/")[2].rpartition(".")
        case = UUID(owner)
        if dot + suffix == _DESTROYED:
            return self.mark_destroyed(case, msgspec.json.decode(data, type=DestroyedKey))
        if dot + suffix != _KEY or self.destroyed(case):
            return False
        master_of(data)  # refuses what is no wrapped key
        path = self._path(case, _KEY)
        make_folder(path.parent)
        if write_new_durably(path, data):
            return True
        if self._opens(case) or not self._would_open(case, data):
            return False
        write_durably(path, data)  # what was here came from an older copy, under a master that is gone
        return True

    def _would_open(self, case: UUID, wrapped: bytes) -> bool:
        try:
            self._keeper.open_case_key(case, wrapped)
        except Refused:
            return False
        return True

    def key_creation_lock(self) -> AbstractContextManager[None]:
        """While a new master begins: a key that is made afterwards is wrapped by the new one."""
        return self._locked(_MAKING, fcntl.LOCK_EX)

    def administration_lock(self) -> AbstractContextManager[None]:
        """One command at a time destroys keys or renews the master."""
        return self._locked(_ADMINISTERED, fcntl.LOCK_EX)

    def rewrap_all(self) -> int:
        """Wrap every key by the master of now; how many were wrapped by another.

        Beside the old ones first, and synced once for all: a power cut leaves each key under one master or the other,
        and both are there until the caller removes the old one.
        """
        for left in self._folder.glob(f"*/*{_ANEW}"):
            left.unlink()
        now = self._keeper.master
        for path in self._folder.glob(f"*/*{_KEY}"):
            if (anew := self._rewrapped(path, now)) is not None:
                _write(path.with_suffix(_ANEW), anew)
        os.sync()
        count = 0
        for fresh in sorted(self._folder.glob(f"*/*{_ANEW}")):
            if fresh.with_suffix(_KEY).exists():
                fresh.replace(fresh.with_suffix(_KEY))
                count += 1
            else:
                fresh.unlink()  # removed meanwhile
        os.sync()
        return count

    def _rewrapped(self, path: Path, master: bytes) -> bytes | None:
        """The key in a file, wrapped by this master; None when it is already, is gone, or opens by no master that we have:
        such a key must not keep all others from being wrapped anew."""
        case = UUID(path.name.removesuffix(_KEY))
        try:
            wrapped = path.read_bytes()
            return None if master_of(wrapped) == master else self._keeper.rewrap(case, wrapped)
        except FileNotFoundError:
            return None
        except Refused as refused:
            _log.warning("case_key_closed", extra={"case": str(case), "code": refused.code})
            return None

    # --- how --------------------------------------------------------------------------------------

    def _path(self, case: UUID, suffix: str) -> Path:
        return self._folder / str(case)[-2:] / f"{case}{suffix}"

    def _wrapped(self, case: UUID) -> bytes | None:
        if note := self.destroyed(case):
            raise Refused("key_destroyed", case=str(note.case))
        self._adopt(case)
        try:
            return self._path(case, _KEY).read_bytes()
        except FileNotFoundError:
            return None

    def _adopt(self, case: UUID) -> bool:
        """Move one key of an older release: it is in its new place before it is gone from the old one."""
        old = self._before / str(case) / _LEGACY if self._before else None
        try:
            wrapped = old.read_bytes() if old else None
        except FileNotFoundError:
            return False
        if old is None or wrapped is None:
            return False
        with self._shared():
            if self.destroyed(case) is None:
                path = self._path(case, _KEY)
                make_folder(path.parent)
                write_new_durably(path, wrapped)
            _unlink(old)
        return True

    def _shared(self) -> AbstractContextManager[None]:
        return self._locked(_MAKING, fcntl.LOCK_SH)

    @contextmanager
    def _locked(self, name: str, how: int) -> Iterator[None]:
        make_folder(self._folder)
        handle = os.open(self._folder / name, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, how)
            yield
        finally:
            os.close(handle)


def _unlink(path: Path) -> None:
    with suppress(FileNotFoundError):
        path.unlink()
        sync_folder(path.parent)


def _write(path: Path, data: bytes) -> None:
    """Without a sync of its own: all are synced together."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)


def key_files(files: Iterable[Path]) -> Iterator[tuple[str, bytes]]:
    """Each file as `<xx>/<name>` and what is in it; one that has gone meanwhile is left out."""
    for path in files:
        with suppress(FileNotFoundError):
            yield f"{path.parent.name}/{path.name}", path.read_bytes()
