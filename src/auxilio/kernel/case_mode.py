"""What capabilities ask of cases when a command of theirs is about one."""

from collections.abc import Awaitable, Callable

from auxilio.kernel.ids import CaseId
from auxilio.kernel.shared_types import Mode

type ModeOf = Callable[[CaseId], Awaitable[Mode]]
"""The mode of a case. Raises `Refused("unknown_case")`."""
