"""Files are cut, filled with what does not belong, or gone: reading tells of it and never falls over."""

import random
import re
from pathlib import Path

import pytest

from auxilio.platform.documents import read_yaml
from tests.content.faulty_content import Folder

STRANGE = [
    "null",
    "[]",
    "{}",
    "true",
    "1",
    '""',
    "{a: {b: c}}",
    "~",
    "[[1]]",
    "P9",
    "2026-01-01",
    "1:30.5",
    "-.inf",
    "!!int --5",
    "9" * 5_000,
    "\t",
    "\x00",
]


@pytest.mark.parametrize("seed", range(6))
def test_no_damage_to_a_file_makes_the_verifier_fall_over(tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    folder = Folder(tmp_path)
    files = sorted(p for p in folder.path.rglob("*") if p.suffix in (".yaml", ".csv", ".json"))
    for file in rng.sample(files, 3):
        text = file.read_text("utf-8")
        cut = rng.randrange(len(text))
        match rng.randrange(4):
            case 0:
                file.unlink()
                continue
            case 1:
                text = text[:cut] + text[cut + rng.randrange(1, 40) :]
            case 2:
                text = text[:cut] + rng.choice(STRANGE) + text[cut:]
            case _:
                values = list(re.finditer(r"(?<=: )(\[[^\]\n]*\]|[\w.-]+)", text))
                if values:
                    value = rng.choice(values)
                    text = text[: value.start()] + rng.choice(STRANGE) + text[value.end() :]
        file.write_text(text, "utf-8")
    for fault in folder.verify().faults:
        assert fault.line >= 1
        assert not Path(fault.file).is_absolute()


@pytest.mark.parametrize("number", ["1:30.5", ".inf", ".nan", "!!int --5", "!!float x", "9" * 5_000])
def test_a_number_that_is_none_is_told_with_its_line(tmp_path: Path, number: str) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(f"code: A\nlevel: {number}\n")
    _, faults = read_yaml(file, "a.yaml")
    assert [(one.code, one.line) for one in faults] == [("not_yaml", 2)]
