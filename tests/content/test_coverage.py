"""What the shipped content covers: no grave type without a protocol, no P0 without a word, no card without a language."""

import re
import shutil
from datetime import date
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner

from auxilio.active_content.content_bundle import read_content
from auxilio.active_content.content_coverage import ContentCoverage
from auxilio.active_content.content_records import read_records
from auxilio.active_content.record_rules import dated_faults
from auxilio.app.cli.content import content
from auxilio.instructions.content import read_cards
from auxilio.triage.content import read_triage
from tests.content.faulty_content import CONTENT, Folder
from tests.content.read_translations import READ, all_read


def covered(folder: Path) -> ContentCoverage:
    told = CliRunner().invoke(content, ["coverage", str(folder), "--json"])
    return msgspec.json.decode(told.output, type=ContentCoverage)


def test_the_shipped_content_covers_what_is_grave_in_four_languages() -> None:
    found = covered(CONTENT)
    grave = [kinds for kinds in found.kinds if kinds.priority in ("P0", "P1")]
    assert [kinds.types for kinds in grave] == [50, 55]
    assert {kinds.without for kinds in found.kinds} == {()}, "every type has a protocol"
    assert found.p0_silent == ()
    whole = [one for one in found.languages if not one.partial]
    assert [one.language for one in whole] == ["es", "en", "ca", "fr"]
    assert {(one.cards, one.life) for one in whole} == {(found.cards, found.life_cards)}
    assert {one.questions for one in found.languages} == {found.critical_questions}
    assert found.statuses == {"draft": found.cards + 101}, "nothing is said to be approved"


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
    assert [one.cards for one in found.languages if one.language == "fr"] == [found.cards - 1]
    arrest = next(one for one in found.types if one.code == "SAN-01")
    assert (arrest.protocol, arrest.cards) == (None, ())


def test_each_type_document_language_and_source_is_told_with_what_it_rests_on() -> None:
    told = msgspec.json.decode(CliRunner().invoke(content, ["coverage", str(CONTENT), "--json"]).output)
    assert told.keys() >= {"on", "types", "cards", "documents", "languages", "sources"}
    [arrest] = [one for one in told["types"] if one["code"] == "SAN-01"]
    assert (arrest["protocol"], "rcp-adulto" in arrest["cards"]) == ("san-pcr", True)
    [adult] = [one for one in told["documents"] if one["id"] == "rcp-adulto"]
    assert (adult["kind"], adult["life"], adult["translations"].keys()) == (
        "card",
        True,
        {"ca", "en", "fr", "gl", "ro"},
    )
    assert all(one["by"] is None for one in adult["translations"].values()), "nobody has read it"
    french = next(one for one in told["languages"] if one["language"] == "fr")
    assert (french["original"], french["documents"], french["read"], french["readers"]) == (False, 222, 0, [])
    assert next(one for one in told["languages"] if one["original"])["language"] == "es"
    [first_aid] = [one for one in told["sources"] if one["id"] == "erc-2021-fa"]
    assert (first_aid["basis"], first_aid["read_at"], first_aid["life_cards"]) == (
        "abstract",
        "2026-11-24",
        9,
    )
    assert {"edition", "section", "expires", "expired", "not_read"} <= first_aid.keys()


def test_a_translation_is_read_until_its_text_or_the_original_changes(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    [card] = [one for one in covered(folder.path).documents if one.id == "puerta"]
    digest = card.translations["fr"].digest
    readings = folder.path / "data/translations_read.yaml"
    readings.write_text(
        "format: translations-read/1\nversion: 0.1.0\nreadings:\n"
        '  - {language: fr, by: "Léa Roux", role: "traductora jurada", at: "2026-12-01", documents: '
        f'{{puerta: "{digest}"}}}}\n',
    )
    [french] = [one for one in covered(folder.path).languages if one.language == "fr"]
    assert (french.read, [(one.by, one.at, one.documents) for one in french.readers]) == (
        1,
        [("Léa Roux", "2026-12-01", 1)],
    )
    for old, new in (
        ('  fr: ["Ne pas casser', '  fr: ["Ne pas briser'),
        ('  es: ["No romper', '  es: ["No partir'),
    ):
        other = Folder(tmp_path / new[2:4])
        shutil.copy(readings, other.path / "data")
        other.plant("cards/puerta.yaml", old, new)
        assert [one.read for one in covered(other.path).languages if one.language == "fr"] == [0]


def dated(folder: Path, on: str) -> list[tuple[str, str, str]]:
    """Rule, code and row or language of what a day adds."""
    triage, cards = read_triage(folder), read_cards(folder)
    records = read_records(folder, CONTENT, triage, cards.easy.steps)
    told = dated_faults(folder, triage, cards, records, date.fromisoformat(on))
    return [(one.rule, one.code, str(one.facts.get("row") or one.facts["language"])) for one in told]


def test_a_source_expires_on_its_day_and_who_has_not_read_is_counted_once_a_language() -> None:
    unread = [("L61", "translations_not_read", language) for language in ("ca", "en", "fr", "gl", "ro")]
    before, after = (dated(CONTENT, f"2028-11-{day}") for day in (23, 24))
    assert [one for one in before if one[0] == "L61"] == unread
    assert ("L60", "source_expired", "erc-2021-fa") in before
    assert ("L60", "source_expired", "harvard-birth") not in before
    assert ("L60", "source_expired", "harvard-birth") in after


@pytest.mark.usefixtures("tables_unproved")
def test_a_text_that_has_changed_since_it_was_read_is_unread_and_refuses_nothing(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    (folder.path / READ).write_text(all_read(folder.path), "utf-8")
    assert not read_content(folder.path)[2].errors
    card = folder.path / "cards" / "puerta.yaml"
    text = card.read_text("utf-8")
    first = re.search(r'es: "([^"]+)"', text)
    assert first is not None
    card.write_text(text.replace(first[1], f"{first[1]} ", 1), "utf-8")
    verified = read_content(folder.path)[2]
    assert not verified.errors
    old = [one.facts["language"] for one in verified.faults if one.code == "reading_of_other_text"]
    assert sorted(map(str, old)) == ["ca", "en", "fr"]


@pytest.mark.usefixtures("languages_unproved", "tables_unproved")
def test_a_sentence_to_mend_is_told_and_its_document_was_not_read_as_it_stands(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    words = 'original: "No romper la puerta ni trepar", said: "Ne pas casser la porte ni grimper"'
    asked = (
        f'{{document: puerta, language: fr, {words}, note: "n", by: "Léa Roux", role: "r", at: "2026-11-30"}}'
    )
    asked = asked.replace('"n"', '"no se dice así"').replace('"r"', '"traductora"')
    (folder.path / READ).write_text(f"{all_read(folder.path)}corrections: [{asked}]\n", "utf-8")

    def told() -> list[tuple[str, str]]:
        faults = read_content(folder.path)[2].faults
        return [
            (one.code, str(one.severity)) for one in faults if "correction" in one.code or "mend" in one.code
        ]

    assert sorted(told()) == [("reading_against_correction", "error"), ("translation_to_mend", "warning")]
    unread = all_read(folder.path, but="puerta")
    (folder.path / READ).write_text(f"{unread}corrections: [{asked}]\n", "utf-8")
    assert told() == [("translation_to_mend", "warning")]
    # Mended, it asks for nothing more.
    folder.plant("cards/puerta.yaml", "Ne pas casser la porte", "Ne cassez pas la porte")
    assert told() == []


def test_nobody_has_read_in_the_future() -> None:
    told = dated(CONTENT, "2026-11-25")
    assert ("L60", "reading_in_future", "the authors of the drafts") in told
    assert not [one for one in dated(CONTENT, "2026-12-02") if one[1] == "reading_in_future"]


def test_it_is_told_in_words() -> None:
    told = CliRunner().invoke(content, ["coverage", str(CONTENT), "--lang", "es"])
    assert told.exit_code == 0
    assert told.output.startswith("P0: 50 de 50 tipos tienen protocolo y 50, tarjeta\nP1: 55 de 55")
    assert "leídos por alguien: 0 de 222 documentos" in told.output
