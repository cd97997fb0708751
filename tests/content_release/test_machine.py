"""Aim: two offices sign, neither is the author, a release follows only what it was written from, and the shelf tells the truth."""

from datetime import datetime, timedelta
from itertools import product

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auxilio.content_release.core import messages as m
from auxilio.content_release.core.machine import (
    AHEAD_MAX,
    LEAD_S,
    NEXT,
    ProvenSet,
    decide,
    evolve,
    evolve_shelf,
    propose,
    sign,
    take,
)
from auxilio.content_release.core.model import Office, Release, ReleaseState, Shelf, set_digest, signed_text
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import PersonId
from auxilio.kernel.refusal import Refused
from tests.content_release.samples import (
    AT,
    AUTHOR,
    CHANGED,
    CHIEF,
    DOCTOR,
    GROUND,
    KEYS,
    OFFICES,
    OTHER,
    SET,
    key,
    of,
    proposal,
)


def proposed(number: int = 1, base: str = GROUND, **said: object) -> Release:
    proven = ProvenSet(base=base, changed=CHANGED)
    (event,) = propose(proposal(number, **said), AUTHOR, number, proven, base, AT)
    assert isinstance(event, m.ReleaseProposed)
    return evolve(None, event, AT)


def signature(release: Release, office: Office) -> m.SignRelease:
    return m.SignRelease(release=release.id, office=office, content=release.content)


class ReleaseSetup:
    """A shelf and its releases, told of by facts alone."""

    def __init__(self) -> None:
        self.shelf = Shelf()

    @property
    def top(self) -> str:
        return self.shelf.top(GROUND)

    def sign(self, release: Release, office: Office, actor: Actor, at: datetime = AT) -> Release:
        facts, put = sign(release, self.shelf, signature(release, office), actor, at, self.top, key)
        for fact in facts:
            release = evolve(release, fact, at)
        self._stand(put, at)
        return release

    def approve(self, release: Release, at: datetime = AT) -> Release:
        for office, actor in OFFICES.items():
            release = self.sign(release, office, actor, at)
        return release

    def take_back(self, release: Release) -> Release:
        command = m.TakeBackRelease(release=release.id, reason="un error grave")
        taken = take(self.shelf, release)
        for fact in decide(release, command, CHIEF):
            release = evolve(release, fact, AT)
        self._stand(taken, AT)
        return release

    def _stand(self, facts: object, at: datetime) -> None:
        for fact in facts:
            self.shelf = evolve_shelf(self.shelf, fact, at)


def test_one_signature_is_not_enough_and_the_second_puts_it_on_the_shelf() -> None:
    setup = ReleaseSetup()
    once = setup.sign(proposed(), Office.MEDICAL_DIRECTOR, DOCTOR)
    assert (once.state, setup.shelf) == (ReleaseState.PROPOSED, Shelf())
    twice = setup.sign(once, Office.OPERATIONS, CHIEF)
    assert twice.state is ReleaseState.APPROVED
    assert [one.content for one in setup.shelf.standing] == [SET]


def test_what_was_signed_can_be_checked_by_a_stranger() -> None:
    release = ReleaseSetup().sign(proposed(), Office.OPERATIONS, CHIEF)
    (signed,) = release.signatures
    text = signed_text(release.id, SET, Office.OPERATIONS, PersonId(CHIEF.id))
    assert KEYS.public_keys().check(signed.key, text, bytes.fromhex(signed.signature))
    assert not KEYS.public_keys().check(signed.key, text + b"!", bytes.fromhex(signed.signature))


def test_the_author_signs_nothing_of_their_own_whatever_offices_they_hold() -> None:
    for office in Office:
        with pytest.raises(Refused, match="own_release"):
            ReleaseSetup().sign(proposed(), office, of(1, "medical_director", "operations_director"))


def test_what_changes_nothing_is_no_release_and_what_was_written_from_another_set_must_be_written_again() -> (
    None
):
    with pytest.raises(Refused, match="release_changes_nothing"):
        propose(proposal(1), AUTHOR, 1, ProvenSet(base=GROUND, changed=()), GROUND, AT)
    with pytest.raises(Refused, match="release_base_moved"):
        propose(proposal(1), AUTHOR, 1, ProvenSet(base=GROUND, changed=CHANGED), OTHER, AT)
    proven, year = ProvenSet(base=GROUND, changed=CHANGED), AT + AHEAD_MAX
    propose(proposal(1, effective_from=year), AUTHOR, 1, proven, GROUND, AT)
    with pytest.raises(Refused, match="release_too_far_ahead"):
        propose(proposal(1, effective_from=year + timedelta(seconds=1)), AUTHOR, 1, proven, GROUND, AT)
    setup = ReleaseSetup()
    first, second = proposed(1), proposed(2, content=OTHER)
    second = setup.sign(second, Office.MEDICAL_DIRECTOR, DOCTOR)
    setup.approve(first)
    with pytest.raises(Refused, match="release_base_moved"):
        setup.sign(second, Office.OPERATIONS, CHIEF)


def test_it_counts_from_its_date_and_never_before_every_process_knows_it() -> None:
    setup, tomorrow = ReleaseSetup(), AT + timedelta(days=1)
    setup.approve(proposed(effective_from=tomorrow))
    assert setup.shelf.at(tomorrow - timedelta(seconds=1)) is None
    standing = setup.shelf.at(tomorrow)
    assert standing is not None
    assert standing.content == SET
    late = ReleaseSetup()
    late.approve(proposed(effective_from=AT - timedelta(days=9)))
    assert late.shelf.standing[0].stands_from == AT + timedelta(seconds=LEAD_S)


def test_a_later_set_never_counts_before_the_one_it_was_written_from() -> None:
    setup, tomorrow = ReleaseSetup(), AT + timedelta(days=1)
    setup.approve(proposed(1, effective_from=tomorrow))
    setup.approve(proposed(2, base=SET, content=OTHER, effective_from=AT))
    assert [one.stands_from for one in setup.shelf.standing] == [tomorrow, tomorrow]
    now = setup.shelf.at(tomorrow)
    assert now is not None
    assert now.content == OTHER


def test_taken_back_in_one_step_and_what_stood_before_stands_again() -> None:
    setup, later = ReleaseSetup(), AT + timedelta(hours=1)
    first = setup.approve(proposed(1))
    second = setup.approve(proposed(2, base=SET, content=OTHER))
    with pytest.raises(Refused, match="newer_release_stands"):
        setup.take_back(first)
    gone = setup.take_back(second)
    assert (gone.state, gone.ended_because, gone.ended_by) == (
        ReleaseState.TAKEN_BACK,
        "un error grave",
        "person 3",
    )
    now = setup.shelf.at(later)
    assert now is not None
    assert now.content == SET
    setup.take_back(first)
    assert setup.shelf.at(later) is None, "what the centre was set up with"


def test_returned_and_withdrawn_are_the_end_and_only_its_author_withdraws() -> None:
    release = proposed()
    with pytest.raises(Refused, match="not_your_release"):
        decide(release, m.WithdrawRelease(release=release.id, reason="no es mía"), of(8, "content_author"))
    for command, actor in (
        (m.WithdrawRelease(release=release.id, reason="se reescribe"), AUTHOR),
        (m.ReturnRelease(release=release.id, reason="falta la fuente"), DOCTOR),
    ):
        (fact,) = decide(release, command, actor)
        ended = evolve(release, fact, AT)
        assert NEXT[ended.state] == frozenset()
        for again, office in product((command,), Office):
            with pytest.raises(Refused, match="release_not_proposed"):
                decide(ended, again, actor)
            with pytest.raises(Refused, match="release_not_proposed"):
                sign(ended, Shelf(), signature(ended, office), OFFICES[office], AT, GROUND, key)


def test_a_set_is_named_by_what_is_in_it_and_not_by_the_order_it_was_read_in() -> None:
    assert set_digest({"a": "1", "b": "2"}) == set_digest({"b": "2", "a": "1"})
    assert set_digest({"a": "1"}) != set_digest({"b": "1"})
    assert set_digest({"a": "1"}) != set_digest({"a": "2"})


@given(st.lists(st.sampled_from(["approve", "take back"]), max_size=12))
def test_whatever_is_approved_and_taken_back_the_shelf_is_a_chain_from_the_ground(steps: list[str]) -> None:
    setup, approved = ReleaseSetup(), list[Release]()
    for number, step in enumerate(steps, 1):
        if step == "approve":
            content = f"{number:064x}"
            approved.append(setup.approve(proposed(number, base=setup.top, content=content)))
        elif approved:
            setup.take_back(approved.pop())
        standing = setup.shelf.standing
        assert [one.release for one in standing] == [one.id for one in approved]
        assert [one.base for one in approved] == [GROUND, *(one.content for one in approved)][: len(approved)]
        moments = [one.stands_from for one in standing]
        assert moments == sorted(moments)


def test_what_nobody_has_read_in_a_language_is_signed_and_cannot_be_confirmed_as_it_stands() -> None:
    setup, release = ReleaseSetup(), proposed()
    unread = tuple(msgspec.structs.replace(one, unread=("fr",)) for one in release.changed)
    told = msgspec.structs.replace(release, changed=unread)
    assert setup.sign(told, Office.OPERATIONS, OFFICES[Office.OPERATIONS]).signatures
