"""What the console lists in its sources: the sections of `/admin`, and its pages with their chapters of the manual."""

import re
from pathlib import Path

CONSOLE = Path(__file__).parents[2] / "console" / "src"


def admin_sections() -> list[str]:
    """The sections of `/admin`, by their names in addresses."""
    source = (CONSOLE / "features/admin/sections.ts").read_text("utf-8")
    found = re.search(r"TABLE = \{(.*?)\n\}", source, re.DOTALL)
    assert found
    return re.findall(r"^  (\w+):", found[1], re.MULTILINE)


def page_chapters() -> dict[str, str | None]:
    """Each page by its path, with the chapter that F1 leads to; None where it has none."""
    source = (CONSOLE / "shell/routes.ts").read_text("utf-8")
    found = dict(re.findall(r'path: "([^"]+)",.*?chapter: (null|"[^"]+")', source, re.DOTALL))
    assert len(found) == source.count('path: "') >= 14
    return {path: None if said == "null" else said.strip('"') for path, said in found.items()}


def named_chapters() -> list[str]:
    """The chapters that pages name themselves while a part of them is open."""
    pages = (
        re.sub(r"\s+", " ", file.read_text("utf-8")) for file in (CONSOLE / "features").rglob("*.svelte")
    )
    said = re.findall(r"useManual\(\(\) => (.*?)\) ", "".join(pages))
    return [chapter for one in said for chapter in re.findall(r'"([a-z_/-]+)"', one)]
