"""Aim: seats and grants decide and evolve as written, each fact whole; a person acts with their own roles. Without a database."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from auxilio.identity.core import grants as g
from auxilio.identity.core import seats as s
from auxilio.identity.core.model import Person, PersonData
from auxilio.identity.core.permissions import Permission, permissions_of
from auxilio.identity.core.persons import actor_of, data_of, person_of, same_login, split_confirmed_roles
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import AgencyId, CentreId, DeskId, PersonId
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from tests.actors import person, system

AT = datetime(2026, 11, 24, 3, 12, tzinfo=UTC)
DESK, SAN_1 = DeskId("san-1-a"), CentreId("san-1")
ANA, BEA, CAI = (PersonId(UUID(int=n)) for n in (1, 2, 3))
NAMES = {ANA: "Ana", BEA: "Bea", CAI: "Cai"}
CHIEF = person("supervisor", "room", name="Clara Riba")


def after(seconds: float) -> datetime:
    return AT + timedelta(seconds=seconds)


def taken_by(who: PersonId, **more: Any) -> s.TakeSeat:
    return s.TakeSeat(desk=DESK, person=who, name=NAMES[who], centre=SAN_1, roles=("dispatcher",), **more)


def seat(**more: Any) -> s.Seat:
    return s.Seat(**({"desk": DESK, "centre": SAN_1, "person": ANA, "name": "Ana", "since": AT} | more))


def asked(who: PersonId, seconds: float = 0) -> s.SeatRequest:
    return s.SeatRequest(person=who, name=NAMES[who], at=after(seconds))


def sits(who: PersonId, why: s.SeatTakenReason, before: PersonId | None = None, **more: Any) -> s.SeatTaken:
    fixed: dict[str, Any] = {"centre": SAN_1, "mode": Mode.REAL, "roles": ("dispatcher",)}
    return s.SeatTaken(desk=DESK, person=who, name=NAMES[who], why=why, before=before, **(fixed | more))


# --- seats ----------------------------------------------------------------------------------------


def test_a_free_desk_is_taken_and_taken_again_by_the_same_person() -> None:
    free = (sits(BEA, s.SeatTakenReason.FREE),)
    assert s.take(None, taken_by(BEA), AT) == free
    assert s.take(s.Seat(desk=DESK), taken_by(BEA), AT) == free
    again = (sits(ANA, s.SeatTakenReason.AGAIN),)
    assert s.take(seat(), taken_by(ANA), AT) == again, "no window of theirs speaks"
    assert s.take(seat(), taken_by(ANA, present=(ANA,)), AT) == ()
    training = taken_by(ANA, present=(ANA,), mode=Mode.TRAINING)
    assert s.take(seat(), training, AT) == (sits(ANA, s.SeatTakenReason.AGAIN, mode=Mode.TRAINING),)
    assert s.take(seat(centre=CentreId("san-2")), taken_by(ANA, present=(ANA,)), AT) == again


@pytest.mark.parametrize(("seconds", "gone"), [(0, False), (59.9, False), (60, True), (900, True)])
def test_a_desk_is_free_once_its_person_has_been_silent_for_a_minute(seconds: float, gone: bool) -> None:
    facts = s.take(seat(), taken_by(BEA), after(seconds))
    request = s.SeatRequested(desk=DESK, person=BEA, name="Bea")
    assert facts == ((sits(BEA, s.SeatTakenReason.ABANDONED, ANA),) if gone else (request,))
    assert s.take(seat(), taken_by(BEA, present=(ANA,)), after(seconds)) == (request,), "a window speaks"


def test_a_seat_without_a_moment_is_abandoned() -> None:
    assert s.take(seat(since=None), taken_by(BEA), AT) == (sits(BEA, s.SeatTakenReason.ABANDONED, ANA),)


@pytest.mark.parametrize(("seconds", "comes"), [(0, True), (119.9, True), (120, False)])
def test_a_seat_that_was_given_waits_for_two_minutes(seconds: float, comes: bool) -> None:
    given = seat(given_to=BEA, given_at=AT)
    facts = s.take(given, taken_by(BEA, present=(ANA,)), after(seconds))
    assert facts == (
        (sits(BEA, s.SeatTakenReason.GIVEN, ANA),)
        if comes
        else (s.SeatRequested(desk=DESK, person=BEA, name="Bea"),)
    )
    [other] = s.take(given, taken_by(CAI, present=(ANA,)), after(seconds))
    assert other == s.SeatRequested(desk=DESK, person=CAI, name="Cai"), "it was given to another"


def test_a_request_is_made_once_and_not_by_a_repeated_sign_in_or_beyond_ten() -> None:
    def request(known: s.Seat, seconds: float = 1, **more: Any) -> int:
        return len(s.take(known, taken_by(BEA, present=(ANA,), **more), after(seconds)))

    assert request(seat()) == 1
    assert request(seat(), asks=False) == 0
    assert request(seat(requests=(asked(BEA),))) == 0
    assert request(seat(requests=(asked(BEA),)), 120) == 1, "the first one has lapsed"
    others = tuple(s.SeatRequest(person=PersonId(UUID(int=90 + k)), name="X", at=AT) for k in range(10))
    assert (request(seat(requests=others[:9])), request(seat(requests=others))) == (1, 0)
    assert s.open_requests(seat(requests=(asked(BEA), asked(CAI, 5))), after(120)) == [asked(CAI, 5)]
    assert s.has_open_request(seat(requests=(asked(CAI),)), BEA, AT) is False


def test_only_the_person_at_a_desk_leaves_it() -> None:
    left = s.LeaveSeat(desk=DESK, person=ANA)
    assert s.decide(seat(), left, system(), AT) == (s.SeatLeft(desk=DESK, person=ANA),)
    for known in (None, s.Seat(desk=DESK), seat(person=BEA)):
        assert s.decide(known, left, system(), AT) == ()


def test_a_request_is_granted_or_declined_while_it_stands() -> None:
    known = seat(requests=(asked(CAI), asked(BEA)))
    grant, decline = s.GrantSeatRequest(desk=DESK, to=BEA), s.DeclineSeatRequest(desk=DESK, to=BEA)
    who: dict[str, Any] = {"desk": DESK, "to": BEA, "name": "Bea", "by": "Clara Riba"}
    assert s.decide(known, grant, CHIEF, AT) == (s.SeatRequestGranted(**who),)
    assert s.decide(known, decline, CHIEF, AT) == (s.SeatRequestDeclined(**who),)
    for nobody, seconds in ((None, 0), (seat(), 0), (seat(requests=(asked(CAI),)), 0), (known, 120)):
        with pytest.raises(Refused, match=r"^seat_not_asked"):
            s.decide(nobody, grant, CHIEF, after(seconds))


def test_a_seat_is_what_its_facts_say() -> None:
    later = after(30)
    assert s.evolve(None, sits(ANA, s.SeatTakenReason.FREE, mode=Mode.TRAINING), AT) == seat(
        mode=Mode.TRAINING
    )
    wanted = s.evolve(seat(), s.SeatRequested(desk=DESK, person=BEA, name="Bea"), AT)
    assert wanted == seat(requests=(asked(BEA),))
    both = s.evolve(wanted, s.SeatRequested(desk=DESK, person=CAI, name="Cai"), later)
    assert both == seat(requests=(asked(BEA), asked(CAI, 30)))
    renewed = s.evolve(both, s.SeatRequested(desk=DESK, person=BEA, name="Bea"), after(125))
    assert renewed == seat(requests=(asked(CAI, 30), asked(BEA, 125))), "lapsed and repeated ones are gone"

    granted = s.evolve(both, s.SeatRequestGranted(desk=DESK, to=BEA, name="Bea", by="Clara"), later)
    assert granted == seat(requests=(asked(CAI, 30),), given_to=BEA, given_at=later)
    declined = s.evolve(both, s.SeatRequestDeclined(desk=DESK, to=BEA, name="Bea", by="Clara"), later)
    assert declined == seat(requests=(asked(CAI, 30),))

    again = s.evolve(seat(requests=(asked(ANA), asked(BEA))), sits(ANA, s.SeatTakenReason.AGAIN), later)
    assert again == seat(since=later, requests=(asked(BEA),)), "requests outlive a restart of the same person"
    given = s.evolve(granted, sits(BEA, s.SeatTakenReason.GIVEN, ANA), later)
    assert given == seat(person=BEA, name="Bea", since=later)
    training = seat(mode=Mode.TRAINING, requests=(asked(BEA),))
    assert s.evolve(training, s.SeatLeft(desk=DESK, person=ANA), later) == s.Seat(
        desk=DESK, mode=Mode.TRAINING
    )


# --- grants ---------------------------------------------------------------------------------------

GRANT = UUID(int=70)
WANTED: dict[str, Any] = {
    "grant": GRANT, "person": BEA, "name": "Bea", "login": "bea", "roles": ("call_taker",), "by": ANA, "by_name": "Ana",
}  # fmt: skip


def grant(**more: Any) -> g.Grant:
    fields = {name: value for name, value in WANTED.items() if name != "grant"}
    return g.Grant(id=GRANT, at=AT, **({"state": g.GrantState.OPEN} | fields | more))


def test_a_grant_is_requested_once_and_decided_once_by_the_second_person() -> None:
    request = g.RequestGrant(**WANTED)
    [requested] = g.decide(None, request, system())
    assert requested == g.GrantRequested(**WANTED)
    assert g.evolve(None, requested, AT) == grant()
    assert g.decide(grant(), request, system()) == ()
    who: dict[str, Any] = {"grant": GRANT, "by": CHIEF.id, "by_name": "Clara Riba"}
    for confirmed, fact, state in (
        (True, g.GrantConfirmed(**who), g.GrantState.CONFIRMED),
        (False, g.GrantRefused(**who), g.GrantState.REFUSED),
    ):
        answer = g.DecideGrant(grant=GRANT, confirmed=confirmed)
        assert g.decide(grant(), answer, CHIEF) == (fact,)
        over = g.evolve(grant(), fact, AT)
        assert over == grant(state=state, decided_by="Clara Riba")
        assert g.decide(over, g.WithdrawGrant(grant=GRANT), system()) == ()
        with pytest.raises(Refused, match=r"^grant_over"):
            g.decide(over, answer, CHIEF)


def test_a_grant_is_withdrawn_while_it_is_open() -> None:
    withdrawn = g.GrantWithdrawn(grant=GRANT)
    assert g.decide(grant(), g.WithdrawGrant(grant=GRANT), system()) == (withdrawn,)
    assert g.evolve(grant(), withdrawn, AT) == grant(state=g.GrantState.WITHDRAWN)


def test_who_sees_cases_is_made_by_two_and_the_system_is_no_role_to_give() -> None:
    assert {"call_taker", "dispatcher", "supervisor", "crew"} <= g.SEES_CASES
    assert not {"administrator", "system"} & g.SEES_CASES
    assert g.SEES_CASES | {"administrator"} == g.TWO_PERSON_ROLES


# --- persons --------------------------------------------------------------------------------------


def somebody(**more: Any) -> Person:
    fields: dict[str, Any] = {
        "id": ANA, "login": "ana", "name": "Ana", "roles": frozenset({"dispatcher"}), "agency": AgencyId("san"),
        "centre": SAN_1, "languages": ("es", "ca"), "active": True,
    }  # fmt: skip
    return Person(**(fields | more))


def test_a_person_is_what_an_administrator_wrote_with_one_spelling_of_the_login() -> None:
    assert same_login("  ANA ") == "ana"
    data = PersonData(
        login="Ana", name="Ana", roles=("dispatcher",), agency="san", centre="san-1", languages=("es", "ca")
    )
    assert person_of(ANA, data) == somebody()
    assert person_of(ANA, data, password_given=True) == somebody(password_given=True)
    bare = PersonData(login="ana", name="Ana", active=False)
    assert person_of(ANA, bare) == somebody(
        roles=frozenset(), agency=None, centre=None, languages=("es",), active=False
    )


def test_a_person_stated_as_they_are_is_the_same_person() -> None:
    known = somebody(roles=frozenset({"b", "a"}), phone="+34600111222", staff_number="S-17", active=False)
    assert person_of(ANA, data_of(known)) == known


def test_roles_of_two_people_wait_and_the_system_gives_all() -> None:
    wanted = somebody(roles=frozenset({"dispatcher", "radio"}))
    by_two = frozenset({"dispatcher"})
    kept, wait = split_confirmed_roles(wanted, by_two, CHIEF)
    assert (kept, wait) == (somebody(roles=frozenset({"radio"})), by_two)
    assert split_confirmed_roles(wanted, by_two, system()) == (wanted, frozenset())


def test_an_actor_has_the_desk_the_mode_and_the_permissions_of_the_persons_roles() -> None:
    roles = frozenset({"dispatcher"})
    expected = Actor(
        id=ANA, kind="person", name="Ana", desk=DESK, agency=AgencyId("san"), centre=SAN_1, roles=roles,
        permissions=permissions_of(roles, of_room=False), mode=Mode.TRAINING,
    )  # fmt: skip
    assert actor_of(somebody(), DESK, Mode.TRAINING) == expected
    crew = actor_of(somebody(roles=frozenset({"crew"})), None, Mode.REAL)
    assert (crew.kind, crew.desk, crew.mode) == ("crew", None, Mode.REAL)


def test_a_supervisor_of_an_agency_or_a_centre_has_not_the_permissions_of_the_room() -> None:
    roles = frozenset({"supervisor"})
    outside = permissions_of(roles, of_room=False)
    assert outside < permissions_of(roles)
    for agency, centre in ((AgencyId("san"), None), (None, SAN_1), (AgencyId("san"), SAN_1)):
        actor = actor_of(somebody(roles=roles, agency=agency, centre=centre), DESK, Mode.REAL)
        assert actor.permissions == outside
    room = actor_of(somebody(roles=roles, agency=None, centre=None), DESK, Mode.REAL)
    assert Permission.ROOM_WATCH in room.permissions
    assert room.permissions == permissions_of(roles)
