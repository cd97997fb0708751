"""Aim: a note never lowers a priority: nothing that triages, ranks, recommends or reacts can read one (decision 0399)."""

import ast
from collections.abc import Iterator
from pathlib import Path

import auxilio

SOURCE = Path(auxilio.__file__).parent
MAY_READ = {"premise_notes", "access", "app", "casefile", "directory_import"}
"""The capability, the rules of who may read it, its wiring, the list of who has looked at a case, and files of notes."""


def importers(package: str, of: Path = SOURCE) -> Iterator[str]:
    """The parts of the source that import a package."""
    for file in of.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            names = (
                [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else []
            )
            if any(name.startswith(package) for name in names):
                yield file.relative_to(of).parts[0]


def test_triage_priority_and_recommendation_read_no_premise_note() -> None:
    assert set(importers("auxilio.premise_notes")) == MAY_READ


def test_no_statement_of_the_database_outside_reads_their_streams() -> None:
    named = {
        file.relative_to(SOURCE).parts[0]
        for file in SOURCE.rglob("*.py")
        if "premise_note'" in file.read_text("utf-8")
    }
    assert named == {"premise_notes"}
