"""Aim: an installation without a plan makes its own from its directory, without a file or a setting; what cannot be meant is told
beside its field, and what is in force stays until two have signed."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest

from auxilio.active_content.activation import errors_in_area, load_civil_plans
from auxilio.active_content.area_forms import AreaAnswer, AreaForms, AreaQuestion, area_faults
from auxilio.active_content.change_studies import Study
from auxilio.active_content.plan_trial import Draft
from auxilio.app.cli.demo_people import AGENCIES, CENTRES
from auxilio.app.composition import area_forms, open_runtime, release_desk
from auxilio.app.settings import Settings
from auxilio.content_release.core import messages as m
from auxilio.content_release.core.machine import LEAD_S
from auxilio.dispatch.response_plan.content import OWN_AREA, area_in, read_plan
from auxilio.dispatch.response_plan.core.area_form import (
    AreaForm,
    FormContact,
    FormZone,
    form_of,
    make_area,
    write_area,
)
from auxilio.dispatch.response_plan.core.plan import PlanCentre, ResponsePlan, propose
from auxilio.dispatch.response_plan.core.registered import (
    RegisteredCentre,
    compare_with_directory,
    contacts_by_telephone,
    registered_centres,
)
from auxilio.identity.core.model import Directory
from auxilio.kernel.ids import AgencyId, CentreId
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Priority
from auxilio.platform.documents import errors_of
from auxilio.platform.postgres import EmbeddedPostgres
from tests.active_content.test_releases import AUTHOR, CHIEF, Process
from tests.content.faulty_content import CONTENT
from tests.database import fresh_database
from tests.demo_directory import register_demo_centres
from tests.dispatch.factories import AT, plan
from tests.manual_clock import Later

KNOWN = registered_centres(Directory(agencies=AGENCIES, centres=CENTRES, desks=()))
MADE = make_area(tuple(KNOWN.values()), "Europe/Andorra")
OWN = f"plans/areas/{OWN_AREA}.yaml"


def read_written(folder: Path, text: str) -> ResponsePlan:
    (folder / "plans/areas").mkdir(parents=True)
    (folder / "data").mkdir()
    for path in ("plans/needs.yaml", "data/typology.csv", "data/catalog.yaml"):
        shutil.copy(CONTENT / path, folder / path)
    (folder / OWN).write_text(text)
    read, faults = read_plan(folder, area_in(folder, ""))
    assert read is not None, faults
    return read


def changed(form: AreaForm, nth: int = 0, **what: object) -> AreaForm:
    zones = list(form.zones)
    zones[nth] = msgspec.structs.replace(zones[nth], **what)
    return msgspec.structs.replace(form, zones=tuple(zones))


def zone_of(service: str, form: AreaForm = MADE) -> int:
    return next(nth for nth, zone in enumerate(form.zones) if zone.service == service)


# --- the form by itself -----------------------------------------------------------------------------


def test_a_plan_of_what_is_registered_asks_each_centre_for_its_service_everywhere(tmp_path: Path) -> None:
    made = read_written(tmp_path, write_area(MADE, OWN_AREA, None, {}, KNOWN).text)
    assert form_of(made.area) == MADE
    fires = next(zone for zone in made.area.zones if zone.service == "FIRE")
    assert fires.centres == tuple(one.id for one in KNOWN.values() if one.service == "FIRE")
    found = propose(made, "INC-01", Priority.P0, (), "Ordino", at=AT, known=KNOWN)
    assert found.unanswered == ()
    assert compare_with_directory(made, KNOWN) == ()


def test_a_telephone_is_the_directory_s_and_stands_in_no_new_plan(tmp_path: Path) -> None:
    text = write_area(MADE, OWN_AREA, None, {}, KNOWN).text
    assert "phone" not in text
    made = read_written(tmp_path, text)
    by_telephone = {one.name: one.phone for one in KNOWN.values() if not one.console and one.phone}
    assert {one.name: one.number for one in contacts_by_telephone(made.area, KNOWN)} == by_telephone
    old = contacts_by_telephone(plan().area, {})
    assert "+34999001500" in {one.number for one in old}, "an older plan still says it itself"


def test_what_stands_is_read_as_a_form_and_written_as_it_was(tmp_path: Path) -> None:
    standing = plan().area
    written = write_area(form_of(standing), "demo", standing, {"version": "0.2.0", "plans": ["x"]}, {})
    assert "version: 0.2.1\n" in written.text
    assert 'plans: ["x"]\n' in written.text
    again = read_written(tmp_path, written.text).area
    without = {c for zone in standing.zones for c in zone.centres} | {
        c for line in standing.neighbours for c in (line.of, *line.centres)
    }
    assert again.centres == {id: one for id, one in standing.centres.items() if id in without}
    assert (again.zones, again.neighbours, again.contacts, again.clocks) == (
        standing.zones,
        standing.neighbours,
        standing.contacts,
        standing.clocks,
    )


@pytest.mark.parametrize(
    "name", ["a: b # c", '"}], x: [', "línea\nnueva", "\u0085\u2028\x7f", "🚒", "- y", "no"]
)
def test_whatever_is_typed_is_one_text_on_one_line(tmp_path: Path, name: str) -> None:
    form = msgspec.structs.replace(
        changed(MADE, municipalities=("*", name)), contacts=(FormContact(name=name, number="+376800000"),)
    )
    read = read_written(tmp_path, write_area(form, OWN_AREA, None, {}, KNOWN).text)
    assert form_of(read.area) == form


def test_a_centre_may_come_with_a_release_as_the_directory_has_it_and_no_otherwise() -> None:
    id = CentreId("san-9")
    here = RegisteredCentre(
        id=id, agency=AgencyId("san"), name="Nueva", service="HEALTH", console=True, phone=None
    )

    def codes(centre: PlanCentre, known: dict[CentreId, RegisteredCentre]) -> list[str]:
        area = msgspec.structs.replace(plan().area, centres={**plan().area.centres, id: centre})
        draft = msgspec.structs.replace(plan(), area=area)
        return [one.code for one in area_faults(plan(), draft, "demo", known)]

    as_there = PlanCentre(id=id, agency=here.agency, services=("HEALTH",), name="Nueva")
    assert codes(as_there, {id: here}) == []
    assert codes(as_there, {}) == ["centre_set_changed"]
    for other in ({"agency": AgencyId("pol")}, {"services": ("HEALTH", "POLICE")}):
        assert codes(msgspec.structs.replace(as_there, **other), {id: here}) == ["centre_set_changed"]


# --- in an installation -----------------------------------------------------------------------------


@pytest.fixture
async def unplanned(postgres_server: EmbeddedPostgres, tmp_path: Path) -> AsyncIterator[Process]:
    """A real installation with a directory and no plan: nothing names an area."""
    clock = Later()
    async with fresh_database(postgres_server) as database:
        settings = Settings(database_url=database.dsn, data=tmp_path)
        async with open_runtime(settings, clock) as runtime:
            await register_demo_centres(runtime.pool)
            yield Process(runtime, release_desk(runtime), clock)


@pytest.fixture
def forms(unplanned: Process) -> AreaForms:
    return area_forms(Settings(), unplanned.runtime)


async def asked(forms: AreaForms, area: AreaForm | None = None, **files: str | None) -> AreaAnswer:
    return await forms.ask(AreaQuestion(draft=Draft(files=dict(files)), area=area))


def told(answer: AreaAnswer) -> set[tuple[str, str]]:
    return {(one.field, one.fault.code) for one in answer.faults if one.fault.severity == "error"}


@pytest.mark.thorough
@pytest.mark.database
async def test_an_installation_makes_its_plan_of_nothing_and_it_counts_by_two_signatures(
    unplanned: Process, forms: AreaForms
) -> None:
    one = unplanned
    nothing = await asked(forms)
    assert (nothing.area, nothing.text, nothing.faults, nothing.path) == (None, "", (), OWN)
    assert one.runtime.plan.area.id == ""
    made = await asked(forms, nothing.made)
    assert told(made) == set()
    checked = await one.desk.check({made.path: made.text})
    assert checked.content is not None, bytes(checked.faults)
    study = msgspec.json.decode(checked.study, type=Study)
    assert study.area is not None
    assert (study.area.before, study.area.after) == (None, nothing.made), "who signs sees whom it asks"
    assert study.area.names["bom-1"] == KNOWN[CentreId("bom-1")].name
    release = await one.propose(checked)
    await one.approve(release)
    assert one.runtime.plan.area.id == "", "approved is not yet in force"
    one.clock.ahead_s += LEAD_S + 1
    await one.look()
    assert one.runtime.plan.area.id == OWN_AREA
    assert form_of(one.runtime.plan.area) == nothing.made
    assert not one.runtime.plan.draft, "two offices have signed whom it asks"
    assert (await one.runtime.following.read()).plan.digest == one.runtime.plan.digest, "after a restart too"
    assert await one.runtime.following.errors() == []

    # A change of it is a draft of its own, and what stands is what was signed until that is signed too.
    later = await asked(forms, changed(nothing.made, days=("mon", "tue", "wed", "thu", "fri", "sat", "sun")))
    second = await one.propose(await one.desk.check({later.path: later.text}))
    await one.look()
    assert (one.runtime.plan.draft, one.runtime.plan.area.zones[0].days) == (False, ())
    await one.do(m.WithdrawRelease(release=second.release, reason="era una prueba"), AUTHOR)
    await one.do(m.TakeBackRelease(release=release.release, reason="era una prueba"), CHIEF)
    await one.look()
    assert (one.runtime.plan.area.id, one.runtime.plan.draft) == ("", True)
    again = await one.propose(await one.desk.check({made.path: made.text}))
    await one.approve(again)
    one.clock.ahead_s += LEAD_S + 1
    await one.look()

    # From here on the form shows what stands, and what is written follows it.
    after = await asked(forms)
    assert after.area == nothing.made
    assert "version: 0.1.1\n" in after.text


@pytest.mark.thorough
@pytest.mark.database
async def test_what_cannot_be_meant_is_told_beside_its_field_and_changes_nothing(
    unplanned: Process, forms: AreaForms
) -> None:
    fire = zone_of("FIRE")
    for form, expected in (
        (changed(MADE, fire, hours="25:00-07:00"), (f"zones/{fire}", "schema_form")),
        (changed(MADE, fire, centres=()), (f"zones/{fire}", "schema_empty")),
        (changed(MADE, fire, centres=("nobody-1",)), (f"zones/{fire}", "unknown_centre")),
        (changed(MADE, fire, hours="07:00-22:00"), ("service/FIRE", "hours_without_cover")),
        (msgspec.structs.replace(MADE, zones=()), ("zones", "schema_empty")),
        (
            msgspec.structs.replace(MADE, zones=tuple(z for z in MADE.zones if z.service != "FIRE")),
            ("service/FIRE", "service_without_centre"),
        ),
        (
            msgspec.structs.replace(MADE, zones=(*MADE.zones, MADE.zones[fire])),
            (f"zones/{len(MADE.zones)}", "zone_twice"),
        ),
        (msgspec.structs.replace(MADE, timezone="Europe/Nowhere"), ("timezone", "unknown_timezone")),
        (
            msgspec.structs.replace(MADE, contacts=(FormContact(name="Toxicología", number="no"),)),
            ("contacts/0", "schema_form"),
        ),
    ):
        answer = await asked(forms, form)
        assert expected in told(answer)
        assert (await unplanned.desk.check({answer.path: answer.text})).content is None


@pytest.mark.database
async def test_of_two_who_write_one_plan_the_slower_is_told_and_loses_nothing(
    unplanned: Process, forms: AreaForms
) -> None:
    one = unplanned
    began = (await one.desk.overview()).top
    first, second = await asked(forms, MADE), await asked(forms, changed(MADE, days=("mon",)))
    await one.approve(await one.propose(await one.desk.check({first.path: first.text}, began)))
    with pytest.raises(Refused, match="draft_file_moved"):
        await one.desk.check({second.path: second.text}, began)
    # What another has not touched goes on; and whoever has seen what stands now may write on that.
    needs = (await one.desk.file(began, "plans/needs.yaml")).text
    assert (await one.desk.check({"plans/needs.yaml": needs + "# x\n"}, began)).content is not None
    third = await asked(forms, changed(MADE, zone_of("FIRE"), municipalities=("*", "Ordino")))
    checked = await one.desk.check({third.path: third.text}, (await one.desk.overview()).top)
    assert checked.content is not None, bytes(checked.faults)


@pytest.mark.database
async def test_a_file_that_is_none_is_told_and_the_form_waits(forms: AreaForms) -> None:
    broken = await asked(forms, None, **{OWN: "zones: ["})
    assert broken.area is None
    assert broken.faults != ()


@pytest.mark.database
async def test_a_form_is_bounded(forms: AreaForms) -> None:
    towns = [f"Municipio {nth}" for nth in range(10_000)]
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(
            {"service": "FIRE", "municipalities": towns, "centres": ["bom-1"]}, FormZone, strict=False
        )
    with pytest.raises(Refused, match="set_too_large"):
        await asked(forms, None, **{OWN: "x" * 1_000_001})


def test_the_other_plans_of_the_area_follow_it(tmp_path: Path) -> None:
    shutil.copytree(CONTENT / "plans", tmp_path / "plans")
    assert area_in(tmp_path, "") == ""
    text = write_area(MADE, OWN_AREA, None, {"plans": ["territorial-fases"]}, KNOWN).text
    (tmp_path / OWN).write_text(text)
    assert area_in(tmp_path, "") == OWN_AREA
    assert area_in(tmp_path, "demo") == "demo", "a setting goes first"
    assert [one.id for one in load_civil_plans(tmp_path, "").plans] == ["territorial-fases"]
    assert [f for f in errors_in_area(tmp_path, OWN_AREA) if f.file == OWN] == []


def test_one_missing_service_is_one_line_with_all_that_hangs_on_it(tmp_path: Path) -> None:
    text = write_area(
        msgspec.structs.replace(
            MADE, zones=tuple(zone for zone in MADE.zones if zone.service != "CIVIL_PROTECTION")
        ),
        OWN_AREA,
        None,
        {},
        KNOWN,
    ).text
    shutil.copytree(CONTENT, tmp_path / "content")
    (tmp_path / "content" / OWN).write_text(text)
    _, faults = read_plan(tmp_path / "content", OWN_AREA)
    [fault] = errors_of(faults)
    assert (fault.code, fault.facts["name"]) == ("service_without_centre", "CIVIL_PROTECTION")
    assert int(fault.facts["types"]) > 1, "types of incident for which nobody would go"
    assert int(fault.facts["count"]) == len(str(fault.facts["others"]).split(", "))
