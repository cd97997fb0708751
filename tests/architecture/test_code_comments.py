"""What docstrings and comments name exists: classes and their members, modules with their names, files."""

import ast
import io
import re
import tokenize
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.architecture import test_docs as docs

ROOT = docs.ROOT
PYTHON = sorted((ROOT / "src/auxilio").rglob("*.py"))
CONSOLE = sorted(
    path
    for path in [*(ROOT / "console/src").rglob("*"), *(ROOT / "console/tools").rglob("*")]
    if path.suffix in {".ts", ".svelte"} and path.name != "generated.ts"
)

OUTSIDE = {
    "Allow": "a header of SIP",
    "Authorization": "a header of HTTP",
    "Geolocation": "a header of SIP",
    "Host": "a header of HTTP",
    "Require": "a header of SIP",
    "Supported": "a header of SIP",
    "EMSTraffic": "an element of EDXL-HAVE",
    "ServiceCoverageStatus": "an element of EDXL-HAVE",
    "IncidentCategoryCodeSimpleType": "a type of EIDO",
    "IncidentInformationType": "a type of EIDO",
    "auxilio.toml": "of an installation's data folder",
    "auxilio.conf": "of a database that runs",
    "OpenStreetMap": "a source of data",
    "Questionnaire.text": "an element of FHIR",
    "Fontnova": "an example of a town",
    "goods_sheet_names_ca": "made of a field and a language",
    "min_iterations": "a setting of the road engine",
    "top_speed": "a setting of the road engine",
    "docs/tiles.md": "a page of the road engine",
    "sun_path": "a field of an operating system",
    "Espacio": "the label of a key",
}
"""What looks like a name of this repository and is none, with the reason."""

CODE = re.compile(r"`([^`\n]+)`")
FILE = re.compile(r"(?<![\w/.*-])(?:[\w-]+/)*[\w-]+(?:\.[\w-]+)*\.(?:py|ts|svelte|md|sql|tsv)\b(?!\()")
MODULE_NAME = re.compile(r"(?<![\w/.])(?:auxilio\.)?[a-z_]+(?:\.[a-z_]+)*\.[A-Za-z_]\w*(?!\.?[\w/(<-])")
CLASS = re.compile(r"[A-Z][a-z]\w*")
IDENTIFIER = re.compile(r"_?[A-Za-z]\w*(?:\.[A-Za-z_]\w*)*(?:\(\))?")


@cache
def tree(path: Path) -> ast.Module:
    """A module of ours, parsed."""
    return ast.parse(path.read_text("utf-8"))


def python_comments(text: str) -> Iterator[tuple[int, str]]:
    """Every comment and every string that is a statement of its own, with its line."""
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Expr(value=ast.Constant(value=str(said)), lineno=line):
                yield line, said
            case _:
                pass
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


def console_comments(text: str) -> Iterator[tuple[int, str]]:
    """Every comment, with its line."""
    for found in re.finditer(r"/\*.*?\*/|<!--.*?-->|(?<![:\w\"'`])//[^\n]*", text, re.DOTALL):
        yield text.count("\n", 0, found.start()) + 1, found[0]


def without_comments(path: Path) -> str:
    """The code of a file."""
    text = path.read_text("utf-8", errors="replace")
    if path.suffix == ".py":
        return re.sub(r'(?ms)^ *r?""".*?"""|(?:^|  )#[^\n]*', "", text)
    if path.suffix in {".ts", ".svelte"}:
        return re.sub(r"/\*.*?\*/|<!--.*?-->|(?<![:\w\"'`])//[^\n]*", "", text, flags=re.DOTALL)
    return text


@cache
def words() -> frozenset[str]:
    """Every word of code and data that stands outside comments and docstrings."""
    found: set[str] = set()
    for path in (ROOT / path[1:] for path in docs.paths()):
        if path.suffix in docs.CODE and path != Path(__file__) and "architecture" not in path.parts:
            found.update(re.findall(r"[A-Za-z_]\w*", without_comments(path)), (path.stem,))
    return frozenset(found | {path.name for path in (ROOT / "src/auxilio").rglob("*")})


@cache
def identifiers() -> frozenset[str]:
    """Every name in code: what stands in strings and data is none."""
    found: set[str] = set()
    for path in (ROOT / path[1:] for path in docs.paths()):
        if path.suffix in {".py", ".ts", ".svelte"} and "architecture" not in path.parts:
            found.update(
                re.findall(r"[A-Za-z_]\w*", re.sub(r"([\"'])[^\n\"']*\1", "", without_comments(path)))
            )
    return frozenset(found)


@cache
def brought_in() -> frozenset[str]:
    """Names that modules import, and names of the console."""
    found: set[str] = set()
    for path in PYTHON:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ImportFrom | ast.Import):
                found.update((alias.asname or alias.name).rpartition(".")[2] for alias in node.names)
    for path in CONSOLE:
        found.update(re.findall(r"[A-Za-z_]\w*", without_comments(path)))
    return frozenset(found)


@cache
def members() -> dict[str, tuple[set[str], set[str]]]:
    """Of each class: the names in it, and its bases."""
    found: dict[str, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for path in PYTHON:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ClassDef):
                names, bases = found[node.name]
                bases.update(ast.unparse(base).partition("[")[0].rpartition(".")[2] for base in node.bases)
                for inner in ast.walk(node):
                    match inner:
                        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                            names.add(name)
                        case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
                            names.add(name)
                        case _:
                            pass
    return dict(found)


def is_member(cls: str, name: str) -> bool:
    """Whether a class, or one that it is made from, has the name; of classes from outside nobody can tell."""
    if cls not in members():
        return cls not in {"Protocol", "object", "Generic"} and cls in brought_in()
    names, bases = members()[cls]
    return name in names or any(is_member(base, name) for base in bases)


@cache
def modules() -> dict[str, tuple[Path, ...]]:
    """Modules by their own name."""
    found: dict[str, tuple[Path, ...]] = defaultdict(tuple)
    for path in PYTHON:
        found[path.stem] += (path,)
    return dict(found)


def named(code: str) -> bool:
    """Whether a name in backticks is there."""
    if not IDENTIFIER.fullmatch(code) or FILE.fullmatch(code) or code in OUTSIDE or code in docs.OUTSIDE:
        return True
    *before, last = code.removesuffix("()").split(".")
    if not before:
        if CLASS.fullmatch(last):
            return last in identifiers()
        return ("_" not in last and last.islower()) or last in words()
    if code in docs.texts() or code in words():
        return True
    owner = before[-1]
    if owner[:1].isupper() and not owner.isupper():
        return is_member(owner, last)
    if last[:1].isupper() and owner in modules():
        return any(last in docs.defined_in(path) for path in modules()[owner])
    return last in words()


def stale(text: str) -> Iterator[str]:
    """Names in a comment that are not there."""
    for code in CODE.findall(text):
        yield from (one for one in docs.spelt_out(code) if not named(one))
    for found in MODULE_NAME.findall(text):
        package = found.removeprefix("auxilio.").partition(".")[0]
        elsewhere = found.startswith("auxilio.") and package not in docs.starts()
        if found not in OUTSIDE and (elsewhere or not docs.known(found.removeprefix("auxilio."))):
            yield found
    for found in FILE.findall(text):
        if found not in OUTSIDE and found not in docs.OUTSIDE and not docs.exists(found):
            yield found


def findings(path: Path) -> list[str]:
    """What the comments of a file name and what is not there."""
    comments = python_comments if path.suffix == ".py" else console_comments
    return [
        f"{path.relative_to(ROOT)}:{line}: {one}"
        for line, said in comments(path.read_text("utf-8"))
        for one in sorted(set(stale(said)))
    ]


@pytest.mark.parametrize("files", [PYTHON, CONSOLE], ids=["src", "console"])
def test_what_a_comment_names_exists(files: list[Path]) -> None:
    assert [one for path in files for one in findings(path)] == []


@pytest.mark.parametrize(
    "comment",
    [
        "Implements `calls.ports.NoSuchPort`.",
        "Implements `ports.NoSuchPort`.",
        "As `CommandContext.no_such_method` says.",
        "As `NoSuchThing.decide` says.",
        "Raises `NoSuchRefusal`.",
        "The bus (access.command_bus.Door) refuses it.",
        "As auxilio.no_such_package.module says.",
        "The numbers of no_such_page.md 4.",
        "As `dispatch/no_such_folder/machine.py` orders.",
        "See `no_name_of_ours_at_all()`.",
    ],
)
def test_a_name_of_nothing_is_found(comment: str) -> None:
    assert list(stale(comment))


@pytest.mark.parametrize(
    "comment",
    [
        "Implements `calls.ports.CallControl` and `ports.CallControl`.",
        "As `CommandContext.peek`, `CommandBus` and the event `calls.call.answered` say.",
        "The port (access.command_bus.CommandBus) and docs/nouns/call.md, e.g. this one.",
        "Worded as `geo.warning.<code>`; a `word`, `call_row`, `S.HEALTH`, `dispatch/core/boards.py`.",
    ],
)
def test_what_is_there_is_not_found(comment: str) -> None:
    assert list(stale(comment)) == []
