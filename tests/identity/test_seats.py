"""One person sits at a desk; another one gets the seat by being given it, or because it is abandoned."""

import httpx
import pytest
from litestar import Litestar

from auxilio.access.authorisation import Authorisation
from auxilio.access.case_entities import CaseEntities
from auxilio.app.capabilities import tables
from auxilio.app.composition import identity_bus
from auxilio.dispatch.store import DispatchStore
from auxilio.identity.core.boards import seat_row
from auxilio.identity.core.model import Desk, PersonData, Seed, SeedPerson
from auxilio.identity.core.permissions import ROLES, Permission
from auxilio.identity.core.seats import (
    ABANDONED_S,
    DeclineSeatRequest,
    GrantSeatRequest,
    Seat,
    SeatRequested,
    SeatTaken,
    TakeSeat,
    take,
)
from auxilio.identity.log_service import SEAT, SeatService
from auxilio.identity.service import IdentityService
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import CommandId, DeskId, PersonId, stream_id
from auxilio.kernel.instant import after_s
from auxilio.kernel.refusal import Forbidden, Refused
from auxilio.platform.clock import SimulatedClock
from auxilio.platform.database import log
from auxilio.platform.database.command_executor import CommandExecutor
from auxilio.platform.ids import new_id
from auxilio.realtime.board_catalogue import boards_for
from tests.actors import person
from tests.database import Database
from tests.http_client import PASSWORD, client_of, sign_in

DESK = DeskId("desk-1")
SECOND = SeedPerson(data=PersonData(login="pau", name="Pau Serra", roles=("call_taker",)), password=PASSWORD)


@pytest.fixture
async def two(identity: IdentityService) -> IdentityService:
    """The seeded people, and a second call taker."""
    await identity.seed(Seed(people=(SECOND,)))
    return identity


async def actor_at(identity: IdentityService, login: str, desk: str | None = "desk-1") -> Actor:
    _, session = await identity.sign_in(login, PASSWORD, desk)
    return session.actor


async def kinds(database: Database) -> list[str]:
    facts = await database.pool.fetch(
        "select kind from event where stream = $1 order by version", "seat:desk-1"
    )
    return [fact["kind"] for fact in facts]


async def test_a_second_person_is_refused_and_the_first_is_asked(
    two: IdentityService, database: Database
) -> None:
    first = await actor_at(two, "call_taker")
    with pytest.raises(Refused, match="desk_taken") as refused:
        await actor_at(two, "pau")
    assert refused.value.facts == {"desk": "desk-1", "by": first.name, "asked": "yes"}
    found = await log.state_of(database.pool, stream_id("seat", DESK))
    assert found is not None
    assert [one.name for one in SEAT.read_state(found[1]).requests] == ["Pau Serra"]
    with pytest.raises(Refused, match="desk_taken"):
        await actor_at(two, "pau")
    assert (await kinds(database)).count("identity.seat.asked") == 1, "who still waits asks once"


async def test_whoever_is_given_the_seat_sits_down_and_the_first_session_ends(
    two: IdentityService, clock: SimulatedClock, database: Database
) -> None:
    token, session = await two.sign_in("call_taker", PASSWORD, "desk-1")
    with pytest.raises(Refused, match="desk_taken"):
        await actor_at(two, "pau")
    pau = PersonId((await two._store.credentials("pau"))[0].id)  # type: ignore[index]
    seats = SeatService(CommandExecutor(database.pool, clock))
    await seats.handle(CommandId(new_id()), GrantSeatRequest(desk=DESK, to=pau), session.actor)
    assert (await actor_at(two, "pau")).id == pau
    assert await two.session_of(token) is None
    assert (await kinds(database))[-2:] == ["identity.seat.given", "identity.seat.taken"]


async def test_who_keeps_the_seat_stays_and_the_request_is_gone(
    two: IdentityService, clock: SimulatedClock, database: Database
) -> None:
    first = await actor_at(two, "call_taker")
    with pytest.raises(Refused, match="desk_taken"):
        await actor_at(two, "pau")
    pau = PersonId((await two._store.credentials("pau"))[0].id)  # type: ignore[index]
    seats = SeatService(CommandExecutor(database.pool, clock))
    await seats.handle(CommandId(new_id()), DeclineSeatRequest(desk=DESK, to=pau), first)
    with pytest.raises(Refused, match="seat_not_asked"):
        await seats.handle(CommandId(new_id()), GrantSeatRequest(desk=DESK, to=pau), first)


async def waits(identity: IdentityService, login: str) -> dict[str, object]:
    """What a sign-in is told that is repeated for a request of before."""
    with pytest.raises(Refused, match="desk_taken") as refused:
        await identity.sign_in(login, PASSWORD, "desk-1", waits=True)
    return dict(refused.value.facts)


async def test_who_waits_learns_that_the_request_was_refused_and_asks_no_second_time(
    two: IdentityService, clock: SimulatedClock, database: Database
) -> None:
    first = await actor_at(two, "call_taker")
    with pytest.raises(Refused, match="desk_taken"):
        await actor_at(two, "pau")
    assert (await waits(two, "pau"))["asked"] == "yes"
    pau = PersonId((await two._store.credentials("pau"))[0].id)  # type: ignore[index]
    await SeatService(CommandExecutor(database.pool, clock)).handle(
        CommandId(new_id()), DeclineSeatRequest(desk=DESK, to=pau), first
    )
    assert await waits(two, "pau") == {"desk": "desk-1", "by": first.name, "asked": "no"}
    assert (await kinds(database)).count("identity.seat.asked") == 1


async def test_a_seat_that_was_given_and_not_taken_must_be_asked_for_again(
    two: IdentityService, clock: SimulatedClock, database: Database
) -> None:
    token, session = await two.sign_in("call_taker", PASSWORD, "desk-1")
    with pytest.raises(Refused, match="desk_taken"):
        await actor_at(two, "pau")
    pau = PersonId((await two._store.credentials("pau"))[0].id)  # type: ignore[index]
    seats = SeatService(CommandExecutor(database.pool, clock))
    await seats.handle(CommandId(new_id()), GrantSeatRequest(desk=DESK, to=pau), session.actor)
    for _ in range(8):
        await clock.advance(20)
        assert await two.session_of(token) is not None
    with pytest.raises(Refused, match="desk_taken"):
        await actor_at(two, "pau")


async def test_everybody_who_may_sit_at_a_desk_may_give_it() -> None:
    crewless = set(ROLES) - {"crew", "citizen"}
    assert [role for role in crewless if Permission.SEAT_GIVE not in ROLES[role]] == []
    assert Permission.SEAT_GIVE not in ROLES["crew"]


async def test_a_request_for_a_desk_of_a_centre_stands_on_the_boards_of_that_centre_and_of_the_room(
    two: IdentityService, database: Database
) -> None:
    colleague = PersonData(login="ana", name="Ana Pi", roles=("dispatcher",), agency="san", centre="san-1")
    await two.seed(Seed(people=(SeedPerson(data=colleague, password=PASSWORD),)))
    await two.sign_in("dispatcher", PASSWORD, "san-desk")
    with pytest.raises(Refused, match="desk_taken"):
        await two.sign_in("ana", PASSWORD, "san-desk")
    found = await log.state_of(database.pool, stream_id("seat", "san-desk"))
    assert found is not None
    seat = SEAT.read_state(found[1])
    row = seat_row(seat)
    assert [(one.name, one.until > one.at) for one in row.requests] == [("Ana Pi", True)]
    [table] = next(board for board in boards_for({}, tables()) if board.name == "seats").tables
    nothing = CaseEntities(lambda _: [])
    for viewer, sees in (
        (person("dispatcher", "san-desk", centre="san-1", agency="san"), True),
        (person("supervisor", "room"), True),
        (person("dispatcher", "bom-desk", centre="bom-1", agency="bom"), False),
        (person("civil_protection_officer", "pc-desk", agency="pc"), False),
    ):
        assert table.shows(seat, {}, viewer, nothing) is sees


async def test_only_the_person_there_or_a_supervisor_of_the_room_gives_the_seat(
    two: IdentityService, clock: SimulatedClock, database: Database
) -> None:
    await actor_at(two, "call_taker")
    with pytest.raises(Refused, match="desk_taken"):
        await actor_at(two, "pau")
    pau = PersonId((await two._store.credentials("pau"))[0].id)  # type: ignore[index]
    authorise = Authorisation(DispatchStore(database.pool), lambda _: ())
    seats = identity_bus(CommandExecutor(database.pool, clock, authorise=authorise))
    give = GrantSeatRequest(desk=DESK, to=pau)
    for stranger in (
        person("call_taker", "desk-1"),
        person("dispatcher", "san-desk", centre="san-1", agency="san"),
        person("supervisor", "pol-desk", centre="pol-1", agency="pol"),
    ):
        with pytest.raises(Forbidden, match="not_your_desk"):
            await seats.handle(CommandId(new_id()), give, stranger)
    await seats.handle(CommandId(new_id()), give, person("supervisor", "room"))
    assert (await actor_at(two, "pau")).id == pau


async def test_an_abandoned_desk_is_free_after_a_minute_and_its_old_session_ends(
    two: IdentityService, clock: SimulatedClock, database: Database
) -> None:
    token, _ = await two.sign_in("call_taker", PASSWORD, "desk-1")
    await clock.advance(ABANDONED_S - 1)
    with pytest.raises(Refused, match="desk_taken"):
        await actor_at(two, "pau")
    await clock.advance(2)
    await actor_at(two, "pau")
    assert await two.session_of(token) is None, "a laptop that wakes up does not take the seat back"
    assert (await kinds(database))[-1] == "identity.seat.taken"


async def test_an_open_window_holds_the_seat(two: IdentityService, clock: SimulatedClock) -> None:
    token, _ = await two.sign_in("call_taker", PASSWORD, "desk-1")
    for _ in range(10):
        await clock.advance(20)
        assert await two.session_of(token) is not None
    with pytest.raises(Refused, match="desk_taken"):
        await actor_at(two, "pau")


async def test_the_same_person_opens_a_second_window_and_leaves_with_the_last(
    two: IdentityService, database: Database
) -> None:
    _, one = await two.sign_in("call_taker", PASSWORD, "desk-1")
    _, other = await two.sign_in("call_taker", PASSWORD, "desk-1")
    await two.sign_out(one)
    with pytest.raises(Refused, match="desk_taken"):
        await actor_at(two, "pau")
    await two.sign_out(other)
    await actor_at(two, "pau")
    assert "identity.seat.left" in await kinds(database)


async def test_a_crew_signs_in_on_several_telephones(two: IdentityService) -> None:
    await two.seed(
        Seed(
            desks=(Desk(id="a-01", name="A-01", centre="san-1"),),
            people=(
                SeedPerson(
                    data=PersonData(
                        login="second", name="Iker", roles=("crew",), agency="san", centre="san-1"
                    ),
                    password=PASSWORD,
                ),
            ),
        )
    )
    await actor_at(two, "crew", "a-01")
    await actor_at(two, "second", "a-01")


async def test_a_desk_names_the_roles_that_may_sit_there(client: httpx.AsyncClient, app: Litestar) -> None:
    await sign_in(client, "administrator")
    desk = {"id": "desk-1", "name": "Puesto 1", "roles": ["supervisor"]}
    assert (await client.put("/api/admin/desks/desk-1", json=desk)).status_code == 204
    found = (await client.get("/api/directory")).json()["desks"]
    assert [one["roles"] for one in found if one["id"] == "desk-1"] == [["supervisor"]]
    async with client_of(app) as window:
        answer = await window.post(
            "/api/session", json={"login": "call_taker", "password": PASSWORD, "desk": "desk-1"}
        )
        assert (answer.status_code, answer.json()["code"]) == (403, "desk_not_for_role")
        await sign_in(window, "supervisor", desk="desk-1")


def test_who_has_just_sat_down_is_there_though_no_window_of_theirs_has_spoken_yet() -> None:
    at = SimulatedClock().now()
    first, second = PersonId(new_id()), PersonId(new_id())
    seat = Seat(desk=DESK, person=first, name="Lucía", since=at)
    take_it = TakeSeat(desk=DESK, person=second, name="Pau")
    assert [type(one) for one in take(seat, take_it, at)] == [SeatRequested]
    later = after_s(at, ABANDONED_S)
    assert [one.why for one in take(seat, take_it, later) if isinstance(one, SeatTaken)] == ["abandoned"]


async def test_two_who_sit_down_at_once_are_one_who_sits(two: IdentityService) -> None:
    import asyncio

    tries = await asyncio.gather(actor_at(two, "call_taker"), actor_at(two, "pau"), return_exceptions=True)
    assert sorted(type(one).__name__ for one in tries) == ["Actor", "Refused"]
