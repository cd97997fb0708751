"""Aim: the region's commands keep their names, speak JSON, and succeed only when they did."""

from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner, Result

from auxilio.app.cli import commands, main
from auxilio.geo.model import GeocodeResult, RegionInfo, TravelTime
from auxilio.kernel.refusal import Refused

pytestmark = pytest.mark.region


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(commands, [str(a) for a in arguments])


def test_a_region_is_built_looked_at_and_asked(town_file: Path, tmp_path: Path) -> None:
    region = tmp_path / "region"
    built = run("region", "build", town_file, "--out", region, "--json")
    assert built.exit_code == 0
    info = msgspec.json.decode(built.stdout, type=RegionInfo)
    looked = run("region", "info", region, "--json")
    assert msgspec.json.decode(looked.stdout, type=RegionInfo) == info
    found = run("geocode", "carrer de la unio 5", "--region", region, "--json", "--limit", "2")
    assert found.exit_code == 0
    best = msgspec.json.decode(found.stdout, type=list[GeocodeResult])[0]
    assert best.label == "Carrer de la Unió, 5 · Riudalba"


def test_an_address_and_a_time_are_told_in_words_too(town: Path) -> None:
    assert "Calle Mayor, 12 · Riudalba" in run("geocode", "C/ Mayor, 12", "--region", town).stdout
    told = run("eta", "41.9393,1.9239", "41.92,1.90", "--region", town, "--json")
    assert msgspec.json.decode(told.stdout, type=TravelTime).duration_s > 60
    assert "km" in run("eta", "41.9393,1.9239", "41.92,1.90", "--region", town).stdout


def test_in_the_folder_of_an_installation_its_own_region_is_asked(
    town: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "auxilio.toml").write_text(f'region = "{town}"\n')
    monkeypatch.chdir(tmp_path)
    assert "Calle Mayor, 12 · Riudalba" in run("geocode", "C/ Mayor, 12").stdout


def test_a_terminal_reads_a_refusal_in_words_with_its_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    monkeypatch.setattr("sys.argv", ["auxilio", "region", "info", str(tmp_path)])
    with pytest.raises(SystemExit):
        main()
    assert capsys.readouterr().err == f"auxilio: There is no map in {tmp_path}. (region_missing)\n"


def test_finding_nothing_is_not_success(town: Path) -> None:
    assert run("geocode", "qqqqxxxxzzzz", "--region", town).exit_code == 1


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["region", "build", "{here}/no.osm.pbf", "--out", "{here}/r"], "region_file_missing"),
        (["region", "build", "{here}/bad.osm.pbf", "--out", "{here}/r"], "region_not_osm"),
        (["region", "info", "{here}/nothing"], "region_missing"),
        (["eta", "here", "there", "--region", "{town}"], "not_a_point"),
    ],
)
def test_a_refusal_is_no_success_and_names_its_code(
    town: Path, tmp_path: Path, arguments: list[str], code: str
) -> None:
    (tmp_path / "bad.osm.pbf").write_text("this is no map")
    result = run(*(a.format(here=tmp_path, town=town) for a in arguments))
    assert result.exit_code != 0
    assert isinstance(result.exception, Refused)
    assert result.exception.code == code
