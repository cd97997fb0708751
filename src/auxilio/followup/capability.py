"""Watches, messages, shift handovers and control rooms, for the composition root."""

from typing import Protocol

from auxilio.followup import service
from auxilio.followup.core.boards import room_row
from auxilio.followup.core.narrative import NARRATIVE
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.case_mode import ModeOf
from auxilio.platform.capability import Capability, Table
from auxilio.platform.database.command_executor import UnitOfWork


class FollowupEnvironment(Protocol):
    """What commands to watches and messages need."""

    work: UnitOfWork
    mode_of: ModeOf
    merged_case: service.LivesOn


CAPABILITY: Capability[FollowupEnvironment, object, object] = Capability(
    name="followup",
    aggregates=(service.WATCH, service.MESSAGE, service.HANDOVER, service.ROOM),
    handlers=(
        (service.COMMANDS, lambda env: service.Followup(env.work, env.mode_of, env.merged_case).handle),
    ),
    tables=(Table("rooms", service.ROOM, room_row, ("desk", "room", "centre")),),
    narratives=(NARRATIVE,),
    permissions=(
        Permission.MESSAGE_SEND,
        Permission.WATCH_ANSWER,
        Permission.SHIFT_HAND_OVER,
        Permission.ROOM_LEAD,
    ),
)
