"""What this capability asks of those it does not know."""

from collections.abc import Awaitable, Callable

from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import CaseId
from auxilio.kernel.words import Mode
from auxilio.major.model.plans import CivilPlans
from auxilio.platform.database.work import Attempt

type Workable = Callable[[Attempt, CaseId], Awaitable[Mode]]
"""The mode of an open case, whose version the command then states. Raises `Refused`: `unknown_case`, `case_not_open`."""
type Speaks = Callable[[CaseId, Actor], Awaitable[None]]
"""Whether somebody may report of a case: a crew or a centre of its own alone. Raises `Refused`: `not_your_case`, `no_task_here`."""
type LivesOn = Callable[[CaseId], Awaitable[CaseId]]
"""The case in which a case goes on: itself, unless it was the same as another."""
type Plans = Callable[[], CivilPlans]
"""The plans in force at this moment."""
