"""What the page of the telephone sends and is answered: the line to the network, a call on trial, and calls that came."""

from collections.abc import Mapping
from typing import Annotated

import msgspec

from auxilio.kernel.instant import Instant


class Trunk(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Settings of the same names; empty: none."""

    sip_trunk: Annotated[str, msgspec.Meta(max_length=300)]
    sip_trusted: Annotated[str, msgspec.Meta(max_length=1_000)]


class CallThatCame(msgspec.Struct, frozen=True, kw_only=True):
    """A call by telephone; of it no more than the line needs."""

    at: Instant
    is_test: bool
    """A carrier's test call, which the exchange itself answers."""
    answered: bool
    number_asserted: bool
    """A trusted network said who called."""


class TelephoneView(msgspec.Struct, frozen=True, kw_only=True):
    """`saved` is what the processes have at their next start, `in_force` what they have now."""

    saved: Trunk
    in_force: Trunk
    given_elsewhere: tuple[str, ...]
    """Settings that the file, the environment or the start command gives: a page cannot change them."""
    voice: bool
    """This installation carries voice."""
    address: str
    """Where carriers reach it by SIP: what they are told."""
    calls: tuple[CallThatCame, ...]
    """The newest first."""


class TrunkTrialAsk(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A call to this number; `short_allowed`: also where it may be one for emergencies."""

    number: Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
    short_allowed: bool = False


class TrialStep(msgspec.Struct, frozen=True, kw_only=True):
    """What happened: worded as `trunk.step.<code>`."""

    code: str
    failed: bool
    facts: Mapping[str, str | int] = {}


class TrunkTrialReport(msgspec.Struct, frozen=True, kw_only=True):
    """In the order in which it happened. Well, when no step failed."""

    steps: tuple[TrialStep, ...]
