"""Aim: the demo has premise notes where its region has their addresses, entered once and left as people leave them."""

from pathlib import Path

from auxilio.app.cli.demo_seed import PREMISE_NOTES, enter_premise_notes
from auxilio.app.composition import open_runtime
from auxilio.app.settings import Settings
from auxilio.geo.list_gazetteer import ListGazetteer
from auxilio.geo.model import GeocodeKind, GeocodeQuality, GeocodeResult
from auxilio.geo.service import RegionService
from auxilio.kernel.ids import AgencyId, CentreId, CommandId
from auxilio.kernel.position import Point
from auxilio.kernel.shared_types import Mode
from auxilio.platform.ids import new_id
from auxilio.premise_notes.core.messages import EndPremiseNote
from auxilio.premise_notes.core.model import PremiseNote
from auxilio.premise_notes.store import PremiseNoteStore
from tests.actors import person
from tests.database import Database

STREET, _, NUMBER = PREMISE_NOTES[0][0].rpartition(" ")


def address(number: str, label: str) -> GeocodeResult:
    return GeocodeResult(
        kind=GeocodeKind.ADDRESS,
        quality=GeocodeQuality.EXACT,
        point=Point(41.9, 1.9),
        name=STREET,
        label=label,
        number=number,
        municipality="Riudalba",
    )


async def test_a_note_is_entered_once_and_only_where_the_region_has_its_address(
    database: Database, tmp_path: Path
) -> None:
    places = [address(NUMBER, f"{STREET} {NUMBER}"), address("2", PREMISE_NOTES[1][0])]
    region = RegionService.without_data(ListGazetteer(places))
    async with open_runtime(Settings(area="demo", database_url=database.dsn, data=tmp_path)) as runtime:

        async def notes() -> list[PremiseNote]:
            store = PremiseNoteStore(runtime.pool)
            return (await store.of_owner(Mode.EXERCISE, AgencyId("bom"), CentreId("bom-1"), ""))[0]

        await enter_premise_notes(runtime, region, Mode.EXERCISE)
        await enter_premise_notes(runtime, region, Mode.EXERCISE)
        [note] = await notes()
        assert (note.text, note.radius_m) == (PREMISE_NOTES[0][2], 0)
        biel = person("dispatcher", "bom-desk-1", agency="bom", centre="bom-1", mode=Mode.EXERCISE)
        await runtime.commands.handle(CommandId(new_id()), EndPremiseNote(note=note.id), biel)
        await enter_premise_notes(runtime, region, Mode.EXERCISE)
        assert await notes() == []
    region.close()
