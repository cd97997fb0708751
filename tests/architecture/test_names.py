"""The tool that finds names of classes and types of two modules and old names finds planted ones, and its argued lists are true."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


def load() -> ModuleType:
    """The tool, which is no module of a package."""
    spec = importlib.util.spec_from_file_location("names", ROOT / "tools" / "names.py")
    assert spec is not None
    assert spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    return tool


@pytest.fixture
def names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The tool over an empty tree of its own."""
    tool = load()
    for folder in ("src/auxilio/radio", "src/auxilio/geo", "tests/radio", "console/src/desk"):
        (tmp_path / folder).mkdir(parents=True)
    monkeypatch.setattr(tool, "ROOT", tmp_path)
    return tool


def test_nothing_old_and_no_namesake_is_left_in_the_tree() -> None:
    assert load().findings() == []


def test_each_argued_name_is_still_found() -> None:
    tool = load()
    assert len(tool.SAME_CLASS_NAME) <= 20
    argued = set(tool.STAYS)
    tool.STAYS, tool.SAME_CLASS_NAME = {}, {}
    found = {tool.without_line(one) for one in tool.findings()}
    assert argued <= found


def test_a_class_of_two_modules_is_named_with_both(names: ModuleType) -> None:
    for path in ("src/auxilio/radio/model.py", "src/auxilio/geo/model.py"):
        (names.ROOT / path).write_text("class Terminal:\n    pass\n")
    assert names.findings() == [
        "class Terminal stands in src/auxilio/geo/model.py, src/auxilio/radio/model.py"
    ]


@pytest.mark.parametrize("other", ["type Terminal = str\n", "class Terminal:\n    pass\n"])
def test_a_type_alias_of_two_modules_is_named_with_both(names: ModuleType, other: str) -> None:
    (names.ROOT / "src/auxilio/radio/model.py").write_text(other)
    (names.ROOT / "src/auxilio/geo/model.py").write_text("type Terminal = int\n")
    assert names.findings() == [
        "type Terminal stands in src/auxilio/geo/model.py, src/auxilio/radio/model.py"
    ]


@pytest.mark.parametrize(
    ("path", "text", "finding"),
    [
        ("src/auxilio/radio/model.py", "class Hush:\n    pass\n", ":1: Hush, now SilencePolicy"),
        (
            "tests/radio/test_model.py",
            "def ask(tasks: object) -> None:\n    tasks.soon()\n",
            ":2: soon, now spawn",
        ),
        (
            "src/auxilio/radio/store.py",
            "from auxilio.kernel import event as Door\n",
            ":1: Door, now CommandBus",
        ),
        ("console/src/desk/model.ts", "export interface Doubt {}\n", ":1: Doubt, now ImplausibleFix"),
        ("src/auxilio/radio/wire.py", "", ": radio/wire, now bridge_protocol"),
        ("tests/radio/test_sittings.py", "", ": sittings, now protocol_sessions"),
        ("console/src/desk/given.svelte.ts", "", ": desk/given, now proposal"),
    ],
)
def test_an_old_name_is_named_with_its_place_and_the_new_one(
    names: ModuleType, path: str, text: str, finding: str
) -> None:
    (names.ROOT / path).write_text(text)
    assert f"{path}{finding}" in names.findings()
    assert any(one.startswith(path) for one in names.findings(console=False)) is not path.startswith(
        "console"
    )


def test_a_word_in_a_sentence_is_no_old_name(names: ModuleType) -> None:
    (names.ROOT / "src/auxilio/geo/wire.py").write_text('"""Work is Held."""\nWORDS = "Door"  # Hush\n')
    assert names.findings() == []
