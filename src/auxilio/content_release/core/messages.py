"""What can be asked of a release, and what can have happened to one."""

from typing import Annotated, ClassVar
from uuid import UUID

import msgspec

from auxilio.content_release.core.model import (
    CONFIRMED_MAX,
    ChangedDocument,
    ConfirmedDocument,
    Office,
    SetDigest,
    Title,
    Words,
)
from auxilio.identity.core.object_rules import ObjectRule
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.event import Command, Event
from auxilio.kernel.ids import PersonId
from auxilio.kernel.instant import Instant
from auxilio.kernel.shared_types import LongText, ShortText


class ProposeRelease(Command, frozen=True, kw_only=True, tag="publishing.propose_release"):
    """Put this set, which was checked, in force from that moment, in place of the one that stands."""

    permission: ClassVar[str] = Permission.CONTENT_WRITE
    object_rule: ClassVar[str] = ObjectRule.RELEASE
    release: UUID
    content: SetDigest
    title: Title
    reason: Words
    effective_from: Instant


class ConfirmContent(Command, frozen=True, kw_only=True, tag="publishing.confirm"):
    """Sign these documents as they are in force, in the name of an office that the person holds; the other office follows with
    `SignRelease`."""

    permission: ClassVar[str] = Permission.CONTENT_APPROVE
    object_rule: ClassVar[str] = ObjectRule.RELEASE
    release: UUID
    office: Office
    content: SetDigest
    documents: Annotated[tuple[ConfirmedDocument, ...], msgspec.Meta(min_length=1, max_length=CONFIRMED_MAX)]
    title: Title
    reason: Words


class RemarkOnRelease(Command, frozen=True, kw_only=True, tag="publishing.remark"):
    """Say something of it, of one document or of all."""

    permission: ClassVar[str] = Permission.CONTENT_REVIEW
    object_rule: ClassVar[str] = ObjectRule.RELEASE
    release: UUID
    words: Words
    document: ShortText = ""


class SignRelease(Command, frozen=True, kw_only=True, tag="publishing.sign"):
    """Yes to this very set, in the name of an office that the person holds."""

    permission: ClassVar[str] = Permission.CONTENT_APPROVE
    object_rule: ClassVar[str] = ObjectRule.RELEASE
    release: UUID
    office: Office
    content: SetDigest


class ReturnRelease(Command, frozen=True, kw_only=True, tag="publishing.return"):
    """No, and what must be mended."""

    permission: ClassVar[str] = Permission.CONTENT_APPROVE
    object_rule: ClassVar[str] = ObjectRule.RELEASE
    release: UUID
    reason: Words


class WithdrawRelease(Command, frozen=True, kw_only=True, tag="publishing.withdraw"):
    """Its author takes the proposal away."""

    permission: ClassVar[str] = Permission.CONTENT_WRITE
    object_rule: ClassVar[str] = ObjectRule.RELEASE
    release: UUID
    reason: Words


class TakeBackRelease(Command, frozen=True, kw_only=True, tag="publishing.take_back"):
    """Whatever stood before the newest release stands again, at once. One approver is enough: it was in force before."""

    permission: ClassVar[str] = Permission.CONTENT_APPROVE
    object_rule: ClassVar[str] = ObjectRule.RELEASE
    release: UUID
    reason: Words


type ReleaseCommand = (
    ProposeRelease
    | ConfirmContent
    | RemarkOnRelease
    | SignRelease
    | ReturnRelease
    | WithdrawRelease
    | TakeBackRelease
)


class ReleaseProposed(Event, frozen=True, kw_only=True, tag="publishing.release.proposed"):
    """Somebody proposes a set."""

    release: UUID
    number: int
    title: ShortText
    reason: LongText
    author: PersonId
    by: ShortText
    content: SetDigest
    base: SetDigest
    changed: tuple[ChangedDocument, ...]
    effective_from: Instant


class ReleaseRemarked(Event, frozen=True, kw_only=True, tag="publishing.release.remarked"):
    """A reader said something."""

    release: UUID
    words: LongText
    document: ShortText
    by: ShortText


class ReleaseSigned(Event, frozen=True, kw_only=True, tag="publishing.release.signed"):
    """One office said yes."""

    release: UUID
    content: SetDigest
    office: Office
    person: PersonId
    by: ShortText
    key: ShortText
    signature: ShortText


class ReleaseApproved(Event, frozen=True, kw_only=True, tag="publishing.release.approved"):
    """Both have."""

    release: UUID
    stands_from: Instant


class ReleaseReturned(Event, frozen=True, kw_only=True, tag="publishing.release.returned"):
    """An approver said no."""

    release: UUID
    reason: LongText
    by: ShortText


class ReleaseWithdrawn(Event, frozen=True, kw_only=True, tag="publishing.release.withdrawn"):
    """Its author did."""

    release: UUID
    reason: LongText
    by: ShortText


class ReleaseTakenBack(Event, frozen=True, kw_only=True, tag="publishing.release.taken_back"):
    """It stands no more."""

    release: UUID
    reason: LongText
    by: ShortText


type ReleaseEvent = (
    ReleaseProposed
    | ReleaseRemarked
    | ReleaseSigned
    | ReleaseApproved
    | ReleaseReturned
    | ReleaseWithdrawn
    | ReleaseTakenBack
)
"""Closed: `machine` matches every one."""


class SetPut(Event, frozen=True, kw_only=True, tag="publishing.shelf.put"):
    """A set was approved and follows the last."""

    release: UUID
    number: int
    content: SetDigest
    stands_from: Instant


class SetTaken(Event, frozen=True, kw_only=True, tag="publishing.shelf.taken"):
    """The last one was taken back."""

    release: UUID


type ShelfEvent = SetPut | SetTaken
