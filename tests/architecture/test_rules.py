"""The rules that teach, over the whole source; and each rule over its own good and bad line."""

import ast
import re
from pathlib import Path

import pytest

from tests.architecture.rules import RULES, Rule, Source, speaks_to_people

ROOT = Path(__file__).parents[2]
SRC = ROOT / "src/auxilio"
SOURCES = [
    Source(path.relative_to(SRC).as_posix(), path.read_text())
    for path in sorted(SRC.rglob("*.py"))
    if "console_dist" not in path.parts
] + [
    Source(path.relative_to(ROOT).as_posix(), path.read_text())
    for path in sorted((ROOT / "simulator").rglob("*.py"))
]
TESTS = [
    Source(path.relative_to(ROOT).as_posix(), path.read_text())
    for path in sorted((ROOT / "tests").rglob("*.py"))
]

LINES_OF_A_FILE_MAX = 500
LINES_OF_A_FUNCTION_MAX = 60
MODULES_OF_APP_MAX = 20
LONG_FILES: dict[str, str] = {}
LONG_FUNCTIONS: dict[str, str] = {
    "geo/town/streets.py:_old_town": "a list of streets, read like a map",
    "tests/archive/sample_report.py:report": "a report with every field filled, read like the report",
}
"""`path` or `path:function` -> why it is one idea although it is long."""

named = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)


@named
def test_a_rule_likes_its_good_line(rule: Rule) -> None:
    assert rule.offences(Source(rule.sample, rule.good)) == []


@named
def test_a_rule_finds_its_bad_line_and_says_why(rule: Rule) -> None:
    (offence,) = rule.offences(Source(rule.sample, rule.bad))
    assert rule.reason in offence


@named
def test_the_source_keeps_the_rule(rule: Rule) -> None:
    offences = [offence for source in SOURCES for offence in rule.offences(source)]
    assert not offences, "\n\n" + "\n".join(offences)


@named
def test_an_exception_from_a_rule_still_has_somebody_to_except(rule: Rule) -> None:
    for path, reason in rule.but.items():
        assert reason
        used = any(re.fullmatch(path, source.path) for source in SOURCES)
        optional = path.startswith(("voice", "platform/(keys", "app", "(.*/)?store"))
        assert used or optional, f"{rule.name}: nobody matches {path}"


def test_app_is_the_composition_root_and_the_processes_alone() -> None:
    # Beside the command line and the schema, which describe what is composed and compose nothing.
    of_app = [source for source in SOURCES if re.match("app/(?!cli/|api_schema/)", source.path)]
    assert len(of_app) <= MODULES_OF_APP_MAX, "a use case belongs to workflows, casefile or active_content"
    with_routes = [source.path for source in of_app if re.search(r"^@(get|post)\(", source.text, re.M)]
    assert with_routes == ["app/processes/web_application.py"], "a route belongs to the api of its folder"


def test_a_sentence_among_the_facts_of_a_refusal_is_found() -> None:
    source = Source("calls/machine.py", 'raise Refused("call_ended", why="the caller hung up")')
    assert len(list(speaks_to_people(source))) == 1


def test_the_rules_looked_at_the_whole_project() -> None:
    assert len(SOURCES) > 40
    assert {"kernel/event.py", "platform/clock.py", "identity/core/gate.py"} <= {
        source.path for source in SOURCES
    }


def test_a_file_holds_one_idea() -> None:
    long = {
        source.path: lines
        for source in SOURCES + TESTS
        if (lines := len(source.text.splitlines())) > LINES_OF_A_FILE_MAX and source.path not in LONG_FILES
    }
    assert not long, f"over {LINES_OF_A_FILE_MAX} lines there are usually two ideas in a file: {long}"


def test_a_function_holds_one_idea() -> None:
    long = {}
    for source in SOURCES + TESTS:
        for function in source.nodes((ast.FunctionDef, ast.AsyncFunctionDef)):
            lines = (function.end_lineno or function.lineno) - function.lineno + 1
            name = f"{source.path}:{function.name}"
            # A table of cases is read line by line, not held in the head: each of its cases is short.
            table = isinstance(function.body[-1], ast.Match) and lines <= 2 * LINES_OF_A_FUNCTION_MAX
            # So are the steps of a story in a browser; cut in two, its second half would play the first again.
            story = name.startswith("tests/browser/test_") and lines <= 2 * LINES_OF_A_FUNCTION_MAX
            if lines > LINES_OF_A_FUNCTION_MAX and not (table or story) and name not in LONG_FUNCTIONS:
                long[name] = lines
    assert not long, (
        f"over {LINES_OF_A_FUNCTION_MAX} lines a function decides, writes and tells at once: {long}"
    )


def test_the_lists_of_long_ones_are_still_true() -> None:
    paths = {source.path for source in SOURCES + TESTS}
    assert {name.partition(":")[0] for name in (*LONG_FILES, *LONG_FUNCTIONS)} <= paths


def test_every_folder_says_what_it_is() -> None:
    silent = [
        source.path
        for source in SOURCES
        if source.path.endswith("__init__.py")
        and source.path.count("/") == 1
        and not ast.get_docstring(source.tree)
    ]
    assert not silent, f"a folder opened blind should say in ten lines what it is: {silent}"
