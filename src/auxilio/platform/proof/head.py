"""The signed head of the log: five lines of text that fit on paper, in the manner of a C2SP signed note.

    auxilio log
    <size>
    <root, base64>
    <moment, RFC 3339 UTC>

    — <key id> <signature, base64>

The signature (Ed25519, RFC 8032) is over everything before the empty line, its last line break included.
Whoever keeps one head can later ask for the proof that today's log begins with it (`merkle.consistency`).
"""

import base64
import binascii
import re
from collections.abc import Callable
from datetime import datetime

import msgspec

from auxilio.kernel.instant import Instant, iso_us
from auxilio.platform.proof.merkle import CompactRange

ORIGIN = "auxilio log"

_NOTE = re.compile(
    r"(?P<text>auxilio log\n(?P<size>0|[1-9][0-9]{0,18})\n(?P<root>[A-Za-z0-9+/]{43}=)\n(?P<at>[0-9T:.-]+Z)\n)"
    r"\n— (?P<key>[0-9a-f]{16}) (?P<signature>[A-Za-z0-9+/]{86}==)\n"
)


class BadHead(ValueError):
    """The text is not a head as we write it."""


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """What the log was at a moment: how many facts, and the root over all of them."""

    size: int
    root: bytes
    at: Instant

    @property
    def text(self) -> str:
        """What is signed."""
        return f"{ORIGIN}\n{self.size}\n{base64.b64encode(self.root).decode()}\n{iso_us(self.at)}\n"


class SignedHead(msgspec.Struct, frozen=True, kw_only=True):
    """A head and who vouches for it."""

    head: Head
    key: str
    signature: bytes

    @property
    def note(self) -> str:
        """The text to publish, print or give away."""
        return f"{self.head.text}\n— {self.key} {base64.b64encode(self.signature).decode()}\n"

    def verify(self, check: Callable[[str, bytes, bytes], bool]) -> bool:
        """Did the named key sign this? `check(key id, message, signature)` knows the public keys."""
        return check(self.key, self.head.text.encode(), self.signature)


def sign_head(tree: CompactRange, at: datetime, key: str, sign: Callable[[bytes], bytes]) -> SignedHead:
    """Vouch for the log as it is."""
    head = Head(size=tree.size, root=tree.root, at=at)
    return SignedHead(head=head, key=key, signature=sign(head.text.encode()))


def parse_note(text: str) -> SignedHead:
    """Read a published head back; anything but exactly what we write is refused (BadHead)."""
    found = _NOTE.fullmatch(text)
    if not found:
        raise BadHead("not a signed head")
    try:
        signed = SignedHead(
            head=Head(
                size=int(found["size"]),
                root=base64.b64decode(found["root"], validate=True),
                at=datetime.fromisoformat(found["at"]),
            ),
            key=found["key"],
            signature=base64.b64decode(found["signature"], validate=True),
        )
    except (ValueError, binascii.Error) as wrong:
        raise BadHead("not a signed head") from wrong
    # Base64 has idle bits in its last letter: two texts could mean one head, and one of them was altered.
    if signed.note != text:
        raise BadHead("not a signed head as it was written")
    return signed
