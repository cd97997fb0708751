"""Files encrypted to a public key, in the age format (age-encryption.org/v1): X25519, ChaCha20-Poly1305 in blocks of 64 KiB.

The private key is needed to read and never to write, so it is kept off the machine. The `age` program opens what we write,
and `age-keygen` makes what we read. Everything is a stream: a backup of any size takes the memory of a block.
"""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Protocol

import pyrage

from auxilio.kernel.refusal import Refused
from auxilio.platform.files import replace_atomically, write_new_durably

ARMOUR = b"-----BEGIN AGE ENCRYPTED FILE-----"
"""How an armoured file begins. A private key that we make with a passphrase is one; no other file of ours is armoured."""


class ByteReader(Protocol):
    """What is encrypted."""

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes; none at the end."""
        ...


class ByteWriter(Protocol):
    """Where what was decrypted goes."""

    def write(self, data: bytes, /) -> object:
        """Take the next bytes."""
        ...

    def flush(self) -> object:
        """Pass them on."""
        ...


def check_recipients(text: str) -> tuple[str, ...]:
    """Public keys from a list with commas. Raises `Refused`: `backup_recipient_missing`, `backup_recipient_wrong`."""
    named = tuple(one.strip() for one in text.split(",") if one.strip())
    if not named:
        raise Refused("backup_recipient_missing")
    for one in named:
        _recipient(one)
    return named


def new_identity(path: Path) -> str:
    """A new private key in a file of its own, as `age-keygen` writes it; its public key. Raises `Refused("backup_exists")`."""
    identity = pyrage.x25519.Identity.generate()
    public = str(identity.to_public())
    if not write_new_durably(path, f"# public key: {public}\n{identity}\n".encode()):
        raise Refused("backup_exists", folder=str(path))
    return public


def protected_identity(passphrase: str) -> tuple[bytes, str]:
    """A new private key as `age -p` writes a file with one, armoured; and its public key. It is in no file."""
    identity = pyrage.x25519.Identity.generate()
    public = str(identity.to_public())
    text = f"# public key: {public}\n{identity}\n".encode()
    file: bytes = pyrage.passphrase.encrypt(text, passphrase, armored=True)
    return file, public


def encrypt_with_passphrase(data: bytes, passphrase: str) -> bytes:
    """As `age -p` does; it takes about a second, on purpose."""
    file: bytes = pyrage.passphrase.encrypt(data, passphrase)
    return file


def asks_passphrase(path: Path) -> bool:
    """Whether a file was encrypted with a passphrase, and not to a public key. Raises `Refused("file_missing")`."""
    try:
        with path.open("rb") as file:
            head = file.read(len(ARMOUR))
            return head == ARMOUR or b"\n-> scrypt " in head + file.read(200)
    except FileNotFoundError as wrong:
        raise Refused("file_missing", path=str(path)) from wrong


MEASURED_TIMES = 10
"""age measures this machine for some milliseconds, and refuses what it thinks takes too long; one that is busy for that moment
seems slow, and is measured again (ours)."""
_TOO_SLOW = "Excessive work parameter"


def decrypt_with_passphrase(path: Path, passphrase: str) -> bytes:
    """All of a file that was encrypted with a passphrase. Raises `Refused`: `passphrase_wrong`, `backup_damaged`, and
    `passphrase_too_slow` where this machine is much slower than the one that encrypted, or too busy to be measured."""
    try:
        file = path.read_bytes()
    except OSError as wrong:
        raise Refused("backup_damaged", path=str(path)) from wrong
    for _ in range(MEASURED_TIMES):
        try:
            data: bytes = pyrage.passphrase.decrypt(file, passphrase)
        except pyrage.DecryptError as wrong:
            if not str(wrong).startswith(_TOO_SLOW):
                raise Refused("passphrase_wrong", path=str(path)) from wrong
        else:
            return data
    raise Refused("passphrase_too_slow", path=str(path))


def _no_passphrase() -> str:
    raise Refused("passphrase_missing")


def encrypt_file(
    path: Path, reader: ByteReader, recipients: Iterable[str], check: Callable[[], None]
) -> None:
    """Everything that `reader` gives, durably, under a name that takes the place of what was there.

    `check` is called when it has given everything, before the file has its name: what it raises leaves nothing behind.
    """
    with replace_atomically(path) as file:
        pyrage.encrypt_io(reader, file, [_recipient(one) for one in recipients])
        check()


def decrypt_file(
    path: Path, writer: ByteWriter, identity: Path, ask: Callable[[], str] = _no_passphrase
) -> None:
    """All of a file into `writer`, each block checked before it is passed on. `ask`: the passphrase of a private key that has one.

    Raises `Refused`: `backup_identity_wrong` when the private key is another's, `passphrase_wrong`, `backup_damaged`,
    `file_missing`.
    """
    identities = _identities(identity, ask)
    try:
        with path.open("rb") as file:
            pyrage.decrypt_io(file, writer, identities)
    except FileNotFoundError as wrong:
        raise Refused("file_missing", path=str(path)) from wrong
    except pyrage.DecryptError as wrong:
        raise Refused("backup_identity_wrong", path=str(identity)) from wrong
    except BrokenPipeError:
        raise  # whoever reads has gone, and says why itself
    except OSError as wrong:
        raise Refused("backup_damaged", path=str(path)) from wrong


class ChunkReader:
    """Pieces of bytes, to be read like a file."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces, self._left = iter(pieces), bytearray()

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes, at most `size`."""
        while size < 0 or len(self._left) < size:
            piece = next(self._pieces, None)
            if piece is None:
                break
            self._left += piece
        taken = bytes(self._left) if size < 0 else bytes(self._left[:size])
        del self._left[: len(taken)]
        return taken


class LineWriter:
    """A writer that hands on whole lines."""

    def __init__(self, take: Callable[[bytes], None]) -> None:
        self._take, self._left = take, b""

    def write(self, data: bytes, /) -> int:
        """Take the next bytes."""
        *lines, self._left = (self._left + data).split(b"\n")
        for line in lines:
            self._take(line)
        return len(data)

    def flush(self) -> None:
        """Nothing waits but the beginning of a line."""


def _recipient(text: str) -> pyrage.x25519.Recipient:
    try:
        return pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError as wrong:
        raise Refused("backup_recipient_wrong", recipient=text[:80]) from wrong


def _identities(path: Path, ask: Callable[[], str]) -> list[pyrage.x25519.Identity]:
    try:
        if path.is_file() and asks_passphrase(path):
            lines = decrypt_with_passphrase(path, ask()).decode("ascii").splitlines()
        else:
            lines = path.read_text("ascii").splitlines()
    except (OSError, UnicodeDecodeError) as wrong:
        raise Refused("key_missing", path=str(path)) from wrong
    try:
        found = [pyrage.x25519.Identity.from_str(line) for line in _secrets(lines)]
    except pyrage.IdentityError as wrong:
        raise Refused("key_invalid", path=str(path)) from wrong
    if not found:
        raise Refused("key_invalid", path=str(path))
    return found


def _secrets(lines: Iterable[str]) -> Iterator[str]:
    return (line.strip() for line in lines if line.strip() and not line.startswith("#"))
