"""Small shared vocabularies: language, phone number, priority, call-back policy, mode."""

from enum import IntEnum, StrEnum
from typing import Annotated

import msgspec

Language = Annotated[str, msgspec.Meta(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", max_length=35)]
"""BCP 47 tag as far as we use it: `es`, `ca`, `en`, `fr`, `zh-Hant`."""

Phone = Annotated[str, msgspec.Meta(pattern=r"^\+[1-9][0-9]{3,14}$")]
"""E.164. What is not a number of this form is kept as text by whoever received it, and is not a Phone."""

DialledNumber = Annotated[str, msgspec.Meta(pattern=r"^(\+[1-9][0-9]{3,14}|[0-9]{3,6})$")]
"""As it is dialled: E.164, or a short code of the country (`061`)."""

ShortText = Annotated[str, msgspec.Meta(max_length=200)]
LongText = Annotated[str, msgspec.Meta(max_length=4000)]


class Priority(IntEnum):
    """P0 immediate life threat … P4 advice. Lower number is more severe."""

    P0 = 0
    P1 = 1
    P2 = 2
    P3 = 3
    P4 = 4


def more_severe(a: Priority | None, b: Priority | None) -> Priority | None:
    """The more severe of two; nothing known yields to anything known."""
    known = [p for p in (a, b) if p is not None]
    return min(known) if known else None


class EffectivePriority(msgspec.Struct, frozen=True, kw_only=True):
    """The priority that every page, answer and document shows of a case (decision 0321)."""

    level: Priority
    provisional: bool
    """Nothing is proved yet: the doubt counts as the worst, and says that it is a doubt."""


PROVISIONAL_PRIORITY = Priority.P0
"""What a case counts as until its interview proves a priority or a person sets one, whatever its type (decision 0321)."""


def effective_priority(known: Priority | None) -> EffectivePriority:
    """The one place that says as what a case counts; `known` is what was proved or set."""
    if known is None:
        return EffectivePriority(level=PROVISIONAL_PRIORITY, provisional=True)
    return EffectivePriority(level=Priority(known), provisional=False)


class CallBackPolicy(StrEnum):
    """Whether somebody may be rung back, least strict first: a ring can betray who hides (decision 0371)."""

    RING = "ring"
    MESSAGE_FIRST = "message_first"
    NEVER = "never"


CALL_BACK_STRICTNESS = tuple(CallBackPolicy)
"""Least strict first."""


class Mode(StrEnum):
    """What kind of world a fact belongs to, from its first moment and for ever."""

    REAL = "real"
    EXERCISE = "exercise"
    TRAINING = "training"
    TEST = "test"


def restrict_mode(installation: Mode, asked: Mode) -> Mode:
    """The mode of what begins in an installation of this mode: one that is not real makes nothing real. Practice is of its own
    mode in every installation, so that `may_leave` holds it back."""
    return asked if installation is Mode.REAL or asked is Mode.TRAINING else installation


def may_leave(mode: Mode, installation: Mode) -> bool:
    """Whether what is of this mode may reach a telephone, a radio network or another system: what is of the installation's own
    mode may, and training never (decision 0322)."""
    return mode is installation and mode is not Mode.TRAINING
