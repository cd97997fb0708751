"""How long who must wait before a password is looked at. Pure."""

from datetime import datetime, timedelta

import msgspec

FREE = 8
"""Failures that cost nothing: slips of the hand, and a whole room's at shift change from one address."""
KNOWN_MOST_S = 30
"""The longest wait at a place where this login has signed in lately."""
STRANGERS_MOST_S = 300
"""The longest wait everywhere else together: some 300 guesses a day at one login, from however many addresses."""
REMEMBERED = timedelta(hours=1)
"""Failures older than this count no more."""
ADDRESS_MAX = 80
ADDRESS_SPAN = timedelta(minutes=15)
"""So many failures from one address at logins that are not known there; then only known ones are looked at."""
KNOWN_FOR = timedelta(days=30)
"""How long a place stays known after a sign-in: longer than holidays."""


class SignInFailures(msgspec.Struct, frozen=True, kw_only=True):
    """What is remembered of failures that count for one attempt."""

    count: int
    newest: datetime | None = None
    address_full_since: datetime | None = None
    """The moment of the `ADDRESS_MAX`-th newest failure of the address; None while there are fewer, or at a known place."""


def delay_s(failures: int, most_s: int) -> int:
    """Seconds between two attempts after so many failures: none, then 1, 2, 4 … and never more than `most_s`."""
    return 0 if failures < FREE else min(most_s, 2 ** min(failures - FREE, 20))


def wait_s(failures: SignInFailures, *, known: bool, at: datetime) -> int:
    """Whole seconds until the next attempt is looked at; 0: now."""
    waits = [0.0]
    if failures.newest is not None:
        most_s = KNOWN_MOST_S if known else STRANGERS_MOST_S
        next_at = failures.newest + timedelta(seconds=delay_s(failures.count, most_s))
        waits.append((next_at - at).total_seconds())
    if failures.address_full_since is not None and not known:
        waits.append((failures.address_full_since + ADDRESS_SPAN - at).total_seconds())
    longest_s = max(waits)
    return 0 if longest_s <= 0 else int(longest_s) + (longest_s > int(longest_s))
