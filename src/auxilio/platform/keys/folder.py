"""Keys in a folder only we can read (docs/operations/keys.md).

    KEYS/                     0700
      current                 the id of the key that signs
      signing-<id>.pem        0600  Ed25519, PKCS #8
      public-<id>.pem         every key that ever signed
      master-<number>.key     0600  32 bytes in hexadecimal; the highest number wraps, all of them open

Files are written beside, synced and renamed: a power cut leaves the old key or the new one.
"""

import errno
import os
import re
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path
from secrets import token_bytes
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from auxilio.kernel.refusal import Refused
from auxilio.platform.files import sync_folder, write_durably
from auxilio.platform.keys.public import PublicKeys, key_id_of, parse_public_keys, pem_of
from auxilio.platform.keys.wrap import KEY_BYTES, master_id, master_of, unwrap, wrap

_KEY_ID = re.compile(r"[0-9a-f]{16}")
_MASTER = re.compile(r"master-(\d{1,9})\.key")
_GONE = ".gone"


class FolderKeys:
    """The port `Keys` over a folder. The signing key is read once: after its rotation, open it anew.

    Masters are read again whenever a key is made and whenever one is met that is not known, so that a process that runs
    goes on while another renews the master.
    """

    def __init__(self, folder: Path) -> None:
        """Open a folder of keys; `key_missing`, `key_permissions` or `key_invalid` tell what is wrong."""
        self._folder = folder
        if not folder.is_dir():
            raise Refused("key_missing", path=str(folder))
        _private(folder)
        self._key_id = _text(folder / "current").strip()
        if not _KEY_ID.fullmatch(self._key_id):
            raise Refused("key_invalid", path=str(folder / "current"))
        self._signing = _load_signing(folder / f"signing-{self._key_id}.pem")
        if key_id_of(self._signing.public_key()) != self._key_id:
            raise Refused("key_invalid", path=str(folder / f"signing-{self._key_id}.pem"))
        self._masters = dict(_load_masters(folder))
        if not self._masters:
            raise Refused("key_missing", path=str(folder / "master-1.key"))

    @classmethod
    def create(cls, folder: Path) -> "FolderKeys":
        """A new folder with new keys. Refused (`key_exists`) where there are keys already: a key is never overwritten."""
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise Refused("key_exists", path=str(folder))
        folder.chmod(0o700)
        _new_master(folder, 1)
        _new_signing(folder)
        return cls(folder)

    @classmethod
    def open_or_create(cls, folder: Path) -> "FolderKeys":
        """What a first start needs: the keys that are there, or new ones where the folder is absent or empty.

        Several processes start at once: the keys of the first are used by all, and none reads half of them.
        """
        if folder.exists() and any(folder.iterdir()):
            return cls(folder)
        made = folder.with_name(f".{folder.name}-{token_bytes(8).hex()}")
        cls.create(made)
        try:
            made.rename(folder)  # takes the place of an empty folder, and of no other
        except OSError as taken:
            if taken.errno not in {errno.ENOTEMPTY, errno.EEXIST}:
                raise
            shutil.rmtree(made)
        sync_folder(folder.parent)
        return cls(folder)

    @property
    def key_id(self) -> str:
        """Which key signs now."""
        return self._key_id

    def sign(self, message: bytes) -> bytes:
        """An Ed25519 signature."""
        return self._signing.sign(message)

    def public_keys(self) -> PublicKeys:
        """The key of now first, then those of before."""
        paths = sorted(self._folder.glob("public-*.pem"), key=lambda p: (self._key_id not in p.name, p.name))
        return parse_public_keys(b"".join(p.read_bytes() for p in paths), source=str(self._folder))

    @property
    def master(self) -> bytes:
        """The id of the newest master on the disk."""
        self._masters = dict(_load_masters(self._folder))
        return master_id(self._newest)

    def new_case_key(self, case: UUID) -> bytes:
        """A fresh key, wrapped by the newest master on the disk: one that was retired meanwhile would lose it."""
        self._masters = dict(_load_masters(self._folder))
        return wrap(self._newest, case, token_bytes(KEY_BYTES))

    def open_case_key(self, case: UUID, wrapped: bytes) -> bytes:
        """The key of a case, whichever of our masters wrapped it."""
        wanted = master_of(wrapped)
        master = self._master_named(wanted)
        if master is None:
            self._masters = dict(_load_masters(self._folder))
            master = self._master_named(wanted)
        if master is None:
            raise Refused("key_missing", path=str(self._folder), master=wanted.hex())
        return unwrap(master, case, wrapped)

    def _master_named(self, wanted: bytes) -> bytes | None:
        return next((one for one in self._masters.values() if master_id(one) == wanted), None)

    def rewrap(self, case: UUID, wrapped: bytes) -> bytes:
        """The same key under the newest master."""
        return wrap(self._newest, case, self.open_case_key(case, wrapped))

    def rotate_signing(self) -> "FolderKeys":
        """Sign with a new key from now on. The old private key is gone, its public key stays."""
        old = self._folder / f"signing-{self._key_id}.pem"
        _new_signing(self._folder)
        old.unlink()
        sync_folder(self._folder)
        return FolderKeys(self._folder)

    def rotate_master(self) -> "FolderKeys":
        """Wrap with a new master from now on. The old one stays until everything has been rewrapped."""
        _new_master(self._folder, max(self._masters) + 1)
        return FolderKeys(self._folder)

    @property
    def masters(self) -> tuple[str, ...]:
        """The names of the files that hold masters, the oldest first. More than one: a renewal was not finished."""
        return tuple(f"master-{number}.key" for number in sorted(self._masters))

    def retire_masters(self) -> tuple[str, ...]:
        """Remove every master but the newest; their files' names. Only when nothing is wrapped by them any more.

        They are written over first. A disk that keeps old blocks, a snapshot or a copy keeps them all the same.
        """
        *old, _ = self.masters
        for name in old:
            # Out of sight first: a process that reads the masters must find a whole one or none.
            (self._folder / name).rename(self._folder / name.replace(".key", _GONE))
        for path in self._folder.glob(f"master-*{_GONE}"):  # also what an earlier one did not come to
            _overwrite(path)
            path.unlink()
        sync_folder(self._folder)
        self._masters = dict(_load_masters(self._folder))
        return tuple(old)

    @property
    def _newest(self) -> bytes:
        assert self._masters, "a master is made before the one before it is removed"
        return self._masters[max(self._masters)]


def _new_signing(folder: Path) -> None:
    key = Ed25519PrivateKey.generate()
    name = key_id_of(key.public_key())
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    write_durably(folder / f"signing-{name}.pem", pem, mode=0o600)
    write_durably(folder / f"public-{name}.pem", pem_of(key.public_key()), mode=0o644)
    # Last: until this name stands, the key before it signs.
    write_durably(folder / "current", f"{name}\n".encode(), mode=0o600)


def _new_master(folder: Path, number: int) -> None:
    write_durably(folder / f"master-{number}.key", token_bytes(KEY_BYTES).hex().encode() + b"\n", mode=0o600)


def _overwrite(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(b"0" * path.stat().st_size)
        file.flush()
        os.fsync(file.fileno())


def _private(path: Path) -> None:
    mode = stat.S_IMODE(os.stat(path).st_mode)
    if mode & 0o077:
        raise Refused("key_permissions", path=str(path), mode=f"{mode:04o}")


def _text(path: Path) -> str:
    try:
        return path.read_text("ascii")
    except FileNotFoundError as wrong:
        raise Refused("key_missing", path=str(path)) from wrong
    except (OSError, UnicodeDecodeError) as wrong:
        raise Refused("key_invalid", path=str(path)) from wrong


def _load_signing(path: Path) -> Ed25519PrivateKey:
    pem = _text(path)
    _private(path)
    try:
        key = load_pem_private_key(pem.encode(), password=None)
    except (ValueError, TypeError) as wrong:
        raise Refused("key_invalid", path=str(path)) from wrong
    if not isinstance(key, Ed25519PrivateKey):
        raise Refused("key_invalid", path=str(path))
    return key


def _load_masters(folder: Path) -> Iterator[tuple[int, bytes]]:
    for path in sorted(folder.iterdir()):
        found = _MASTER.fullmatch(path.name)
        if not found:
            continue
        try:
            _private(path)
            text = _text(path).strip()
        except (FileNotFoundError, Refused):
            if path.exists():
                raise
            continue  # retired since the folder was looked at
        if not re.fullmatch(rf"[0-9a-f]{{{2 * KEY_BYTES}}}", text):
            if not path.exists():
                continue  # retired, and so overwritten, after it was opened
            raise Refused("key_invalid", path=str(path))
        yield int(found[1]), bytes.fromhex(text)
