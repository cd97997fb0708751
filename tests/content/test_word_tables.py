"""The tables of words come with a set of content, and from the package for a set that was published without them."""

import shutil
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from auxilio.active_content.content_bundle import ContentBundle, content_folder, fingerprint, set_files
from auxilio.active_content.views import ContentViews
from auxilio.active_content.word_tables import (
    PLAIN,
    ROW_WORDS_MAX,
    STORY,
    TABLES,
    read_sound_word_tables,
    read_word_tables,
)
from auxilio.cases.core.duplicate_incidents import AGES, SEXES
from auxilio.kernel.plain_language import PlainLanguage, find_promises, find_unclear_wording
from auxilio.triage.core.story_lexicon import PERSONS, StoryLexicon
from tests.content.faulty_content import CONTENT, Folder
from tests.triage.shipped_content import reading, story_words


@pytest.fixture
def old(tmp_path: Path) -> Folder:
    """A set as it was published before the tables were content."""
    folder = Folder(tmp_path)
    for name in TABLES:
        (folder.path / name).unlink()
    return folder


@pytest.mark.usefixtures("languages_unproved", "tables_unproved")
def test_a_set_without_tables_is_read_and_proved_and_uses_those_of_the_package(old: Folder) -> None:
    assert not set_files(old.path).keys() & {*TABLES}
    bundle = ContentBundle(old.path)
    assert bundle.verified == ContentBundle(CONTENT).verified
    assert bundle.story_words == story_words()
    assert StoryLexicon(bundle.story_words).terms("hay un camión").things == {"truck": "camión"}


@pytest.mark.usefixtures("languages_unproved", "tables_unproved")
def test_what_a_set_without_tables_says_is_held_against_those_of_the_package(old: Folder) -> None:
    line = old.plant("cards/rcp-adulto.yaml", "Muy bien. No pare.", "Muy bien. La ayuda ya llega.")
    promises = [one for one in old.verify().errors if one.rule == "L18"]
    assert [(one.line, one.facts["words"]) for one in promises] == [(line, "ya llega")]


def test_a_verdict_of_a_set_without_tables_depends_on_those_of_the_package(
    old: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, own = fingerprint(old.path), fingerprint(CONTENT)
    package = tmp_path / "package"
    shutil.copytree(CONTENT, package)
    (package / STORY).write_text("another table")
    monkeypatch.setattr("auxilio.active_content.content_bundle.content_folder", lambda: package)
    assert fingerprint(old.path) != before
    assert fingerprint(CONTENT) == own


def test_a_table_of_the_package_may_know_types_that_an_older_typology_does_not(old: Folder) -> None:
    types = reading().content.types.keys() - {"RES-17"}
    borrowed = read_word_tables(old.path, CONTENT, types)
    assert borrowed.faults == []
    assert borrowed.story.types.keys() == story_words().types.keys() - {"RES-17"}
    assert [one.code for one in read_word_tables(CONTENT, CONTENT, types).faults] == ["unknown_type"]


def test_types_are_not_told_as_unknown_where_no_typology_could_be_read() -> None:
    assert read_word_tables(CONTENT, CONTENT, {}).faults == []


def test_a_tool_that_reads_tables_with_a_fault_fails(tmp_path: Path) -> None:
    folder, types = Folder(tmp_path), reading().content.types
    assert read_sound_word_tables(folder.path, types).faults == []
    folder.plant(STORY, "[camion, camio,", "[camión, camio,")
    with pytest.raises(ValueError, match="word_not_as_read"):
        read_sound_word_tables(folder.path, types)


@pytest.mark.usefixtures("languages_unproved", "tables_unproved")
def test_a_set_brings_its_own_words_and_they_count_once_it_is_in_force(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.plant(STORY, "  truck: [camion,", "  kite: [cometa]\n  truck: [camion,")
    folder.plant(STORY, "escolti,", "escolti, oigan,")
    bundle, follower = ContentBundle(content_folder()), SimpleNamespace(on_swap=[])
    views = ContentViews(bundle, follower)  # type: ignore[arg-type]  # all that is used of it
    said = "oigan, una cometa"
    assert views.lexicon.terms(said).things == {}
    same = ContentViews(bundle, SimpleNamespace(on_swap=[]))  # type: ignore[arg-type]
    assert same.suggester is views.suggester, "what is the same is not made again"
    bundle.publish(folder.path)
    for told in follower.on_swap:
        told()
    assert views.lexicon.terms(said).things == {"kite": "cometa"}
    assert views.lexicon.words_of(said) == ["cometa"]
    assert views.suggester.suggest("oigan") == ()


@pytest.mark.usefixtures("languages_unproved", "tables_unproved")
def test_a_phrase_of_the_set_refuses_a_card_that_says_it(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    assert folder.verify().errors == []
    folder.plant(PLAIN, "  es:\n    [de camino,", "  es:\n    [no pare, de camino,")
    assert {one.rule for one in folder.verify().errors} == {"L18", "L65"}


MUTATIONS: list[tuple[str, str, str, str, dict[str, Any]]] = [
    (STORY, "cables, wire]", "cables, wire, '']", "word_empty", {"row": "things/cable"}),
    (STORY, "cables, wire]", "cables, wire, '  ']", "word_empty", {"row": "things/cable"}),
    (STORY, "cable: [cable, cables, wire]", "cable: []", "row_without_words", {"row": "things/cable"}),
    (STORY, "cables, wire]", "cables, cable]", "word_twice", {"row": "things/cable", "word": "cable"}),
    (
        STORY,
        "cables, wire]",
        f"cables, {'w' * 41}]",
        "word_too_long",
        {"row": "things/cable", "word": "w" * 41, "most": 40},
    ),
    (
        STORY,
        "[camion, camio,",
        "[camión, camio,",
        "word_not_as_read",
        {"row": "things/truck", "word": "camión", "read": "camion"},
    ),
    (
        STORY,
        "[camion, camio,",
        "[Camion, camio,",
        "word_not_as_read",
        {"row": "things/truck", "word": "Camion", "read": "camion"},
    ),
    (
        STORY,
        "[camion, camio,",
        "[poids lourd, camio,",
        "words_not_one",
        {"row": "things/truck", "word": "poids lourd"},
    ),
    (
        STORY,
        "wire]",
        "wire, van]",
        "word_never_compared",
        {"row": "things/cable", "word": "van"},
    ),
    (STORY, "  RES-17:", "  RES-97:", "unknown_type", {"name": "RES-97"}),
    (STORY, "  baby:", "  babe:", "unknown_person", {"name": "babe"}),
    (STORY, "  [ahora, mismo,", "  [ahora, ahora,", "word_twice", {"row": "common", "word": "ahora"}),
    (PLAIN, "[disnea,", "[disnea, Disnea,", "word_twice", {"row": "jargon/es", "word": "Disnea"}),
    (
        PLAIN,
        "[de camino,",
        "[de  camino.,",
        "word_not_as_read",
        {"row": "promises/es", "word": "de  camino.", "read": "de camino"},
    ),
    (
        PLAIN,
        '"* minutes away"',
        '"*minutes away"',
        "phrase_wildcard",
        {"row": "promises/en", "word": "*minutes away"},
    ),
    (PLAIN, '"* minutes away"', '"* *"', "phrase_wildcard", {"row": "promises/en", "word": "* *"}),
    (
        PLAIN,
        '"* minutes away"',
        '"* * * away"',
        "phrase_wildcard",
        {"row": "promises/en", "word": "* * * away"},
    ),
    (
        PLAIN,
        "[disnea,",
        '["dis\\u200Bnea",',
        "word_not_as_read",
        {"row": "jargon/es", "word": "dis\u200bnea", "read": "disnea"},
    ),
    (
        PLAIN,
        "[disnea,",
        '["dis\\0nea",',
        "word_not_as_read",
        {"row": "jargon/es", "word": "dis\0nea", "read": "disnea"},
    ),
    (PLAIN, "[on its way,", "['', on its way,", "word_empty", {"row": "promises/en"}),
    (
        PLAIN,
        "[on its way,",
        f"[{'on ' * 27}way,",
        "word_too_long",
        {"row": "promises/en", "word": ("on " * 27 + "way")[:60], "most": 80},
    ),
]


@pytest.mark.parametrize(("file", "old_text", "new", "code", "facts"), MUTATIONS)
@pytest.mark.usefixtures("languages_unproved", "tables_unproved")
def test_a_bad_row_is_told_with_its_row_and_reason_and_the_set_is_refused(
    tmp_path: Path, file: str, old_text: str, new: str, code: str, facts: dict[str, Any]
) -> None:
    folder = Folder(tmp_path)
    line = folder.plant(file, old_text, new)
    (fault,) = folder.verify().errors
    assert (fault.file, fault.code, fault.facts, fault.line) == (file, code, facts, line)


@pytest.mark.usefixtures("languages_unproved", "tables_unproved")
def test_no_language_of_the_package_may_lose_its_promises(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    text = (folder.path / PLAIN).read_text("utf-8")
    (folder.path / PLAIN).write_text(text[: text.index("\npromises:")] + "\npromises: {}\n", "utf-8")
    assert [(one.code, one.facts["row"]) for one in folder.verify().errors] == [
        ("row_without_words", f"promises/{language}") for language in ("ca", "en", "es", "fr")
    ]


def test_a_promise_with_a_character_that_nobody_sees_is_found() -> None:
    table = PlainLanguage(promises={"es": ("ya llega",)})
    assert find_promises("La ayuda ya\u200b lle\u202ega", "es", table) == ["ya llega"]


@pytest.mark.usefixtures("languages_unproved", "tables_unproved")
def test_a_row_of_far_too_many_words_is_told_once(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.plant(STORY, "cables, wire]", f"{', '.join(f'w{n}' for n in range(ROW_WORDS_MAX + 1))}]")
    (fault,) = folder.verify().errors
    assert (fault.code, fault.facts["row"]) == ("row_too_long", "things/cable")


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text.replace("version: 0.1.0", "version: one"),
        lambda text: text.replace("format: ", "formats: "),
        lambda text: text + "---\n" + text,
        lambda _: "",
        lambda _: "[",
    ],
)
@pytest.mark.parametrize("name", TABLES)
@pytest.mark.usefixtures("languages_unproved")
def test_a_table_that_cannot_be_read_is_no_missing_table(
    tmp_path: Path, name: str, damage: Callable[[str], str]
) -> None:
    folder = Folder(tmp_path)
    (folder.path / name).write_text(damage((CONTENT / name).read_text("utf-8")), "utf-8")
    assert {(one.rule, one.file) for one in folder.verify().errors} == {("S01", name)}


def test_a_word_that_another_row_knows_too_may_stand_in_both() -> None:
    both = [name for name, words in story_words().persons.items() if "abuelo" in words]
    assert both == ["elder", "man"]


def test_the_persons_of_the_table_are_those_that_are_compared() -> None:
    assert {*PERSONS} == AGES | SEXES == story_words().persons.keys()


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("La ambulancia ya va.", ["ya va"]),
        ("LLEGA EN DIEZ MINUTOS", ["LLEGA EN DIEZ MINUTOS"]),
        ("esta playa vale", []),
        ("hay quien tiene caminos", []),
    ],
)
def test_a_phrase_is_found_where_whole_words_agree(said: str, found: list[str]) -> None:
    promises = {"es": ("ya va", "en camino", "llega en * minutos")}
    assert find_promises(said, "es", PlainLanguage(promises=promises)) == found
    assert find_promises(said, "ca", PlainLanguage(promises=promises)) == []


@pytest.mark.parametrize(("language", "said"), [("es", "Ya llegara\u0301n."), ("en", "We’ll be there")])
def test_a_text_may_have_separate_accents_and_the_curly_apostrophe(language: str, said: str) -> None:
    table = PlainLanguage(
        promises={"es": ("llegarán",), "en": ("'ll be there",)}, jargon={"es": ("llegarán",)}
    )
    assert len(find_promises(said, language, table)) == 1
    told = find_unclear_wording(said, language, table)
    assert told == ([("jargon", {"word": "llegarán"})] if language == "es" else [])


def test_each_word_of_the_trade_is_told_once_in_the_order_of_the_row() -> None:
    table = PlainLanguage(jargon={"es": ("ACV", "PCR", "disnea")})
    told = find_unclear_wording("Disnea y acv, o disnea.", "es", table)
    assert [facts["word"] for _, facts in told] == ["ACV", "disnea"]


def test_a_phrase_may_begin_with_the_end_of_a_word() -> None:
    table = PlainLanguage(promises={"en": ("'ll arrive", "a.b")})
    assert find_promises("They'll arrive", "en", table) == ["'ll arrive"]
    assert find_promises("axb", "en", table) == [], "a full stop is no pattern"
