"""The index of decisions says what the pages say."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def decisions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The tool, over a folder of its own with one page."""
    spec = importlib.util.spec_from_file_location("decisions", ROOT / "tools" / "decisions.py")
    assert spec is not None
    assert spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    monkeypatch.setattr(tool, "FOLDER", tmp_path)
    (tmp_path / "README.md").write_text(f"# Decisions\n{tool.BEGIN}{tool.END}the end\n")
    (tmp_path / "0001-a.md").write_text(
        "# 0001 Do it\n\nStatus: in force since 1 May 2026. Area: web, voice.\n\nWhy.\n"
    )
    return tool


def test_a_page_stands_in_the_index_under_its_area_and_a_second_writing_changes_nothing(
    decisions: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    readme = decisions.FOLDER / "README.md"
    monkeypatch.setattr("sys.argv", ["decisions.py", "--check"])
    assert decisions.main() == 1
    monkeypatch.setattr("sys.argv", ["decisions.py"])
    assert decisions.main() == 0
    written = readme.read_text()
    assert "## web" in written
    assert "| [0001](0001-a.md) | Do it | in force since 1 May 2026 |" in written
    assert written.endswith(f"{decisions.END}the end\n")
    monkeypatch.setattr("sys.argv", ["decisions.py", "--check"])
    assert decisions.main() == 0


@pytest.mark.parametrize("head", ["# 0002 Do it\n\nWhy.\n", "# 0003 Do it\n\nStatus: in force. Area: web.\n"])
def test_a_page_without_a_head_or_with_another_number_is_named(decisions: ModuleType, head: str) -> None:
    (decisions.FOLDER / "0002-b.md").write_text(head)
    with pytest.raises(ValueError, match=r"0002-b\.md"):
        decisions.index()
