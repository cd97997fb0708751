"""Passwords: argon2id (RFC 9106), off the event loop, a few at a time."""

import asyncio
import secrets
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from auxilio.kernel.refusal import Refused

AT_ONCE = 2
"""Each takes 64 MiB and a core for some fifty milliseconds; more at once would slow the desks down."""
WAITING_MAX = 64
"""A whole room signing in at shift change waits three seconds; a flood of guesses is turned away."""


class Passwords:
    """Makes and checks hashes."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._waiting = 0
        # What an unknown login is checked against, so that it takes as long as a known one.
        self._nobody = self._hasher.hash("nobody")

    async def hash(self, password: str) -> str:
        """The hash to keep."""
        async with self._slots:
            return await asyncio.to_thread(self._hasher.hash, normal(password))

    async def verify(self, kept: str | None, password: str) -> bool:
        """Whether the password is right; None stands for nobody, and is never right.

        Raises `Refused("too_busy")` when too many are waiting.
        """
        if self._waiting >= WAITING_MAX:
            raise Refused("too_busy")
        self._waiting += 1
        try:
            async with self._slots:
                right = await asyncio.to_thread(self._right, kept or self._nobody, normal(password))
        finally:
            self._waiting -= 1
        return right and kept is not None

    def outdated(self, kept: str) -> bool:
        """Whether the hash was made with weaker parameters than those of now."""
        return self._hasher.check_needs_rehash(kept)

    def _right(self, kept: str, password: str) -> bool:
        try:
            return self._hasher.verify(kept, password)
        except VerifyMismatchError:
            return False


def normal(password: str) -> str:
    """One spelling for what keyboards write in several (NIST SP 800-63B, 3.1.1.2)."""
    return unicodedata.normalize("NFKC", password)


LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""None that is taken for another when it is read aloud or off paper."""
GROUPS, GROUP = 4, 4


def first_password() -> str:
    """One for somebody's first sign-in: some 79 bits, in groups that can be read aloud."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(GROUP)) for _ in range(GROUPS))
