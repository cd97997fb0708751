"""Aim: what an administrator writes is what the room telephones; the settings stand in while the table names nobody."""

from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest

from auxilio.calls.core import barred_numbers
from auxilio.identity.store import IdentityStore
from auxilio.kernel.ids import AgencyId, CentreId, CommandId
from auxilio.kernel.instant import seconds_between
from auxilio.kernel.on_call import NotificationWay, OnCallFunction
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode, Phone
from auxilio.platform.ids import new_id
from auxilio.rosters import service
from auxilio.rosters.core import messages as m
from auxilio.rosters.core.model import OnCallContact, OnCallDutyId, OnCallHours
from auxilio.rosters.service import OnCallQueries, OnCallService, OnCallSettings
from tests.actors import person
from tests.database import Database
from tests.manual_clock import Later

ONA = person("administrator", name="Ona")
CHIEF = person("room_chief")
NIGHTS = OnCallHours(days=(1, 2, 3, 4, 5, 6, 7), starts="20:00", ends="08:00", first_day=date(2026, 1, 1))
MARTA, JOAN = OnCallContact(name="Marta", phone="+34600000001"), OnCallContact(name="Joan", phone="4711")
NIGHT = datetime(2026, 11, 25, 22, 0, tzinfo=UTC)
OFFICER = OnCallFunction.DUTY_OFFICER
OWN = "+34961000112"


async def of_san(centre: CentreId) -> AgencyId | None:
    return AgencyId("san") if centre == "san-1" else None


def is_barred(number: Phone) -> bool:
    return barred_numbers.is_barred(number, {OWN})


async def check_scope(agency: AgencyId | None, centre: CentreId | None) -> None:
    if agency not in (None, "san") or centre not in (None, "san-1"):
        raise Refused("not_in_directory", id=str(centre or agency))


def queries(database: Database, at: datetime, phone: str = "") -> OnCallQueries:
    clock = Later()
    clock.ahead_s = seconds_between(clock.now(), at)
    settings = OnCallSettings(name="Mando", phone=phone)
    return OnCallQueries(database.pool, clock, "Europe/Madrid", settings, of_san)


async def put(database: Database, command: m.OnCallCommand, mode: Mode = Mode.REAL) -> None:
    actor = person("administrator", mode=mode)
    await OnCallService(database.work, database.pool, check_scope, is_barred).handle(
        CommandId(new_id()), command, actor
    )


def nights(*contacts: OnCallContact, agency: str | None = None) -> m.SetOnCallDuty:
    place = AgencyId(agency) if agency else None
    duty = OnCallDutyId(new_id())
    return m.SetOnCallDuty(duty=duty, function=OFFICER, agency=place, hours=NIGHTS, contacts=contacts)


async def told(asked: OnCallQueries, centre: str | None = None) -> list[str]:
    found = await asked.now(CHIEF, OFFICER, CentreId(centre) if centre else None)
    return [one.phone for one in found.contacts]


async def test_the_room_is_told_whom_to_telephone_until_the_duty_ends(database: Database) -> None:
    everywhere, of_agency = nights(MARTA), nights(JOAN, agency="san")
    for command in (everywhere, of_agency):
        await put(database, command)
    await put(database, nights(OnCallContact(name="Simulacro", phone="999")), Mode.EXERCISE)
    asked = queries(database, NIGHT, "112112")
    assert await told(asked) == [MARTA.phone]
    assert await told(asked, "san-1") == [JOAN.phone, MARTA.phone]
    assert await told(asked, "bom-1") == [MARTA.phone]
    await put(database, m.EndOnCallDuty(duty=everywhere.duty))
    await put(database, m.EndOnCallDuty(duty=everywhere.duty))
    await put(database, m.EndOnCallDuty(duty=of_agency.duty))
    assert await told(asked) == ["112112"]


async def test_a_duty_of_a_centre_or_agency_that_nobody_registered_is_refused(database: Database) -> None:
    known = IdentityStore(database.pool).check_scope
    duty = msgspec.structs.replace(nights(MARTA), centre=CentreId("nowhere-9"))
    for command in (duty, nights(MARTA, agency="nobody")):
        with pytest.raises(Refused, match="not_in_directory"):
            await OnCallService(database.work, database.pool, known, is_barred).handle(
                CommandId(new_id()), command, person("administrator")
            )
    assert await service.duties_of(database.pool, Mode.REAL) == []


async def test_a_duty_that_nobody_would_read_is_not_written(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "DUTIES_MAX", 1)
    known = nights(MARTA)
    await put(database, known)
    with pytest.raises(Refused, match="on_call_too_many"):
        await put(database, nights(JOAN))
    await put(database, msgspec.structs.replace(known, contacts=(JOAN,)))
    await put(database, nights(MARTA), Mode.EXERCISE)
    assert await told(queries(database, NIGHT)) == [JOAN.phone]


async def test_by_day_the_settings_stand_in_for_a_table_of_nights_and_the_table_says_which_hours(
    database: Database,
) -> None:
    await put(database, nights(MARTA))
    noon = NIGHT - timedelta(hours=11)
    assert await told(queries(database, noon)) == []
    assert await told(queries(database, noon, "112112")) == ["112112"]
    assert (
        await queries(database, noon, "112112").now(CHIEF, OnCallFunction.TECHNICIAN, None)
    ).contacts == ()
    table = await queries(database, NIGHT).table(ONA)
    assert [one.contacts for one in table.duties] == [(MARTA,)]
    assert len(table.uncovered) == 7
    assert table.unbroken == ()
    assert table.uncovered[0].since == datetime(2026, 11, 26, 7, 0, tzinfo=UTC)


async def test_the_table_is_for_administrators_and_the_numbers_for_who_may_notify(database: Database) -> None:
    asked = queries(database, NIGHT)
    with pytest.raises(Refused, match="not_permitted"):
        await asked.table(CHIEF)
    with pytest.raises(Refused, match="not_permitted"):
        await asked.now(person("reviewer"), OFFICER, None)
    assert (await asked.now(person("call_taker"), OFFICER, None)).contacts == ()


@pytest.mark.parametrize("phone", ["+34806123456", OWN, "+34112"])
async def test_a_duty_whose_number_is_never_called_is_refused_where_auxilio_should_call_it(
    database: Database, phone: str
) -> None:
    called = OnCallContact(name="Marta", phone=phone, ways=(NotificationWay.VOICE,))
    with pytest.raises(Refused, match="on_call_number_barred") as refused:
        await put(database, nights(called))
    assert refused.value.facts == {"phone": phone}
    assert await service.duties_of(database.pool, Mode.REAL) == []
    await put(database, nights(msgspec.structs.replace(called, ways=())))
    mobile = msgspec.structs.replace(called, phone="+34600000001")
    await put(database, nights(mobile))
    assert len(await service.duties_of(database.pool, Mode.REAL)) == 2
