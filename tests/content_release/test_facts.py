"""Aim: every fact of a release and of the shelf is whole, and what stands after it is exactly what it says."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest

from auxilio.content_release.core import messages as m
from auxilio.content_release.core.machine import (
    LEAD_S,
    REMARKS_MAX,
    ProvenSet,
    decide,
    evolve,
    evolve_shelf,
    propose,
    sign,
    take,
)
from auxilio.content_release.core.model import (
    Office,
    Release,
    ReleaseState,
    Remark,
    Shelf,
    Signature,
    StandingSet,
    signed_text,
)
from auxilio.kernel.refusal import Refused
from tests.content_release.samples import (
    AT,
    AUTHOR,
    CHANGED,
    CHIEF,
    DOCTOR,
    GROUND,
    KEYS,
    OTHER,
    SET,
    key,
    of,
    proposal,
)

ID = UUID(int=1)
LATER = AT + timedelta(minutes=3)
S = ReleaseState


def release(**more: Any) -> Release:
    fixed: dict[str, Any] = {
        "id": ID, "number": 7, "title": "Paro cardíaco", "reason": "guía de 2026", "author": AUTHOR.id,
        "author_name": "person 1", "proposed_at": AT, "content": SET, "base": GROUND, "changed": CHANGED,
        "effective_from": AT,
    }  # fmt: skip
    return Release(**(fixed | more))


def signature(office: Office, who: Any = DOCTOR, at: Any = LATER) -> Signature:
    id, signed = key(signed_text(ID, SET, office, who.id))
    return Signature(office=office, person=who.id, name=who.name, at=at, key=id, signature=signed.hex())


def signed(
    known: Release,
    office: Office,
    who: Any,
    shelf: Shelf | None = None,
    top: str = GROUND,
    content: str = SET,
) -> Any:
    command = m.SignRelease(release=ID, content=content, office=office)
    return sign(known, shelf or Shelf(), command, who, LATER, top, key)


def test_a_release_is_proposed_with_all_that_is_signed_later() -> None:
    facts = propose(proposal(1), AUTHOR, 7, ProvenSet(base=GROUND, changed=CHANGED), GROUND, AT)
    said: dict[str, Any] = {
        "title": "Paro cardíaco",
        "reason": "guía de 2026",
        "author": AUTHOR.id,
        "by": "person 1",
    }
    assert facts == (
        m.ReleaseProposed(
            release=ID, number=7, content=SET, base=GROUND, changed=CHANGED, effective_from=AT, **said
        ),
    )
    assert evolve(None, facts[0], AT) == release()
    with pytest.raises(Refused, match=r"^release_changes_nothing"):
        propose(proposal(1), AUTHOR, 7, ProvenSet(base=GROUND, changed=()), GROUND, AT)
    with pytest.raises(Refused, match=r"^release_base_moved"):
        propose(proposal(1), AUTHOR, 7, ProvenSet(base=GROUND, changed=CHANGED), OTHER, AT)


def test_the_first_signature_is_kept_and_the_second_approves() -> None:
    facts, shelf = signed(release(), Office.MEDICAL_DIRECTOR, DOCTOR)
    one = signature(Office.MEDICAL_DIRECTOR)
    assert (facts, shelf) == (
        (
            m.ReleaseSigned(
                release=ID, content=SET, office=Office.MEDICAL_DIRECTOR, person=DOCTOR.id, by=DOCTOR.name,
                key=KEYS.key_id, signature=one.signature,
            ),
        ),
        (),
    )  # fmt: skip
    known = evolve(release(), facts[0], LATER)
    assert known == release(signatures=(one,))
    facts, shelf = signed(known, Office.OPERATIONS, CHIEF)
    stands_from = LATER + timedelta(seconds=LEAD_S)
    assert facts[1:] == (m.ReleaseApproved(release=ID, stands_from=stands_from),)
    assert shelf == (m.SetPut(release=ID, number=7, content=SET, stands_from=stands_from),)
    both = (one, signature(Office.OPERATIONS, CHIEF))
    for fact in facts:
        known = evolve(known, fact, LATER)
    assert known == release(signatures=both, state=S.APPROVED, stands_from=stands_from)


def test_a_release_counts_from_the_latest_of_its_own_moment_ten_seconds_and_the_one_before() -> None:
    assert LEAD_S == 10
    one = (signature(Office.MEDICAL_DIRECTOR),)
    far = LATER + timedelta(hours=1)
    before = Shelf(standing=(StandingSet(release=UUID(int=9), number=6, content=OTHER, stands_from=far),))
    for known, shelf, expected in (
        (release(signatures=one), Shelf(), LATER + timedelta(seconds=10)),
        (release(signatures=one, effective_from=far), Shelf(), far),
        (release(signatures=one), before, far),
    ):
        (_, approved), _ = signed(known, Office.OPERATIONS, CHIEF, shelf)
        assert approved.stands_from == expected


def test_who_may_not_sign() -> None:
    one = (signature(Office.MEDICAL_DIRECTOR),)
    both_offices = of(2, "medical_director", "operations_director")
    own = of(1, "medical_director")
    medical, operations = Office.MEDICAL_DIRECTOR, Office.OPERATIONS
    for code, attempt in (
        ("not_this_office", lambda: signed(release(), operations, DOCTOR)),
        ("not_this_office", lambda: signed(release(), medical, CHIEF)),
        ("not_this_office", lambda: signed(release(), medical, AUTHOR)),
        ("own_release", lambda: signed(release(), medical, own)),
        ("release_other_content", lambda: signed(release(), medical, DOCTOR, content=OTHER)),
        ("office_has_signed", lambda: signed(release(signatures=one), medical, of(5, "medical_director"))),
        ("one_person_one_signature", lambda: signed(release(signatures=one), operations, both_offices)),
        ("release_base_moved", lambda: signed(release(), medical, DOCTOR, top=OTHER)),
        ("release_not_proposed", lambda: signed(release(state=S.RETURNED), medical, DOCTOR)),
    ):
        with pytest.raises(Refused, match=f"^{code}"):
            attempt()


def test_a_release_is_remarked_on_in_every_state_up_to_a_limit() -> None:
    command = m.RemarkOnRelease(release=ID, words="falta el niño", document="san-pcr")
    said = Remark(at=LATER, by=DOCTOR.name, words="falta el niño", document="san-pcr")
    for state in S:
        [fact] = decide(release(state=state), command, DOCTOR)
        assert fact == m.ReleaseRemarked(
            release=ID, words="falta el niño", document="san-pcr", by=DOCTOR.name
        )
        assert evolve(release(state=state), fact, LATER) == release(state=state, remarks=(said,))
    assert len(decide(release(remarks=(said,) * (REMARKS_MAX - 1)), command, DOCTOR)) == 1
    with pytest.raises(Refused, match=r"^remarks_full"):
        decide(release(remarks=(said,) * REMARKS_MAX), command, DOCTOR)


@pytest.mark.parametrize(
    ("command", "event", "before", "state", "code"),
    [
        (m.ReturnRelease, m.ReleaseReturned, S.PROPOSED, S.RETURNED, "release_not_proposed"),
        (m.WithdrawRelease, m.ReleaseWithdrawn, S.PROPOSED, S.WITHDRAWN, "release_not_proposed"),
        (m.TakeBackRelease, m.ReleaseTakenBack, S.APPROVED, S.TAKEN_BACK, "release_not_approved"),
    ],
)
def test_a_release_ends_once_with_who_and_why(
    command: Any, event: Any, before: ReleaseState, state: ReleaseState, code: str
) -> None:
    end = command(release=ID, reason="dosis")
    [fact] = decide(release(state=before), end, AUTHOR)
    assert fact == event(release=ID, reason="dosis", by=AUTHOR.name)
    over = evolve(release(state=before), fact, LATER)
    assert over == release(state=state, ended_by=AUTHOR.name, ended_because="dosis")
    with pytest.raises(Refused, match=f"^{code}"):
        decide(over, end, AUTHOR)
    if command is m.WithdrawRelease:
        with pytest.raises(Refused, match=r"^not_your_release"):
            decide(release(), end, DOCTOR)


def test_the_shelf_holds_what_was_put_and_gives_back_only_the_last() -> None:
    put = m.SetPut(release=ID, number=7, content=SET, stands_from=LATER)
    stands = StandingSet(release=ID, number=7, content=SET, stands_from=LATER)
    below = msgspec.structs.replace(stands, release=UUID(int=9), number=6)
    assert evolve_shelf(None, put, AT) == Shelf(standing=(stands,))
    shelf = evolve_shelf(Shelf(standing=(below,)), put, AT)
    assert shelf == Shelf(standing=(below, stands))
    assert take(shelf, release()) == (m.SetTaken(release=ID),)
    assert evolve_shelf(shelf, m.SetTaken(release=ID), AT) == Shelf(standing=(below,))
    with pytest.raises(Refused, match=r"^newer_release_stands"):
        take(shelf, release(id=UUID(int=9)))
