"""Live boards, for the composition root."""

from auxilio.identity.core.permissions import Permission
from auxilio.platform.capability import Capability

CAPABILITY: Capability[object, object, object] = Capability(
    name="realtime",
    permissions=(
        Permission.ROOM_WATCH,
        Permission.CENTRE_WATCH,
        Permission.UNIT_WATCH,
    ),
)
