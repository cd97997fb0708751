"""What premise notes need of cases: where one is, and whether somebody works on it."""

from collections.abc import Awaitable, Callable

import msgspec

from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import CaseId
from auxilio.kernel.position import Point
from auxilio.kernel.shared_types import Mode


class CasePremises(msgspec.Struct, frozen=True, kw_only=True):
    """The place of an open case."""

    mode: Mode
    address: str
    municipality: str
    point: Point | None


type FindCasePremises = Callable[[CaseId, Actor], Awaitable[CasePremises | None]]
"""The place of a case on which somebody works; None where it has none, or nobody is to go there any more.

Raises `Refused`: `unknown_case`, `case_reserved`, `no_task_here`, `not_your_case`, `session_mode_differs`."""
