"""Passwords: argon2id (RFC 9106), off the event loop, a few at a time."""

import asyncio
import os
import secrets
import sys
import unicodedata
from collections import Counter
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, nullcontext

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from auxilio.kernel.refusal import Refused

MEMORY_KIB, PASSES = 19 * 1024, 2
"""The least of the equal settings of the OWASP Password Storage Cheat Sheet: a check takes a seventh of the CPU of what
RFC 9106 recommends second (64 MiB, three passes), which a flood of guesses turned against the desks (decision 0259)."""
AT_ONCE = 2
"""Each takes 19 MiB and a core for some 25 milliseconds; more at once would slow the desks down."""
STRANGERS_AT_ONCE = 1
"""Of those, for logins that are not known where they come from: a flood of guesses leaves a place free for the others."""
STRANGERS_REST_S = 0.1
"""Between two of them: a flood of guesses takes a fifth of a core, and thirty strangers are through in four seconds."""
WAITING_MAX = 64
"""Of each kind. A whole room signing in at shift change waits some seconds; a flood of guesses is turned away."""
STRANGERS_OF_NETWORK_MAX = 32
"""Strangers that wait from one network, so that one flood fills half of the places at most."""
NICENESS = 5
"""Checks give way to what desks do: under full load they get a quarter of what the event loop gets."""


class Passwords:
    """Makes and checks hashes, in threads of its own. One lane of Argon2, so that a check takes one core and not all."""

    def __init__(self, hasher: PasswordHasher | None = None, rest_s: float = STRANGERS_REST_S) -> None:
        self._hasher = hasher or PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=1)
        self._threads = ThreadPoolExecutor(AT_ONCE, "password", initializer=_give_way)
        self._slots, self._strangers = asyncio.Semaphore(AT_ONCE), asyncio.Semaphore(STRANGERS_AT_ONCE)
        self._rest_s = rest_s
        self._waiting: Counter[bool | str] = Counter()
        # What an unknown login is checked against, so that it takes as long as a known one.
        self._nobody = self._hasher.hash("nobody")

    async def hash(self, password: str) -> str:
        """The hash to keep."""
        async with self._slots:
            return await self._run_in_thread(self._hasher.hash, normalise_password(password))

    async def verify(self, kept: str | None, password: str, *, stranger: str | None = None) -> bool:
        """Whether the password is right; None stands for an unknown account, and is never right.

        `stranger`: the network that it comes from, when the login is not known there. Raises `Refused("too_busy")` when
        too many of its kind, or of its network, are waiting.
        """
        counted: tuple[bool | str, ...] = (False,) if stranger is None else (True, stranger)
        if self._waiting[counted[0]] >= WAITING_MAX or (
            stranger is not None and self._waiting[stranger] >= STRANGERS_OF_NETWORK_MAX
        ):
            raise Refused("too_busy")
        self._waiting.update(counted)
        try:
            async with self._stranger_turn() if stranger is not None else nullcontext(), self._slots:
                right = await self._run_in_thread(
                    self._right, kept or self._nobody, normalise_password(password)
                )
        finally:
            self._waiting.subtract(counted)
            if stranger is not None and not self._waiting[stranger]:
                del self._waiting[stranger]
        return right and kept is not None

    @asynccontextmanager
    async def _stranger_turn(self) -> AsyncIterator[None]:
        """Of one stranger; that of the next one comes after a rest, which delays no request."""
        await self._strangers.acquire()
        try:
            yield
        finally:
            asyncio.get_running_loop().call_later(self._rest_s, self._strangers.release)

    async def _run_in_thread[T](self, act: Callable[..., T], *given: str) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, act, *given)

    def outdated(self, kept: str) -> bool:
        """Whether the hash was made with weaker parameters than those of now."""
        return self._hasher.check_needs_rehash(kept)

    def _right(self, kept: str, password: str) -> bool:
        try:
            return self._hasher.verify(kept, password)
        except VerifyMismatchError:
            return False


def _give_way() -> None:
    if sys.platform == "linux":  # where a priority is a thread's own
        os.nice(NICENESS)  # added to that of the process, which may be started with one


def normalise_password(password: str) -> str:
    """One spelling for what keyboards write in several (NIST SP 800-63B, 3.1.1.2)."""
    return unicodedata.normalize("NFKC", password)


LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""None that is taken for another when it is read aloud or off paper."""
GROUPS, GROUP = 4, 4


def first_password() -> str:
    """One for somebody's first sign-in: some 79 bits, in groups that can be read aloud."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(GROUP)) for _ in range(GROUPS))
