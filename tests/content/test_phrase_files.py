"""Phrases of callers are read with their faults, and a set without them uses those of the package."""

import shutil
from pathlib import Path

import pytest

from auxilio.active_content.content_bundle import ContentBundle, fingerprint
from auxilio.active_content.phrase_files import FOLDER, PHRASE_LETTERS_MAX, ROW_PHRASES_MAX, read_phrases
from auxilio.platform.documents import Severity
from tests.content.faulty_content import CONTENT

HEAD = "format: typology-phrases/1\nversion: 0.1.0\nphrases:\n"
GOOD = "  SAN-01:\n    es: [no respira]\n    fr: [il ne respire plus]\n"
TYPES = {"SAN-01", "SAN-02"}


def folder(path: Path, *files: str) -> Path:
    (path / FOLDER).mkdir(parents=True)
    for i, text in enumerate(files):
        (path / FOLDER / f"{i}.yaml").write_text(HEAD + text, "utf-8")
    return path


def test_phrases_of_all_files_are_read(tmp_path: Path) -> None:
    read, faults = read_phrases(
        folder(tmp_path, GOOD, "  SAN-02:\n    es: [no despierta]\n    fr: [il dort]\n"),
        tmp_path,
        TYPES,
        ["es", "fr"],
    )
    assert read == {
        "SAN-01": {"es": ("no respira",), "fr": ("il ne respire plus",)},
        "SAN-02": {"es": ("no despierta",), "fr": ("il dort",)},
    }
    assert faults == []


@pytest.mark.parametrize(
    ("text", "rule", "code", "line", "severity"),
    [
        ("  SAN-09:\n    es: [ay]\n", "L02", "unknown_type", 8, Severity.ERROR),
        ("  SAN-02:\n    es: [ay, '¡!']\n", "L27", "word_empty", 8, Severity.ERROR),
        (
            f"  SAN-02:\n    es: [{'a' * (PHRASE_LETTERS_MAX + 1)}]\n",
            "L27",
            "word_too_long",
            8,
            Severity.ERROR,
        ),
        (
            f"  SAN-02:\n    es: [{', '.join(f'a{n}' for n in range(ROW_PHRASES_MAX + 1))}]\n",
            "L27",
            "row_too_long",
            8,
            Severity.ERROR,
        ),
        ("  SAN-02:\n    es: [No respira!]\n", "L27", "phrase_of_two_types", 8, Severity.WARNING),
        ("  SAN-02:\n    fr: [il dort]\n", "L27", "phrases_missing", 8, Severity.WARNING),
        ("  SAN-02: [ay]\n", "S01", "schema_not_group", 7, Severity.ERROR),
    ],
)
def test_what_is_wrong_is_told_with_its_line(
    tmp_path: Path, text: str, rule: str, code: str, line: int, severity: Severity
) -> None:
    _, faults = read_phrases(folder(tmp_path, GOOD + text), tmp_path, TYPES, ["es"])
    told = [one for one in faults if one.line > 1]
    assert [(one.rule, one.code, one.line, one.severity) for one in told] == [(rule, code, line, severity)]


def test_a_type_that_nobody_tells_is_a_warning(tmp_path: Path) -> None:
    _, faults = read_phrases(folder(tmp_path, GOOD), tmp_path, TYPES, ["es"])
    assert [(one.code, one.facts) for one in faults] == [("phrases_missing", {"row": "SAN-02"})]


def test_a_type_whose_languages_stand_in_several_files_misses_none(tmp_path: Path) -> None:
    _, faults = read_phrases(
        folder(tmp_path, "  SAN-01:\n    es: [no respira]\n", "  SAN-01:\n    fr: [il ne respire plus]\n"),
        tmp_path,
        {"SAN-01"},
        ["es", "fr"],
    )
    assert faults == []


def test_a_set_without_phrases_uses_those_of_the_package(tmp_path: Path) -> None:
    package = folder(tmp_path / "package", GOOD + "  SAN-09:\n    es: [ay]\n")
    read, faults = read_phrases(tmp_path / "old", package, TYPES, ["es"])
    assert read == {"SAN-01": {"es": ("no respira",), "fr": ("il ne respire plus",)}}
    assert faults == []


def test_phrases_are_part_of_the_set_and_of_its_fingerprint(tmp_path: Path) -> None:
    own = tmp_path / "content"
    shutil.copytree(CONTENT, own)
    shutil.rmtree(own / FOLDER, ignore_errors=True)
    before = fingerprint(own)
    folder(own, GOOD)
    assert fingerprint(own) != before
    assert ContentBundle(own).phrases == {"SAN-01": {"es": ("no respira",), "fr": ("il ne respire plus",)}}
