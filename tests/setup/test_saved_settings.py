"""What a page saves of the settings is in force at the next start, below the file and the environment."""

from functools import partial
from pathlib import Path

import pytest

from auxilio.app.cli.up import saved_anew
from auxilio.app.settings import Settings, environment_of, faults_of_saved, read_settings
from auxilio.app.settings_in_force import OF_PAGES, SettingOrigin, origins_of
from auxilio.calls.core import messages as m
from auxilio.kernel.refusal import Refused
from auxilio.platform.clock import SystemClock
from auxilio.setup.centre_settings import CentreSettings
from auxilio.setup.core.model import CentreIdentity
from auxilio.setup.saved_settings import CENTRE_NAMES, SAVED_FILE, save_settings, saved_settings
from tests.actors import person
from tests.calls.test_service import CallSetup
from tests.database import Database

ADA = person("administrator", name="Ada Mas")

ALBA = {"centre_name": "112 Alba", "organ": "A00000000", "country": "AD", "zone": "Europe/Andorra"}


def read(data: Path, **environ: str) -> Settings:
    return read_settings({"AUXILIO_DATA": str(data), **environ}, data)


def test_what_is_saved_is_below_environment_and_file_and_above_the_default(tmp_path: Path) -> None:
    save_settings(tmp_path, ALBA)
    (tmp_path / "auxilio.toml").write_text('organ = "of the file"\n')
    environ = {"AUXILIO_DATA": str(tmp_path), "AUXILIO_ZONE": "Europe/Paris"}
    settings = read_settings(environ, tmp_path)
    assert (settings.centre_name, settings.country) == ("112 Alba", "AD")
    assert (settings.organ, settings.zone) == ("of the file", "Europe/Paris")
    origins = origins_of(settings, environ, tmp_path)
    assert [origins[name] for name in CENTRE_NAMES] == [
        SettingOrigin.PAGE,
        SettingOrigin.FILE,
        SettingOrigin.PAGE,
        SettingOrigin.ENVIRONMENT,
    ]


def test_another_data_folder_has_what_was_saved_there(tmp_path: Path) -> None:
    save_settings(tmp_path / "one", ALBA)
    environ = {"AUXILIO_DATA": str(tmp_path / "one")}
    other = read_settings(environ, tmp_path, data=tmp_path / "other")
    assert (other.data, other.centre_name) == (tmp_path / "other", Settings().centre_name)


def test_a_process_that_is_started_keeps_what_it_was_given(tmp_path: Path) -> None:
    given = environment_of(read(tmp_path))
    save_settings(tmp_path, ALBA)
    assert read_settings(given, tmp_path).centre_name == Settings().centre_name


@pytest.mark.parametrize(
    "spoiled",
    [
        "",
        "[]",
        '{"centre_name": 112}',
        "{",
        pytest.param("[" * 100_000, id="nested"),
        '{"organ": "A\\u0000"}',
        '{"zone": "Europe/Nowhere"}',
        '{"zone": "Europe"}',
    ],
)
def test_a_file_that_cannot_be_read_is_a_fault_of_the_settings(tmp_path: Path, spoiled: str) -> None:
    (tmp_path / SAVED_FILE).write_text(spoiled)
    with pytest.raises(Refused, match="settings_malformed"):
        read(tmp_path)


@pytest.mark.parametrize(
    ("values", "names"),
    [
        ({"sip_trunk": "carrier.example;transport=tls"}, "sip_trunk, sip_tls_port"),
        ({"sip_trusted": "10.0.0.0/8\n"}, "sip_trusted"),
        ({"sip_trusted": "0.0.0.0/1,128.0.0.0/1"}, "sip_trusted"),
        ({"backup_recipients": "age1\n"}, "backup_recipients"),
        ({"backup_folder": "/one", "backup_keys_folder": "/one"}, "backup_folder, backup_keys_folder"),
        ({"backup_every_h": "often"}, "backup_every_h"),
    ],
)
def test_nothing_is_saved_that_the_next_start_refuses(
    tmp_path: Path, values: dict[str, str], names: str
) -> None:
    save_settings(tmp_path, ALBA)
    faults = partial(faults_of_saved, read(tmp_path), ())
    with pytest.raises(Refused, match="setting_unusable") as refused:
        save_settings(tmp_path, values, list(values), faults)
    assert refused.value.facts == {"name": names, "field": f"$.{names.partition(',')[0]}"}
    assert saved_settings(tmp_path) == ALBA
    assert read(tmp_path).centre_name == "112 Alba"


async def test_processes_do_not_start_again_with_what_would_end_them(tmp_path: Path) -> None:
    save_settings(tmp_path, ALBA)
    running, before = read(tmp_path), saved_settings(tmp_path)
    tries = iter([{"sip_trunk": "carrier.example;transport=tls"}, {"sip_trunk": "carrier.example"}])

    class Saving(SystemClock):
        """Somebody saves by hand meanwhile."""

        async def sleep(self, seconds: float) -> None:
            save_settings(tmp_path, next(tries), ["sip_trunk"])

    found = await saved_anew(running, before, (), Saving())
    assert found == {**ALBA, "sip_trunk": "carrier.example"}


def test_what_was_saved_in_another_spelling_stays_of_the_page(tmp_path: Path) -> None:
    """Otherwise nobody could change it by the page any more."""
    save_settings(tmp_path, {"smpp_tls": "1", "smpp_port": "2.8e3"})
    settings = read_settings({}, tmp_path, data=tmp_path)
    assert (settings.smpp_tls, settings.smpp_port) == (True, 2800)
    origins = origins_of(settings, {}, tmp_path)
    assert {origins["smpp_tls"], origins["smpp_port"]} == {SettingOrigin.PAGE}


def test_only_what_a_page_may_save_is_read(tmp_path: Path) -> None:
    (tmp_path / SAVED_FILE).write_text('{"database_url": "postgresql://elsewhere", "organ": "A1"}')
    assert saved_settings(tmp_path) == {"organ": "A1"}


def over(settings: Settings, database: Database) -> CentreSettings:
    origins = origins_of(settings, {"AUXILIO_DATA": str(settings.data)}, settings.data)
    in_force = CentreIdentity(**{name: getattr(settings, name) for name in CENTRE_NAMES})
    elsewhere = [name for name in CENTRE_NAMES if origins[name] not in OF_PAGES]
    return CentreSettings(settings.data, in_force, elsewhere, database.pool)


@pytest.mark.database
async def test_the_page_saves_for_the_next_start(database: Database, tmp_path: Path) -> None:
    centre = over(read(tmp_path), database)
    await centre.save(CentreIdentity(**ALBA), ADA)
    view = await centre.view()
    assert (view.saved, view.in_force.centre_name) == (CentreIdentity(**ALBA), Settings().centre_name)
    again = over(read(tmp_path), database)
    assert (await again.view()).in_force == CentreIdentity(**ALBA)
    await again.save(CentreIdentity(**{**ALBA, "organ": ""}), ADA)
    assert saved_settings(tmp_path)["organ"] == ""


@pytest.mark.database
@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"zone": "Europe/Nowhere"}, "unknown_zone"),
        ({"country": "XX"}, "unknown_country"),
    ],
)
async def test_what_cannot_be_meant_is_not_saved(
    database: Database, tmp_path: Path, wrong: dict[str, str], code: str
) -> None:
    with pytest.raises(Refused, match=code):
        await over(read(tmp_path), database).save(CentreIdentity(**{**ALBA, **wrong}), ADA)
    assert saved_settings(tmp_path) == {}


@pytest.mark.database
async def test_what_the_file_gives_cannot_be_changed_by_the_page(database: Database, tmp_path: Path) -> None:
    (tmp_path / "auxilio.toml").write_text('centre_name = "112 Bosc"\n')
    centre = over(read(tmp_path), database)
    with pytest.raises(Refused, match="setting_given_elsewhere"):
        await centre.save(CentreIdentity(**ALBA), ADA)
    await centre.save(CentreIdentity(**{**ALBA, "centre_name": "112 Bosc"}), ADA)
    assert "centre_name" not in saved_settings(tmp_path)
    assert (await centre.view()).given_elsewhere == ("centre_name",)


@pytest.mark.database
async def test_nothing_is_saved_while_a_call_goes_on(database: Database, tmp_path: Path) -> None:
    room, centre = CallSetup(database), over(read(tmp_path), database)
    call = await room.ring()
    with pytest.raises(Refused, match="calls_go_on"):
        await centre.save(CentreIdentity(**ALBA), ADA)
    assert saved_settings(tmp_path) == {}
    operator = await room.sit("desk-01")
    await room.do(operator, m.AnswerCall(call=call))
    await room.do(operator, m.HangUp(call=call))
    await centre.save(CentreIdentity(**ALBA), ADA)
    assert saved_settings(tmp_path) == ALBA
