"""What an opening rule is (docs/nouns/opening-rule.md)."""

import re
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, NewType
from uuid import UUID

import msgspec

from auxilio.kernel.ids import PersonId
from auxilio.kernel.instant import Instant
from auxilio.kernel.shared_types import Mode

OpeningRuleId = NewType("OpeningRuleId", UUID)
RuleGround = Annotated[str, msgspec.Meta(min_length=1, max_length=300)]
"""Why it was set, for who reads it at the desk."""
RuleSubject = Annotated[str, msgspec.Meta(max_length=40)]
DEFAULT_TERM = timedelta(days=7)
LONGEST_TERM = timedelta(days=30)
"""As far back as calls are counted: a rule is judged again by what was counted since (ours)."""
_E164 = re.compile(r"\+[1-9][0-9]{3,14}")
_IMEI = re.compile(r"[0-9]{14,16}")
_IMEI_DIGITS = 14


class OpeningRuleScope(StrEnum):
    """Of which calls a rule is."""

    NUMBER = "number"
    """Of one number that the network asserts."""
    TELEPHONE = "telephone"
    """Of one telephone, by its IMEI."""
    WITHOUT_SIM = "without_sim"
    """Of every call of which the network states the telephone and no number."""


class OpeningRuleState(StrEnum):
    """Whether it stands. That it has expired is no state: its end is compared with the present."""

    STANDING = "standing"
    ENDED = "ended"


class OpeningRule(msgspec.Struct, frozen=True, kw_only=True):
    """One rule of the room."""

    id: OpeningRuleId
    mode: Mode
    scope: OpeningRuleScope
    subject: str
    """The number (E.164) or the 14 digits of the telephone; empty of calls without SIM."""
    ground: str
    by: PersonId
    """Its owner: who set it answers for it."""
    by_name: str
    set_at: Instant
    expires_at: Instant
    state: OpeningRuleState = OpeningRuleState.STANDING
    ended_by_name: str | None = None

    def has_expired(self, at: datetime) -> bool:
        """Whether its time is over at this moment: from then on it offers nothing."""
        return self.expires_at <= at


def read_subject(scope: OpeningRuleScope, said: str) -> str | None:
    """What a rule of this scope is about, as it is compared with calls; None when it cannot be read.

    A number needs the code of its country. Of an IMEI the check digit and the software version are left out
    (3GPP TS 23.003, 6.2.1), as `calls.core.model.Imei` has it.
    """
    compact = "".join(char for char in said if char not in " -().")
    match scope:
        case OpeningRuleScope.NUMBER:
            return compact if _E164.fullmatch(compact) else None
        case OpeningRuleScope.TELEPHONE:
            return compact[:_IMEI_DIGITS] if _IMEI.fullmatch(compact) else None
        case OpeningRuleScope.WITHOUT_SIM:
            return None if compact else ""
