"""Aim: life cards and critical questions are said whole in Galician and Romanian, and a text that says another number, medicine or
negation than the Spanish one is refused (decision 0374)."""

import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from msgspec.structs import replace

from auxilio.active_content.agreement.checks import LanguageAgreement
from auxilio.active_content.agreement.partial import partial_faults
from auxilio.active_content.content_bundle import agreement_of
from auxilio.active_content.content_coverage import ContentCoverage, measure_coverage
from auxilio.active_content.content_records import ContentRecords, read_records
from auxilio.active_content.partial_texts import partial_files, read_partial
from auxilio.active_content.translation_readings import TRANSLATIONS_READ, translations_of
from auxilio.instructions.content import CardLoadResult, read_cards
from auxilio.platform.documents import DocumentFault, Severity, SourceDocument, errors_of
from auxilio.platform.i18n import catalogues
from auxilio.triage.content import TriageLoadResult, read_triage
from tests.content.faulty_content import CONTENT

ON = date(2026, 12, 1)
GL, RO = "i18n/partial.gl.yaml", "i18n/partial.ro.yaml"
DENIALS = {
    "gl": "non|nin|nunca|xamais|tampouco|sen|ningún|ningunha|ninguén|nada",
    "ro": "nu|n|nici|niciun|nicio|niciunul|niciuna|niciodată|fără|nimeni|nimic",
}
DENIAL_RULES = {"L33", "L34", "T16"}
SAYS_NOTHING_MORE = ["Acérquese al herido solo si no puede caer más. Háblele y apriete donde sangre."]
"""Its Romanian says «nimic» where the Spanish says nothing: without it it says the same."""


@dataclass(frozen=True)
class Shipped:
    triage: TriageLoadResult
    cards: CardLoadResult
    agreement: LanguageAgreement


@cache
def shipped() -> Shipped:
    triage, cards = read_triage(CONTENT), read_cards(CONTENT)
    return Shipped(triage, cards, agreement_of(CONTENT, triage, cards))


def proved(folder: Path) -> list[DocumentFault]:
    """What is wrong with the partial languages of a folder, beside the shipped protocols and cards."""
    reading = read_partial(folder, CONTENT)
    return [*reading.faults, *proofs(reading.documents)]


def proofs(documents: Mapping[str, SourceDocument]) -> list[DocumentFault]:
    known = shipped()
    return partial_faults(
        documents,
        known.agreement.table,
        known.agreement.texts,
        known.triage.content.protocols,
        known.cards.cards,
        known.cards.easy.steps,
    )


def planted(path: Path, file: str, old: str, new: str) -> tuple[list[DocumentFault], int]:
    (path / "i18n").mkdir()
    shutil.copy(CONTENT / file, path / file)
    text = (path / file).read_text("utf-8")
    assert text.count(old) == 1, text.count(old)
    (path / file).write_text(text.replace(old, new), "utf-8")
    return proved(path), text[: text.index(old)].count("\n") + 1


def records_of(folder: Path) -> ContentRecords:
    return read_records(folder, CONTENT, shipped().triage, shipped().cards.easy.steps)


def coverage_of(folder: Path) -> ContentCoverage:
    known = shipped()
    return measure_coverage(known.triage.content, known.cards.cards, records_of(folder), ON)


def test_every_life_card_and_critical_question_is_there_whole_and_agrees_with_the_spanish() -> None:
    assert proved(CONTENT) == []
    found = coverage_of(CONTENT)
    languages = {one.language: one for one in found.languages if one.partial}
    assert sorted(languages) == ["gl", "ro"]
    for one in languages.values():
        assert (one.life, one.questions) == (found.life_cards, found.critical_questions)
        assert (one.read, one.readers) == (0, ())


@pytest.mark.parametrize(
    ("rule", "code", "file", "old", "new"),
    [
        ("L32", "languages_differ", RO, "De treizeci de ori, două pe secundă.", "De douăzeci de ori, două pe secundă."),
        ("L32", "languages_differ", GL, "Que mastigue e trague unha de 300, ou media de 500", "Que mastigue e trague unha de 300, ou media de 600"),
        ("L32", "languages_differ", GL, "dúas culleradiñas agora", "dúas culleradas agora"),
        ("L33", "languages_differ", RO, '"Nu săriți."', '"Săriți."'),
        ("L33", "languages_differ", GL, '"Non cruce a auga."', '"Cruce a auga."'),
        ("L34", "languages_differ", RO, '"Are aspirină? Să mestece ce', '"Are insulină? Să mestece ce'),
        ("L34", "languages_differ", GL, '"Déitea sobre o lado esquerdo. Que non', '"Déitea sobre o lado dereito. Que non'),
        ("L35", "another_language", RO, '"Rămâneți cu mine. S-a schimbat ceva?"', '"Siga conmigo. ¿Ha cambiado algo?"'),
        ("L36", "sentences_differ", GL, '"Siga comigo. Cambiou algo?"', '"Siga comigo."'),
        ("L38", "telephone_unknown", GL, "o 116 111 orienta", "o 116 112 orienta"),
        ("L69", "partial_letters", RO, '"Nu săriți."', '"Nu săriţi."'),
        ("L69", "partial_answers_alike", GL, '"Vese unha man ou un brazo"', '"Vense as nádegas ou un pé"'),
        ("L69", "partial_easy_long", GL, '"Mire a hora."', '"Mire a hora en que comezou e non a esqueza agora."'),
        ("L69", "partial_other_language", GL, "language: gl", "language: pt"),
        ("T16", "partial_denial", GL, '"Non o toque, non o mova e non o tape."', '"Non o toque, mova-o e non o tape."'),
        ("T16", "partial_denial", GL, '"Que non se erga nin camiñe."', '"Que non se erga e camiñe."'),
        ("T16", "partial_denial", RO, '"Să nu se ridice și să nu meargă."', '"Să nu se ridice și să meargă."'),
        ("T16", "partial_denial", RO, '"Nimeni să nu-l atingă."', '"Nimeni să-l atingă."'),
        ("T16", "partial_denial", RO, '"Nimeni să nu-l atingă."', '"Să nu-l atingă."'),
        ("L34", "languages_differ", RO, "bebelușul nu mai plânge sau nu mai tușește", "bebelușul nu mai plânge sau mai tușește"),
        ("L34", "languages_differ", GL, '"Conteste só si ou non. Léeme?"', '"Conteste só si. Léeme?"'),
        ("L34", "languages_differ", GL, '"Suba agora ao andar máis alto."', '"Baixe agora ao andar máis alto."'),
        ("L34", "languages_differ", RO, '"Rămâneți sus."', '"Coborâți jos."'),
        ("L34", "languages_differ", RO, '"Îndepărtați-vă toți de gaz."', '"Apropiați-vă toți de gaz."'),
        ("L34", "languages_differ", GL, '"Saian todos agora."', '"Queden todos agora."'),
        ("S01", "schema_choice", GL, "format: partial-language/1", "format: partial-language/2"),
    ],
)  # fmt: skip
def test_a_text_that_says_something_else_is_refused_with_its_line(
    tmp_path: Path, rule: str, code: str, file: str, old: str, new: str
) -> None:
    found, line = planted(tmp_path, file, old, new)
    assert (rule, code, file, line) in [(one.rule, one.code, one.file, one.line) for one in errors_of(found)]
    for one in found:
        catalogues().text(f"content.fault.{one.code}", "en", **one.facts)


def drop_denial(words: str, language: str, turn: int) -> str | None:
    """The sentence without its denial of this turn; none where it has no such."""
    found = [*re.finditer(rf"(?i)(?<![\w-])(?:{DENIALS[language]})(?!\w)[ -]?", words)]
    return words[: found[turn].start()] + words[found[turn].end() :] if turn < len(found) else None


@pytest.mark.parametrize("turn", range(4))
def test_no_denial_can_be_dropped_from_any_sentence(turn: int) -> None:
    passed = []
    for document in read_partial(CONTENT, CONTENT).documents.values():
        strings, language = document.data["strings"], document.data["language"]
        dropped = {es: less for es, words in strings.items() if (less := drop_denial(words, language, turn))}
        changed = replace(document, data={**document.data, "strings": {**strings, **dropped}})
        seen = {one.facts["field"] for one in proofs({document.file: changed}) if one.rule in DENIAL_RULES}
        assert len(dropped) > 1
        passed += [spanish for spanish in dropped if f"strings/{spanish}" not in seen]
    assert passed == [one for one in SAYS_NOTHING_MORE if turn == 1]


def test_a_language_without_words_for_an_opposite_that_the_spanish_names_is_refused(tmp_path: Path) -> None:
    found, _ = planted(tmp_path, GL, '    close: ["pech*", "bloque*", "encérr*"]\n', "")
    assert ("T16", "partial_wordless", "opening", "close") in {
        (one.rule, one.code, one.facts.get("group"), one.facts.get("name")) for one in errors_of(found)
    }
    for one in found:
        catalogues().text(f"content.fault.{one.code}", "en", **one.facts)


def test_a_text_without_a_translation_and_a_translation_without_a_text_are_told_and_refuse_nothing(
    tmp_path: Path,
) -> None:
    found, _ = planted(tmp_path, GL, '"No salte.": ', '"No salte ya.": ')
    assert {(one.code, one.severity) for one in found} == {
        ("partial_missing", Severity.WARNING),
        ("partial_unused", Severity.WARNING),
    }
    told = [catalogues().text(f"content.fault.{one.code}", "en", **one.facts) for one in found]
    assert any("«No salte.»: they are said in Spanish" in one for one in told)


def documents() -> Iterator[tuple[str, str]]:
    records = records_of(CONTENT)
    for id in ("rcp-adulto", "san-pcr"):
        document = shipped().cards.cards.get(id) or shipped().triage.content.protocols[id]
        yield id, translations_of(document, records.partial_texts(document))["ro"]


def test_who_has_read_a_partial_language_is_counted_until_the_text_changes(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "i18n").mkdir()
    read = ", ".join(f'{id}: "{digest}"' for id, digest in documents())
    (tmp_path / TRANSLATIONS_READ).write_text(
        "format: translations-read/1\nversion: 0.1.0\nreadings:\n"
        f'  - {{language: ro, by: "Ioana Pop", role: translator, at: "2026-11-30", documents: {{{read}}}}}\n',
        "utf-8",
    )
    assert {one.language: one.read for one in coverage_of(tmp_path).languages} == {
        "es": 0, "ca": 0, "en": 0, "fr": 0, "gl": 0, "ro": 2
    }  # fmt: skip
    for path in partial_files(CONTENT):
        text = path.read_text("utf-8").replace("Apăsați în jos cât puteți", "Apăsați în jos tare cât puteți")
        (tmp_path / "i18n" / path.name).write_text(text, "utf-8")
    assert [one.read for one in coverage_of(tmp_path).languages if one.language == "ro"] == [1]


def test_romanian_names_no_tampon_for_a_bleeding_and_breathes_and_speaks_with_difficulty() -> None:
    text = (CONTENT / RO).read_text("utf-8").lower()
    assert [
        words for words in ("tampon", "respiră rău", "respiră mai rău", "vorbește rău") if words in text
    ] == []
    assert '"herida": "rănită"' in text
