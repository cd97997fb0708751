"""Aim: a damaged table of dangerous goods is told of with file and line, and half a table is never used."""

import random
import re
from pathlib import Path

import pytest

from auxilio.hazmat.content import DISTANCES, NAMES, NUMBERS, SIGNS, read_hazmat
from auxilio.platform.i18n import LANGUAGES, catalogues
from tests.content.faulty_content import CONTENT, Folder


def test_the_shipped_tables_have_no_fault() -> None:
    assert read_hazmat(CONTENT).faults == []


@pytest.mark.parametrize(
    ("file", "old", "new", "code"),
    [
        (NUMBERS, "\n1202,", "\n12O2,", "goods_cell"),
        (NUMBERS, "\n1203,", "\n1202,", "goods_twice"),
        (NUMBERS, "1017,Chlorine,2.3", "1017,Chlorine,gas", "goods_cell"),
        (DISTANCES, "1017,124,Chlorine,60,300", "1017,124,Chlorine,60,-300", "goods_cell"),
        (DISTANCES, "1017,124,Chlorine,60,300", "1017,124,Chlorine,60,300000", "goods_cell"),
        (DISTANCES, "1017,124,Chlorine,60,300", "1017,999,Chlorine,60,300", "goods_cell"),
        (DISTANCES, "1017,124,Chlorine,60,300", "1004,124,Chlorine,60,300", "unknown_un"),
        (DISTANCES, "1017,124,Chlorine,60,300", "1017,174,Chlorine,60,300", "unknown_guide"),
        (DISTANCES, "1017,124,Chlorine,60,300", "1017,124,Chlorine,300", "row_length"),
        (NAMES, "1203,Gasolina|Nafta", "1203,", "goods_cell"),
        (NAMES, "1203,Gasolina|Nafta", "1202,Gasolina|Nafta", "goods_twice"),
        (NAMES, "1203,Gasolina|Nafta", "0003,Gasolina|Nafta", "unknown_un"),
        (NAMES, "Petrol|Gasoline,Essence,128", "Petrol|Gasoline,Essence,174", "unknown_guide"),
        (SIGNS, '  unknown: "111"', '  unknown: "174"', "unknown_guide"),
        (SIGNS, "format: hin/2", "format: hin/3", "schema_choice"),
    ],
)  # fmt: skip
def test_a_damaged_row_is_told_of_and_nothing_is_put_in_force(
    tmp_path: Path, file: str, old: str, new: str, code: str
) -> None:
    folder = Folder(tmp_path)
    line = folder.plant(file, old, new) + old.startswith("\n")
    reading = read_hazmat(folder.path)
    assert reading.tables is None
    assert (code, file, line) in {(fault.code, fault.file, fault.line) for fault in reading.faults}


def test_a_set_with_a_damaged_row_is_refused_as_a_whole(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.plant(NUMBERS, "\n1203,", "\n1202,")
    assert "goods_twice" in {fault.code for fault in folder.verify().errors}


@pytest.mark.parametrize("file", [NUMBERS, DISTANCES, NAMES, SIGNS])
def test_a_file_that_is_gone_or_empty_is_told_of(tmp_path: Path, file: str) -> None:
    folder = Folder(tmp_path)
    (folder.path / file).unlink()
    assert [fault.code for fault in read_hazmat(folder.path).faults] == ["unreadable"]
    header = (CONTENT / file).read_text("utf-8").partition("\n")[0] if file.endswith(".csv") else ""
    (folder.path / file).write_text(header + "\n", "utf-8")
    assert read_hazmat(folder.path).tables is None


@pytest.mark.parametrize("seed", range(12))
def test_no_damage_makes_the_reading_fall_over(tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    folder = Folder(tmp_path)
    for file in (NUMBERS, DISTANCES, NAMES, SIGNS):
        path = folder.path / file
        text = path.read_text("utf-8")
        cut = rng.randrange(len(text))
        path.write_text(
            text[:cut] + rng.choice(["", ",", '"', "\n", "x", "\x00"]) + text[cut + rng.randrange(9) :],
            "utf-8",
        )
    for fault in read_hazmat(folder.path).faults:
        assert fault.line >= 1
        assert not Path(fault.file).is_absolute()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fault_and_every_mark_has_words(language: str) -> None:
    source = (Path(read_hazmat.__code__.co_filename)).read_text("utf-8")
    codes = set(re.findall(r'code="(\w+)"|missing\([^)]*?"(unknown_\w+)"', source))
    faults = {code for pair in codes for code in pair if code}
    assert {"goods_cell", "unknown_guide"} <= faults
    lookup = (Path(read_hazmat.__code__.co_filename).parent / "core/lookup.py").read_text("utf-8")
    marks = set(re.findall(r'^        \(\s*"(\w+)",', lookup, re.MULTILINE)) | {"contradiction"}
    assert {"no_water", "table_3", "farther"} <= marks
    words = catalogues()
    for key in (*(f"content.fault.{code}" for code in faults), *(f"goods.mark.{mark}" for mark in marks)):
        assert key in words, key
        assert words.text(key, language) != key
