"""What decides who may open a case: the case and the work on it, as a rule, a board or a read route has found them."""

from collections.abc import Sequence

import msgspec

from auxilio.calls.core.model import Call
from auxilio.cases.core.model import Case
from auxilio.dispatch.tasks.core.model import Task
from auxilio.dispatch.units.core.model import Unit


class CaseContext(msgspec.Struct, frozen=True, kw_only=True):
    """What decides who may open a case: the case and the work on it.

    `units` are those that work on it now or have worked on it; `opened` whether the actor in question has opened it with
    a reason within the shift.
    """

    case: Case
    tasks: Sequence[Task] = ()
    calls: Sequence[Call] = ()
    units: Sequence[Unit] = ()
    opened: bool = False
