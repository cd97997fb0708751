"""A fact, and the envelope it is kept in."""

from typing import ClassVar, TypeAliasType, cast, get_args
from uuid import UUID

import msgspec

from auxilio.kernel.ids import CallId, CaseId, CommandId, EventId, StreamId
from auxilio.kernel.instant import Instant
from auxilio.kernel.shared_types import Mode


def union_members(union: object) -> tuple[type, ...]:
    """The kinds of a union, of the unions in it too: `type All = One | Others`."""
    if isinstance(union, TypeAliasType):
        return union_members(union.__value__)
    parts = get_args(union)
    return tuple(kind for part in parts for kind in union_members(part)) if parts else (cast(type, union),)


class Event(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind"):
    """Something that has happened, in the past tense. `kind` is the struct's tag: `calls.call.answered`.

    An event is for ever: a field is added with a default or not at all; any other change raises
    `schema` and brings an up-caster (platform.database.upcast).
    """

    schema: ClassVar[int] = 1

    @classmethod
    def kind(cls) -> str:
        """The stable name of this fact."""
        tag = cls.__struct_config__.tag
        assert isinstance(tag, str), f"{cls.__name__} has no tag"
        return tag


class Command(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind"):
    """Something a person or a part of Auxilio asks for.

    `permission` is the word that the actor must hold; `object_rule` names on which objects it may be used
    (identity.core.object_rules). Both are required: `access.command_bus.CommandBus` refuses to be built with a command that lacks one.
    """

    permission: ClassVar[str]
    object_rule: ClassVar[str]


class Cursor(msgspec.Struct, frozen=True, order=True, array_like=True):
    """An opaque, ordered place in the log: `(epoch, tx, seq)`; see decision 0003."""

    epoch: int = 0
    tx: int = 0
    seq: int = 0


class Envelope(msgspec.Struct, frozen=True, kw_only=True):
    """What surrounds every fact. `position` is not part of the digest: a restore may change it."""

    position: Cursor
    id: EventId
    stream: StreamId
    version: int
    kind: str
    schema: int
    happened_at: Instant
    recorded_at: Instant
    actor: UUID
    actor_name: str
    desk: str | None
    cause: UUID
    """The command that made it; the same for all facts of one command."""
    case: CaseId | None
    call: CallId | None
    mode: Mode
    body: str
    salt: bytes
    digest: bytes


class Links(msgspec.Struct, frozen=True, kw_only=True):
    """Which case and call an aggregate belongs to, so that its facts can be found from either."""

    case: CaseId | None = None
    call: CallId | None = None
    mode: Mode = Mode.REAL


class CommandResult(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to a command: which streams it changed, at which version they now stand."""

    command: CommandId
    versions: dict[StreamId, int] = {}
    facts: dict[str, str] = {}
    """What the sender must know at once: a spoken number, a link."""
