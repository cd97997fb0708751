"""Aim: an installation makes its radio plan as a form, without a file or a setting; what cannot be meant is told beside its row, and
what is in force stays until two have signed."""

from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest

from auxilio.active_content.plan_trial import Draft
from auxilio.active_content.radio_plan.forms import RadioAnswer, RadioForms, RadioQuestion
from auxilio.app.composition import open_runtime, radio_forms, release_desk
from auxilio.app.settings import Settings
from auxilio.content_release.core.machine import LEAD_S
from auxilio.dispatch.response_plan.content import OWN_AREA
from auxilio.kernel.ids import AgencyId
from auxilio.platform.postgres import EmbeddedPostgres
from auxilio.radio.core.model import RadioPlan, StatusMeaning, TalkGroupUse
from auxilio.radio.core.plan_form import FormCode, FormGroup, RadioForm, radio_form_of, write_radio_plan
from auxilio.radio.plan_reader import read_radio_plan
from tests.active_content.test_releases import Process
from tests.content.faulty_content import CONTENT
from tests.database import fresh_database
from tests.demo_directory import register_demo_centres
from tests.directory_import.files import table
from tests.manual_clock import Later

OWN = f"plans/radio/{OWN_AREA}.yaml"
SAN_1 = FormGroup(gssi="214-1-6000101", name="SAN-1", agency="san")
COMMAND = FormGroup(gssi="214-1-6000901", name="MANDO-1", use=TalkGroupUse.COMMAND)
CODE = FormCode(agency="san", code=32769, means=StatusMeaning.ACKNOWLEDGED)
FORM = RadioForm(groups=(SAN_1, COMMAND), codes=(CODE,))


def read_written(folder: Path, text: str) -> RadioPlan:
    (folder / "plans/radio").mkdir(parents=True, exist_ok=True)
    (folder / OWN).write_text(text)
    plan, faults = read_radio_plan(folder, OWN_AREA)
    assert plan is not None, faults
    return plan


# --- the form by itself -----------------------------------------------------------------------------


def test_what_stands_is_read_as_a_form_and_written_as_it_was(tmp_path: Path) -> None:
    standing, _ = read_radio_plan(CONTENT, "demo")
    assert standing is not None
    written = write_radio_plan(radio_form_of(standing), OWN_AREA, standing.version)
    again = read_written(tmp_path, written.text)
    assert (again.groups, again.codes) == (standing.groups, standing.codes)
    assert again.version == "0.1.1"
    assert read_written(tmp_path, write_radio_plan(RadioForm(), OWN_AREA, "0").text).groups == ()


@pytest.mark.parametrize("name", ["a: b # c", '"}], x: [', "\u0085\u2028\x7f", "🚒", "- y", "no", "a\nb"])
def test_whatever_is_typed_is_one_text_on_one_line(tmp_path: Path, name: str) -> None:
    form = msgspec.structs.replace(FORM, groups=(msgspec.structs.replace(SAN_1, name=name),))
    assert radio_form_of(read_written(tmp_path, write_radio_plan(form, OWN_AREA, None).text)) == form


# --- in an installation -----------------------------------------------------------------------------


@pytest.fixture
async def unplanned(postgres_server: EmbeddedPostgres, tmp_path: Path) -> AsyncIterator[Process]:
    """A real installation with a directory, and neither a response plan nor a radio plan."""
    clock = Later()
    async with fresh_database(postgres_server) as database:
        settings = Settings(database_url=database.dsn, data=tmp_path)
        async with open_runtime(settings, clock) as runtime:
            await register_demo_centres(runtime.pool)
            yield Process(runtime, release_desk(runtime), clock)


@pytest.fixture
def forms(unplanned: Process) -> RadioForms:
    return radio_forms(unplanned.runtime)


async def asked(forms: RadioForms, plan: RadioForm | None = None, **files: str | None) -> RadioAnswer:
    return await forms.ask(RadioQuestion(draft=Draft(files=dict(files)), plan=plan))


def told(answer: RadioAnswer) -> set[tuple[str, str, str]]:
    return {(one.field, one.fault.code, one.fault.severity.value) for one in answer.faults}


@pytest.mark.database
async def test_an_installation_makes_its_radio_plan_and_it_counts_by_two_signatures(
    unplanned: Process, forms: RadioForms
) -> None:
    one = unplanned
    nothing = await asked(forms)
    assert (nothing.plan, nothing.faults, nothing.path) == (RadioForm(), (), OWN)
    assert AgencyId("san") in {each.id for each in nothing.agencies}
    made = await asked(forms, FORM)
    assert told(made) == set()
    checked = await one.desk.check({made.path: made.text})
    assert checked.content is not None, bytes(checked.faults)
    await one.approve(await one.propose(checked))
    assert one.runtime.radio_plan().groups == (), "approved is not yet in force"
    one.clock.ahead_s += LEAD_S + 1
    await one.look()
    assert radio_form_of(one.runtime.radio_plan()) == FORM
    assert radio_form_of((await one.runtime.following.read()).radio) == FORM, "after a restart too"

    # From here on the form shows what stands, what is written follows it, and it is exported.
    after = await asked(forms)
    assert after.plan == FORM
    assert "version: 0.1.1\n" in after.text
    exported = await forms.read_file(await forms.export("csv", "ca"))
    assert (exported.groups, exported.findings) == (FORM.groups, ())


@pytest.mark.thorough
@pytest.mark.database
async def test_what_cannot_be_meant_is_told_beside_its_row_and_is_refused(
    unplanned: Process, forms: RadioForms
) -> None:
    for groups, codes, expected in (
        ((SAN_1, msgspec.structs.replace(COMMAND, gssi=SAN_1.gssi)), (), ("groups/1", "id_taken", "error")),
        ((msgspec.structs.replace(SAN_1, gssi="600"),), (), ("groups/0", "schema_form", "error")),
        ((msgspec.structs.replace(SAN_1, agency=""),), (), ("groups/0", "schema_missing", "error")),
        ((SAN_1,), (CODE, CODE), ("codes/1", "id_taken", "error")),
        ((SAN_1,), (msgspec.structs.replace(CODE, code=7),), ("codes/0", "schema_too_low", "error")),
    ):
        answer = await asked(forms, RadioForm(groups=groups, codes=codes))
        assert expected in told(answer)
        assert (await unplanned.desk.check({answer.path: answer.text})).content is None
    strange = await asked(forms, RadioForm(groups=(msgspec.structs.replace(SAN_1, agency="nobody"),)))
    assert told(strange) == {("groups/0", "agency_not_registered", "warning")}


@pytest.mark.database
async def test_a_file_that_is_none_is_told_and_the_form_waits(forms: RadioForms) -> None:
    broken = await asked(forms, None, **{OWN: "groups: ["})
    assert broken.plan is None
    assert broken.faults != ()


@pytest.mark.database
async def test_talk_groups_of_a_spreadsheet_fill_the_form_or_are_refused_by_cell(forms: RadioForms) -> None:
    read = await forms.read_file(
        table(
            "GSSI;Nombre;Uso;Agencia", "214-0001-06000101;SAN-1;Working;san", "214-1-6000901;MANDO-1;command;"
        )
    )
    assert (read.groups, read.findings) == ((SAN_1, COMMAND), ())
    wrong = await forms.read_file(
        table(
            "gssi;name;use;agency",
            "214-1-6000101;A;working;san",
            "214-1-6000101;B;working;san",
            "214-1-6000102;C;working;nobody",
            "214-1-6000103;D;working;",
            "600;E;command;",
            "214-1-6000105;F;talking;",
        )
    )
    assert wrong.groups == ()
    assert [(one.row, one.column, one.code) for one in wrong.findings] == [
        (3, "gssi", "row_twice"),
        (4, "agency", "not_in_directory"),
        (5, "agency", "cell_required"),
        (6, "gssi", "cell_malformed"),
        (7, "use", "cell_malformed"),
    ]
    assert (await forms.read_file(b"\xff\xfe")).findings != ()
