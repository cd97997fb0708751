"""What this capability asks of those it does not know."""

from collections.abc import Awaitable, Callable

from auxilio.kernel.ids import CaseId
from auxilio.kernel.shared_types import Mode
from auxilio.mass_casualty.core.civil_plan import CivilPlans
from auxilio.platform.database.command_executor import CommandContext

type CaseModeCheck = Callable[[CommandContext, CaseId], Awaitable[Mode]]
"""The mode of an open case, whose version the command then states. Raises `Refused`: `unknown_case`, `case_not_open`."""
type MergedCaseLookup = Callable[[CaseId], Awaitable[CaseId]]
"""The case in which a case goes on: itself, unless it was the same as another."""
type CivilPlansSource = Callable[[], CivilPlans]
"""The plans in force at this moment."""
