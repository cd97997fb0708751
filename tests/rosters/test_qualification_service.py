"""Aim: what an administrator records is what crew, centre and room are warned by, each of the crews that they see, on the day of the installation."""

from datetime import UTC, date, datetime
from functools import cache

import pytest

from auxilio.access.crew_visibility import directory_people, is_known_person, visible_crews
from auxilio.active_content.content_bundle import content_folder
from auxilio.dispatch.store import DispatchStore
from auxilio.dispatch.units.core import messages as units
from auxilio.dispatch.units.core.model import CrewMember
from auxilio.identity.store import IdentityStore
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import CommandId, PersonId
from auxilio.kernel.instant import seconds_between
from auxilio.kernel.refusal import NotFound, Refused
from auxilio.kernel.shared_types import Mode
from auxilio.platform.ids import new_id
from auxilio.rosters.core import qualification_messages as m
from auxilio.rosters.core.qualification_model import QualificationCatalogue
from auxilio.rosters.qualification_content import read_qualifications
from auxilio.rosters.qualification_service import QualificationQueries, QualificationService
from auxilio.triage.content import read_triage
from tests.actors import person, system
from tests.database import Database
from tests.dispatch.factories import registered, room_over
from tests.http_client import seeded_identity
from tests.manual_clock import Later

ONA = person("administrator", name="Ona")
CHIEF = person("room_chief")
LAST_DAY = date(2026, 11, 25)
EVENING = datetime(2026, 11, 25, 22, 59, tzinfo=UTC)
"""One minute before midnight in Madrid."""
MIDNIGHT = datetime(2026, 11, 25, 23, 0, tzinfo=UTC)


@cache
def catalogue() -> QualificationCatalogue:
    folder = content_folder()
    return read_qualifications(folder, read_triage(folder).content.catalog.capabilities)[0]


def queries(database: Database, at: datetime) -> QualificationQueries:
    clock = Later()
    clock.ahead_s = seconds_between(clock.now(), at)
    people, crews = (
        directory_people(IdentityStore(database.pool)),
        visible_crews(DispatchStore(database.pool)),
    )
    return QualificationQueries(database.pool, clock, "Europe/Madrid", people, crews, catalogue)


async def put(database: Database, command: m.QualificationCommand) -> None:
    people = IdentityStore(database.pool)
    service = QualificationService(database.work, is_known_person(people), catalogue)
    await service.handle(CommandId(new_id()), command, ONA)


async def the_crew(database: Database) -> PersonId:
    identity = await seeded_identity(database.pool)
    return next(one.id for one in await identity.people(ONA) if one.login == "crew")


async def told(database: Database, actor: Actor, at: datetime = EVENING) -> list[tuple[str, str]]:
    found = await queries(database, at).crews(actor)
    return [(one.callsign, one.kind.value) for one in found.warnings]


async def sign_on(database: Database, callsign: str, *crew: CrewMember, centre: str = "san-1") -> None:
    room = room_over(database)
    command = registered(callsign, centre=centre, agency=centre[:-2])
    await room.do(command)
    await room.do(units.SignOnCrew(unit=command.unit, crew=crew), system())


async def test_a_crew_its_centre_and_the_room_are_warned_from_the_day_after_the_last(
    database: Database,
) -> None:
    person_id = await the_crew(database)
    await sign_on(database, "SVA-1", CrewMember(name="Persona crew", role="nurse", person=person_id))
    await put(database, m.RecordQualification(person=person_id, code="nurse", since=LAST_DAY, until=LAST_DAY))
    own = person("crew", "SVA-1", agency="san", centre="san-1")
    for actor in (own, person("dispatcher", agency="san", centre="san-1"), CHIEF):
        assert await told(database, actor) == []
        assert await told(database, actor, MIDNIGHT) == [("SVA-1", "ended")]
    assert await told(database, person("crew", "SVA-2", agency="san", centre="san-1"), MIDNIGHT) == []
    assert await told(database, person("dispatcher", agency="bom", centre="bom-1"), MIDNIGHT) == []
    assert await told(database, person("room_chief", mode=Mode.EXERCISE), MIDNIGHT) == []
    await put(database, m.WithdrawQualification(person=person_id, code="nurse"))
    assert await told(database, CHIEF, MIDNIGHT) == []


async def test_a_crew_of_an_agency_that_records_is_told_of_whom_nothing_is_recorded(
    database: Database,
) -> None:
    person_id = await the_crew(database)
    await sign_on(database, "SVA-1", CrewMember(name="Joan", role="nurse"))
    await sign_on(database, "SVA-2", CrewMember(name=" persona  CREW ", role="nurse"))
    await sign_on(database, "BR-1", CrewMember(name="Joan", role="nurse"), centre="bom-1")
    assert await told(database, CHIEF) == []
    await put(database, m.RecordQualification(person=person_id, code="nurse", since=LAST_DAY))
    assert await told(database, CHIEF) == [("SVA-1", "not_recorded")]


async def test_the_table_names_what_ends_soon_and_is_for_administrators(database: Database) -> None:
    person_id = await the_crew(database)
    await put(
        database, m.RecordQualification(person=person_id, code="driving_c", since=LAST_DAY, until=LAST_DAY)
    )
    asked = queries(database, MIDNIGHT)
    table = await asked.table(ONA)
    assert table.today == date(2026, 11, 26)
    assert [(one.name, one.code, one.ended) for one in table.ending] == [("Persona crew", "driving_c", True)]
    assert {one.name: len(one.held) for one in table.people}["Persona crew"] == 1
    for stranger in (CHIEF, person("call_taker")):
        with pytest.raises(Refused, match="not_permitted"):
            await asked.table(stranger)
    with pytest.raises(Refused, match="not_permitted"):
        await asked.crews(ONA)


async def test_nothing_is_recorded_of_somebody_whom_nobody_knows(database: Database) -> None:
    with pytest.raises(NotFound, match="unknown_person"):
        await put(database, m.RecordQualification(person=PersonId(new_id()), code="nurse", since=LAST_DAY))
