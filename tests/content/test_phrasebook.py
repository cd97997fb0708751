"""Aim: whoever reads a sentence aloud finds the same one under its number in every language, and knows that nobody has checked it."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from auxilio.active_content.content_bundle import ContentBundle, fingerprint
from auxilio.active_content.phrasebook import (
    FOLDER,
    KEYS,
    SENTENCES,
    WORDS,
    Phrasebook,
    PhraseReader,
    read_phrasebook,
)
from auxilio.active_content.phrasebook_copy import phrasebook_copy
from auxilio.app.cli.content import content
from auxilio.platform.documents import DocumentFault
from auxilio.platform.i18n import LANGUAGES, catalogues
from tests.content.faulty_content import CONTENT
from tests.pdf_pages import pages

RO = f"{FOLDER}/ro.yaml"


def planted(path: Path, old: str, new: str, file: str = RO) -> tuple[Phrasebook, list[DocumentFault], int]:
    """A folder with the shipped phrasebook in which one place is another."""
    shutil.copytree(CONTENT / FOLDER, path / FOLDER)
    text = (path / file).read_text("utf-8")
    assert text.count(old) == 1
    (path / file).write_text(text.replace(old, new), "utf-8")
    book, faults = read_phrasebook(path, CONTENT)
    return book, faults, text[: text.index(old)].count("\n") + 1


def shipped() -> Phrasebook:
    book, faults = read_phrasebook(CONTENT, CONTENT)
    assert faults == []
    return book


def test_every_language_has_every_number_with_the_keys_in_it_and_says_that_nobody_has_read_it() -> None:
    book = shipped()
    assert {*LANGUAGES, "gl", "ro"} <= book.languages.keys()
    for language, phrases in book.languages.items():
        assert list(phrases.sentences) == [str(n) for n in range(1, SENTENCES + 1)], language
        assert list(phrases.words) == list(WORDS), language
        assert all(key in phrases.sentences["4"].say for key in KEYS.values()), language
        assert "{" not in "".join(text.say for text in phrases.sentences.values()), language
        assert phrases.read_by is None, language


@pytest.mark.parametrize(
    ("code", "old", "new", "below"),
    [
        ("phrasebook_missing", "  6: {say: \"Nu", "  66: {say: \"Nu", -5),
        ("phrasebook_unknown", "  6: {say: \"Nu", "  66: {say: \"Nu", 0),
        ("phrasebook_missing", "  U: {say", "  # U: {say", -2),
        ("phrasebook_language", "language: ro", "language: fr", 0),
        ("phrasebook_twice", 'say: "Nu închideți telefonul."', 'say: "Respiră  NORMAL?"', 19),
        ("phrasebook_placeholders", "{yes} înseamnă da, {no} înseamnă nu", "{yes} înseamnă da, nu înseamnă nu", 0),
        ("phrasebook_placeholders", 'read: "Nu inkídets', 'read: "{no} inkídets', 0),
        ("phrasebook_unread", ', read: "Nu inkídets telefónul."', "", 0),
        ("schema_form", 'say: "Nu închideți telefonul."', 'say: " "', 0),
        ("schema_missing", 'say: "Nu închideți telefonul.", ', "", 0),
    ],
)  # fmt: skip
def test_a_planted_fault_is_told_with_its_line_and_the_language_is_left_out(
    tmp_path: Path, code: str, old: str, new: str, below: int
) -> None:
    book, faults, line = planted(tmp_path, old, new)
    (found,) = [one for one in faults if one.code == code]
    assert (found.file, found.line) == (RO, line + below)
    assert found.rule == ("L63" if code.startswith("phrasebook") else "S01")
    assert "ro" not in book.languages
    assert "gl" in book.languages
    assert f"content.fault.{code}" in catalogues()


def test_a_set_without_the_language_of_a_console_is_refused(tmp_path: Path) -> None:
    shutil.copytree(CONTENT / FOLDER, tmp_path / FOLDER)
    (tmp_path / FOLDER / "ca.yaml").unlink()
    (found,) = read_phrasebook(tmp_path, CONTENT)[1]
    assert (found.code, found.facts) == ("phrasebook_no_language", {"row": "ca"})


def test_a_set_without_a_phrasebook_uses_that_of_the_package_and_is_proved_anew_when_it_changes(
    tmp_path: Path,
) -> None:
    assert read_phrasebook(tmp_path, CONTENT) == (shipped(), [])
    own = tmp_path / "own"
    shutil.copytree(CONTENT, own, ignore=shutil.ignore_patterns("phrasebook", "recordings", "announcements"))
    before = fingerprint(own)
    shutil.copytree(CONTENT / FOLDER, own / FOLDER)
    assert fingerprint(own) != before


def test_who_has_read_a_language_is_known_with_the_day(tmp_path: Path) -> None:
    reader = "language: ro\nread_by: {name: Ioana Pop, date: 2026-12-01}"
    book, faults, _ = planted(tmp_path, "language: ro", reader)
    assert faults == []
    assert book.languages["ro"].read_by == PhraseReader("Ioana Pop", "2026-12-01")
    assert "Ioana Pop" in "".join(pages(phrasebook_copy(book, "ro", "es", catalogues())))


@pytest.mark.parametrize(("caller", "operator"), [("ro", "es"), ("gl", "ca"), ("uk", "en"), ("de", "fr")])
def test_both_languages_and_every_key_stand_in_the_pdf_and_each_page_says_that_it_is_a_draft(
    caller: str, operator: str
) -> None:
    book = shipped()
    paper = phrasebook_copy(book, caller, operator, catalogues())
    told = pages(paper)
    whole = squeezed("".join(told))
    for phrases in (book.languages[caller], book.languages[operator]):
        for text in (*phrases.sentences.values(), *phrases.words.values()):
            assert squeezed(text.say) in whole
    draft = squeezed(catalogues().text("phrasebook.draft", operator))
    assert all(draft in squeezed(page) for page in told)
    assert paper == phrasebook_copy(book, caller, operator, catalogues())


def test_every_language_can_be_printed_without_a_letter_that_is_spelt_as_its_number() -> None:
    book = shipped()
    for caller in book.languages.keys() - {"es"}:
        assert "U+" not in "".join(pages(phrasebook_copy(book, caller, "es", catalogues()))), caller


def squeezed(text: str) -> str:
    """Without spaces and ligatures, which a reader of PDF puts in as it likes."""
    return "".join(text.replace("\u0301", "").split())


def test_the_command_line_writes_one_and_names_the_languages_that_there_are(tmp_path: Path) -> None:
    out = tmp_path / "ro.pdf"
    done = CliRunner().invoke(
        content, ["phrasebook", "--language", "ro", "--out", str(out), "--operator-language", "ca"]
    )
    assert (done.exit_code, out.read_bytes()[:4]) == (0, b"%PDF")
    for unknown in ("zh", "ca"):
        asked = CliRunner().invoke(content, ["phrasebook", "--language", unknown, "--out", str(out), "--operator-language", "ca"])  # fmt: skip
        assert asked.exit_code == 2
        assert "ar, de, en" in asked.output


def test_the_content_in_force_has_it() -> None:
    assert ContentBundle(CONTENT).phrasebook == shipped()
