"""What the shipped content covers: no grave type without a protocol, no P0 without a word, no card without a language."""

from pathlib import Path

import msgspec
from click.testing import CliRunner

from auxilio.active_content.content_coverage import ContentCoverage
from auxilio.app.cli.content import content
from tests.content.faulty_content import CONTENT, Folder


def covered(folder: Path) -> ContentCoverage:
    told = CliRunner().invoke(content, ["coverage", str(folder), "--json"])
    return msgspec.json.decode(told.output, type=ContentCoverage)


def test_the_shipped_content_covers_what_is_grave_in_four_languages() -> None:
    found = covered(CONTENT)
    grave = [kinds for kinds in found.kinds if kinds.priority in ("P0", "P1")]
    assert [kinds.types for kinds in grave] == [50, 55]
    assert [kinds.without for kinds in grave] == [(), ()]
    assert found.p0_silent == ()
    assert [one.language for one in found.spoken] == ["es", "en", "ca", "fr"]
    assert {(one.cards, one.life) for one in found.spoken} == {(found.cards, found.life_cards)}
    assert found.statuses == {"draft": found.cards + 87}, "nothing is said to be approved"


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.plant("data/typology.csv", "CARDIAC,san-pcr,", "CARDIAC,,")
    folder.plant(
        "protocols/seg-bomba.yaml",
        "say: [bomba], safety: stage_until_police,",
        "say: [], safety: stage_until_police,",
    )
    folder.plant("cards/puerta.yaml", '  fr: ["Ne pas casser', '  de: ["Ne pas casser')
    found = covered(folder.path)
    assert found.kinds[0].without == ("SAN-01",)
    assert found.p0_silent == ("seg-bomba:BOM-1",)
    assert [one.cards for one in found.spoken if one.language == "fr"] == [found.cards - 1]


def test_it_is_told_in_words() -> None:
    told = CliRunner().invoke(content, ["coverage", str(CONTENT), "--lang", "es"])
    assert told.exit_code == 0
    assert told.output.startswith("P0: 50 de 50 tipos tienen protocolo\nP1: 55 de 55")
