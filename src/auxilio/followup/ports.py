"""What follow-up needs of the world: somebody to telephone when a watch has climbed to the duty officer."""

import msgspec

from auxilio.followup.model import WatchKind
from auxilio.kernel.ids import CaseId, WatchId

GUARD_CHANNEL = "guard"
"""The outbox channel whose deliverer rings the duty officer. Only watches of the real world are put into it."""


class GuardCall(msgspec.Struct, frozen=True, kw_only=True):
    """What is put into the outbox for the duty officer: codes, which the deliverer words in their language."""

    watch: WatchId
    kind: WatchKind
    case: CaseId | None = None
