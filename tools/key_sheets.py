"""Write docs/manual/<language>/keys from the command registry of the console, or with --check say whether it is true.

    tools/key_sheets.py [--check]

The keys come from `console/tools/key-commands.ts`, the words from `locale/`, so that each is written once.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tools"))

import build_console  # noqa: E402  (its folder is not a package)

from auxilio.manual.chapters import KEYS, LANGUAGES, manual_folder  # noqa: E402
from auxilio.platform.i18n import Catalogues, catalogues  # noqa: E402

HEAD = "[//]: # (Written by tools/key_sheets.py from the console's commands. Change those, then `make generate`.)\n"
REGION = "shell.region_"
type Commands = list[dict[str, Any]]


def registry() -> dict[str, Commands]:
    """The commands of each page, and under `shell` those of every page."""
    node = build_console.node()
    build_console.install(node)
    command = [str(node), str(ROOT / "console/tools/key-commands.ts")]
    made = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, Commands] = json.loads(made.stdout)
    return found


def label(words: Catalogues, language: str, command: dict[str, Any]) -> str:
    """What it is called while nothing is in hand; a name that would stand there is left open."""
    said = words.text(command["label"], language, count=0, sealed="yes")
    what = re.sub(r"\{\w+\}", "…", said)
    return words.text("manual.keys_twice", language, what=what) if command["twice"] else what


def cap(words: Catalogues, language: str, command: dict[str, Any]) -> str:
    """The key as it is drawn on the console, with the region that it needs."""
    key = re.sub(r"<(\w+)>", lambda name: words.text(f"keys.name.{name[1]}", language), command["key"])
    if command["region"] is None:
        return key
    return words.text("manual.keys_in_region", language, key=key, region=f"F{command['region']}")


def table(words: Catalogues, language: str, rows: list[tuple[str, str]]) -> Iterator[str]:
    """Keys and what they do."""
    say = words.text
    yield f"| {say('manual.keys_head', language)} | {say('manual.keys_act', language)} |"
    yield "|---|---|"
    yield from (f"| {key} | {what} |" for key, what in rows)
    yield ""


def sheet(words: Catalogues, language: str, page: str, commands: Commands, shell: Commands) -> str:
    """One page's keys, what has none, and the keys of every page."""

    def rows(all_of: Commands) -> list[tuple[str, str]]:
        return [
            (cap(words, language, one), label(words, language, one))
            for one in all_of
            if one["key"] and not one["id"].startswith(REGION)
        ]

    say = words.text
    lines = [f"# {say('manual.keys_of', language, page=say(f'shell.page.{page}', language))}", "", HEAD]
    if own := rows(commands):
        lines += [f"## {say('manual.keys_here', language)}", "", *table(words, language, own)]
    if keyless := [label(words, language, one) for one in commands if not one["key"] and not one["placed"]]:
        lines += [f"## {say('manual.keys_bar', language, bar='Ctrl K')}", "", " · ".join(keyless), ""]
    regions = " ".join(one["key"] for one in shell if one["id"].startswith(REGION))
    everywhere = [
        *rows(shell),
        (regions, say("shell.help_regions_text", language)),
        ("0–9", say("shell.help_answers_text", language)),
    ]
    lines += [f"## {say('manual.keys_everywhere', language)}", "", *table(words, language, everywhere)]
    return "\n".join(lines)


def index(words: Catalogues, language: str, pages: list[str]) -> str:
    """The book's first page."""
    links = [f"- [{words.text(f'shell.page.{page}', language)}]({page}.md)" for page in pages]
    title, lead = words.text("manual.keys_index", language), words.text("manual.keys_lead", language)
    return "\n".join([f"# {title}", "", HEAD, lead, "", *links, ""])


def sheets() -> dict[Path, str]:
    """Every file of every language."""
    words, found = catalogues(), registry()
    shell = found.pop("shell")
    made: dict[Path, str] = {}
    for language in LANGUAGES:
        folder = manual_folder() / language / KEYS
        made[folder / "index.md"] = index(words, language, list(found))
        for page, commands in found.items():
            made[folder / f"{page}.md"] = sheet(words, language, page, commands, shell)
    return made


def main() -> int:
    """Write what differs, or say it."""
    wanted = sheets()
    there = {file for language in LANGUAGES for file in (manual_folder() / language / KEYS).glob("*.md")}
    drifted = [file for file, text in wanted.items() if not file.is_file() or file.read_text("utf-8") != text]
    stale = sorted(there - wanted.keys())
    for file in (*drifted, *stale):
        if "--check" in sys.argv[1:]:
            print(f"{file.relative_to(ROOT)} is not what the console's keys are: run `make generate`")
            continue
        if file in wanted:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(wanted[file], "utf-8")
        else:
            file.unlink()
        print(f"keys: wrote {file.relative_to(ROOT)}")
    return int("--check" in sys.argv[1:] and bool(drifted or stale))


if __name__ == "__main__":
    raise SystemExit(main())
