"""The life of a release, and of the shelf beside it: two offices sign, neither of them its author, and it follows only what it
was written from."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import assert_never
from uuid import UUID

import msgspec

from auxilio.content_release.core import messages as m
from auxilio.content_release.core.model import (
    CONFIRMED,
    ChangedDocument,
    Office,
    Release,
    ReleaseState,
    Remark,
    Shelf,
    Signature,
    StandingSet,
    signed_text,
)
from auxilio.identity.core.gate import holds
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Event
from auxilio.kernel.ids import PersonId
from auxilio.kernel.instant import after_s
from auxilio.kernel.refusal import Refused
from auxilio.kernel.signing import Sign

S = ReleaseState
NEXT: dict[ReleaseState, frozenset[ReleaseState]] = {
    S.PROPOSED: frozenset({S.APPROVED, S.RETURNED, S.WITHDRAWN}),
    S.APPROVED: frozenset({S.TAKEN_BACK}),
    S.RETURNED: frozenset(),
    S.WITHDRAWN: frozenset(),
    S.TAKEN_BACK: frozenset(),
}
assert NEXT.keys() == set(ReleaseState), "every state has its row"

REMARKS_MAX = 500
LEAD_S = 10.0
"""Between the last signature and the moment from which a release counts, at least: by then every process
knows its versions, so that no desk asks by one that another process does not know."""
AHEAD_MAX = timedelta(days=365)
"""How far ahead a release may come into force. Until it does, every other waits behind it: a slip of the year would block them all."""
SIGNS: dict[Office, Permission] = {
    Office.MEDICAL_DIRECTOR: Permission.CONTENT_SIGN_CLINICAL,
    Office.OPERATIONS: Permission.CONTENT_SIGN_OPERATIONS,
}
"""Which permission an office is."""
assert SIGNS.keys() == set(Office), "every office has its permission"


class ProvenSet(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a set that was checked: it has no error, it was written from `base`, and changes this."""

    base: str
    changed: tuple[ChangedDocument, ...]


class StandingDocuments(msgspec.Struct, frozen=True, kw_only=True):
    """What is in force in this process: the set, and the kind and id of each document of it that is not signed."""

    content: str
    documents: frozenset[tuple[str, str]]
    unread: Mapping[tuple[str, str], tuple[str, ...]] = {}
    """Of documents with a translation that nobody has read: its languages."""


def propose(
    command: m.ProposeRelease, actor: Actor, number: int, proven: ProvenSet, top: str, at: datetime
) -> tuple[Event, ...]:
    """A release begins. `top`: the set that stands last. Refused: `release_too_far_ahead`, `release_changes_nothing`,
    `release_base_moved`."""
    if command.effective_from > at + AHEAD_MAX:
        raise Refused("release_too_far_ahead", days=AHEAD_MAX.days)
    if not proven.changed:
        raise Refused("release_changes_nothing")
    _must_follow(proven.base, top)
    return (
        m.ReleaseProposed(
            release=command.release,
            number=number,
            title=command.title,
            reason=command.reason,
            author=PersonId(actor.id),
            by=actor.name,
            content=command.content,
            base=proven.base,
            changed=proven.changed,
            effective_from=command.effective_from,
        ),
    )


def confirm(
    command: m.ConfirmContent,
    actor: Actor,
    number: int,
    standing: StandingDocuments,
    top: str,
    at: datetime,
    key: Sign,
) -> tuple[Event, ...]:
    """What is in force is signed as it is, by the first of two offices: a release that changes nothing and names what it confirms.

    Refused: `not_this_office`, `release_base_moved` (another set is in force or approved), `document_not_in_force`,
    `translation_not_read`.
    """
    if not holds(actor, SIGNS[command.office]):
        raise Refused("not_this_office", office=command.office)
    _must_follow(command.content, top)
    _must_follow(command.content, standing.content)
    named = list(dict.fromkeys((one.kind, one.id) for one in command.documents))
    for kind, id in named:
        if (kind, id) not in standing.documents:
            raise Refused("document_not_in_force", kind=kind, id=id)
    _must_be_read({id: standing.unread.get((kind, id), ()) for kind, id in named})
    release = m.ReleaseProposed(
        release=command.release,
        number=number,
        title=command.title,
        reason=command.reason,
        author=PersonId(actor.id),
        by=actor.name,
        content=command.content,
        base=command.content,
        changed=tuple(ChangedDocument(kind=kind, id=id, change=CONFIRMED) for kind, id in named),
        effective_from=at,
    )
    return (release, _signature(command.release, command.content, command.office, actor, key))


def _signature(release: UUID, content: str, office: Office, actor: Actor, key: Sign) -> m.ReleaseSigned:
    person = PersonId(actor.id)
    key_id, signature = key(signed_text(release, content, office, person))
    return m.ReleaseSigned(
        release=release,
        content=content,
        office=office,
        person=person,
        by=actor.name,
        key=key_id,
        signature=signature.hex(),
    )


def _must_be_read(unread: Mapping[str, tuple[str, ...]]) -> None:
    """What is signed as it stands is approved, so somebody has read each translation of it (decision 0366)."""
    first = next((id for id, languages in unread.items() if languages), None)
    if first is not None:
        count = sum(bool(languages) for languages in unread.values())
        raise Refused("translation_not_read", id=first, languages=", ".join(unread[first]), count=count)


def _must_follow(base: str, top: str) -> None:
    if base != top:
        raise Refused("release_base_moved", base=base[:12], top=top[:12])


def sign(
    release: Release,
    shelf: Shelf,
    command: m.SignRelease,
    actor: Actor,
    at: datetime,
    top: str,
    key: Sign,
) -> tuple[tuple[Event, ...], tuple[Event, ...]]:
    """One office's yes; facts of the release, and of the shelf when it was the last one needed.

    Refused: `not_this_office`, `release_not_proposed`, `own_release`, `release_other_content`, `office_has_signed`,
    `one_person_one_signature`, `release_base_moved`.
    """
    if not holds(actor, SIGNS[command.office]):
        raise Refused("not_this_office", office=command.office)
    _may_become(release, S.APPROVED)
    # Who confirms what is in force has written nothing of it: that the other office is another person is asked below.
    if actor.id == release.author and not release.confirms:
        raise Refused("own_release")
    if command.content != release.content:
        raise Refused("release_other_content", content=release.content[:12])
    if any(one.office is command.office for one in release.signatures):
        raise Refused("office_has_signed", office=command.office)
    if any(one.person == actor.id for one in release.signatures):
        raise Refused("one_person_one_signature")
    _must_follow(release.base, top)
    signed = _signature(release.id, release.content, command.office, actor, key)
    if {command.office, *(one.office for one in release.signatures)} != set(Office):
        return (signed,), ()
    # A later set never comes into force before the one it was written from.
    last = shelf.last
    stands_from = max([release.effective_from, after_s(at, LEAD_S), *([last.stands_from] if last else [])])
    return (
        (signed, m.ReleaseApproved(release=release.id, stands_from=stands_from)),
        (
            m.SetPut(
                release=release.id, number=release.number, content=release.content, stands_from=stands_from
            ),
        ),
    )


def decide(release: Release, command: m.ReleaseCommand, actor: Actor) -> tuple[Event, ...]:
    """Everything but proposing and signing. Refused: `release_not_proposed`, `release_not_approved`, `not_your_release`,
    `remarks_full`."""
    match command:
        case m.RemarkOnRelease():
            if len(release.remarks) >= REMARKS_MAX:
                raise Refused("remarks_full", most=REMARKS_MAX)
            return (
                m.ReleaseRemarked(
                    release=release.id, words=command.words, document=command.document, by=actor.name
                ),
            )
        case m.ReturnRelease():
            _may_become(release, S.RETURNED)
            return (m.ReleaseReturned(release=release.id, reason=command.reason, by=actor.name),)
        case m.WithdrawRelease():
            _may_become(release, S.WITHDRAWN)
            if actor.id != release.author:
                raise Refused("not_your_release", author=release.author_name)
            return (m.ReleaseWithdrawn(release=release.id, reason=command.reason, by=actor.name),)
        case m.TakeBackRelease():
            _may_become(release, S.TAKEN_BACK)
            return (m.ReleaseTakenBack(release=release.id, reason=command.reason, by=actor.name),)
        case m.ProposeRelease() | m.ConfirmContent() | m.SignRelease():
            raise AssertionError("decided by `propose`, `confirm` and `sign`")
        case _ as never:
            assert_never(never)


def take(shelf: Shelf, release: Release) -> tuple[Event, ...]:
    """It leaves the shelf. Refused: `newer_release_stands`, for that one was written from it."""
    last = shelf.last
    assert last is not None, "an approved release stands on the shelf"
    if last.release != release.id:
        raise Refused("newer_release_stands", number=last.number)
    return (m.SetTaken(release=release.id),)


def _may_become(release: Release, state: ReleaseState) -> None:
    if state not in NEXT[release.state]:
        code = "release_not_approved" if state is S.TAKEN_BACK else "release_not_proposed"
        raise Refused(code, number=release.number, state=release.state)


def evolve(release: Release | None, event: m.ReleaseEvent, at: datetime) -> Release:
    """The release after this fact."""
    if isinstance(event, m.ReleaseProposed):
        assert release is None, "a release is proposed once"
        return Release(
            id=event.release,
            number=event.number,
            title=event.title,
            reason=event.reason,
            author=event.author,
            author_name=event.by,
            proposed_at=at,
            content=event.content,
            base=event.base,
            changed=event.changed,
            effective_from=event.effective_from,
        )
    assert release is not None, "a release begins by being proposed"
    match event:
        case m.ReleaseRemarked():
            remark = Remark(at=at, by=event.by, words=event.words, document=event.document)
            return msgspec.structs.replace(release, remarks=(*release.remarks, remark))
        case m.ReleaseSigned():
            signature = Signature(
                office=event.office,
                person=event.person,
                name=event.by,
                at=at,
                key=event.key,
                signature=event.signature,
            )
            return msgspec.structs.replace(release, signatures=(*release.signatures, signature))
        case m.ReleaseApproved():
            return msgspec.structs.replace(release, state=S.APPROVED, stands_from=event.stands_from)
        case m.ReleaseReturned():
            return _ended(release, S.RETURNED, event)
        case m.ReleaseWithdrawn():
            return _ended(release, S.WITHDRAWN, event)
        case m.ReleaseTakenBack():
            return _ended(release, S.TAKEN_BACK, event)
        case _ as never:
            assert_never(never)


def _ended(
    release: Release,
    state: ReleaseState,
    event: m.ReleaseReturned | m.ReleaseWithdrawn | m.ReleaseTakenBack,
) -> Release:
    return msgspec.structs.replace(release, state=state, ended_by=event.by, ended_because=event.reason)


def evolve_shelf(shelf: Shelf | None, event: m.ShelfEvent, at: datetime) -> Shelf:
    """The shelf after this fact."""
    del at
    standing = shelf.standing if shelf else ()
    match event:
        case m.SetPut():
            put = StandingSet(
                release=event.release,
                number=event.number,
                content=event.content,
                stands_from=event.stands_from,
            )
            return Shelf(standing=(*standing, put))
        case m.SetTaken():
            assert standing, "nothing stands"
            assert standing[-1].release == event.release, "only the last one is taken"
            return Shelf(standing=standing[:-1])
        case _ as never:
            assert_never(never)
