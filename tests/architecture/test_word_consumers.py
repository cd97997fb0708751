"""Every key of the catalogues is read by somebody: words that no page, report or command line says are deleted.

A key has a consumer where the source names it whole, names what stands before its last part (a table of codes: "dispatch.change"),
or puts it together from a beginning and a value (`kit.unit.${status}`, f"story.{kind}", "report." + name).
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCES = (
    "src/auxilio/**/*.py",
    "src/auxilio/**/*.typ",
    "simulator/**/*.py",
    "tools/*.py",
    "content/**/*.yaml",
)
PAGES = ("console/src/**/*.ts", "console/src/**/*.svelte", "console/*.html")
BUILT = "console_dist"
STRING = re.compile(r"""["'`]([a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*)["'`]""")
BEGINNING = re.compile(r"""["'`]([a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*[._])(?:\$\{|\{|["'`]\s*\+)""")


def texts() -> Iterator[str]:
    for pattern in (*SOURCES, *PAGES):
        for path in sorted(ROOT.glob(pattern)):
            if BUILT not in path.parts and not path.name.endswith(".test.ts"):
                yield path.read_text()


def without_consumer(keys: set[str], source: Iterator[str]) -> list[str]:
    named: set[str] = set()
    beginnings: set[str] = set()
    for text in source:
        named.update(STRING.findall(text))
        beginnings.update(BEGINNING.findall(text))
    return sorted(
        key
        for key in keys
        if key not in named
        and table(key) not in named
        and not any(key.startswith(beginning) for beginning in beginnings)
    )


def table(key: str) -> str:
    """The table of codes that a key may belong to; the name of a capability alone is none."""
    before = key.rpartition(".")[0]
    return before if "." in before else ""


def test_every_word_key_is_read_by_somebody() -> None:
    keys = set(json.loads((ROOT / "locale" / "es.json").read_text()))
    assert without_consumer(keys, texts()) == []


def test_a_key_that_nobody_reads_is_found() -> None:
    source = [
        't("desk.hold")',
        "t(`kit.unit.${status}`)",
        'codes={"kind": "dispatch.change"}',
        'f"story.{kind}"',
    ]
    keys = {
        "desk.hold",
        "desk.held",
        "kit.unit.free",
        "dispatch.change.hazard",
        "story.calls.rang",
        "kit.unity",
    }
    assert without_consumer(keys, iter(source)) == ["desk.held", "kit.unity"]
