"""What the documentation names exists: files and folders, modules with their names, names in code, and pages behind links."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "content/plans/README.md"])
SKIPPED = frozenset({"node_modules", "__pycache__", ".git", ".venv", ".data", "dist", "test-results"})
TOP = ("src", "tests", "console", "simulator", "tools", "benchmarks", "content", "deploy", "docs", "locale")

OUTSIDE = {
    "index.json": "of a case file's bundle",
    "documents/": "of a case file's bundle",
    "crew-outbox.json": "of a kept installation",
    "installation.json": "of a kept installation",
    "boards.json": "of a kept installation",
    "auxilio.toml": "of an installation's data folder",
    "/etc/auxilio/auxilio.toml": "of the machine",
    "settings.json": "of an installation's data folder",
    "DATA/keys": "of an installation's data folder",
    "DATA/tls": "of an installation's data folder",
    "/api/schema/openapi.json": "a route",
    "application/dtmf": "a media type",
    "tests/replay/RELEASE/events.json": "RELEASE stands for a number",
    "calls.test_call.answered": "an event",
    "refusal.unknown_NOUN": "NOUN stands for a name",
    "shelters": "of the example of how-to",
    "shelters.open": "of the example of how-to",
    "shelters.close": "of the example of how-to",
    "tc.gc.ca": "a web site",
    "log_statement": "a setting of PostgreSQL",
    "hierarchy_limits": "a setting of the road engine",
    "clear_reserved_memory": "a setting of the road engine",
    "queryRenderedFeatures": "a function of the map's library",
}
"""What looks like a file or a name of this repository and is none, with the reason."""

OTHERS = {
    "CHANGELOG.md": "it names what there was in each release",
    "docs/pitfalls.md": "it names what libraries and programs call things",
    "docs/dependencies.md": "it names packages",
    "docs/operations/behind-a-proxy.md": "it names directives of nginx and Caddy",
}
"""Pages whose names of code are not looked for, with the reason."""

FILE = re.compile(r"[\w./*-]+\.(?:py|ts|svelte|md|yaml|json|toml|typ|tsv|csv|sql)")
FOLDER = re.compile(r"(?:[\w-]+/)+[\w-]*")
NAME = re.compile(r"_?[A-Za-z]\w*(?:\.[A-Za-z_]\w*)*(?:\(\))?")
CODE = frozenset({".py", ".ts", ".svelte", ".sql", ".json", ".yaml", ".toml", ".cfg", ".sh", ".xml", ".csv"})
DOTTED = re.compile(r"(?:auxilio\.)?([a-z_]+(?:\.[a-z_]+)*)\.([A-Za-z_]\w*)")


@cache
def paths() -> frozenset[str]:
    """Every file and folder of the repository, relative to its root, with `/` in front."""
    found = {f"/{path.name}" for path in ROOT.iterdir()}
    for top in TOP:
        for folder, folders, files in (ROOT / top).walk():
            folders[:] = [name for name in folders if name not in SKIPPED]
            here = folder.relative_to(ROOT).as_posix()
            found |= {f"/{here}", *(f"/{here}/{name}" for name in files)}
    return frozenset(found)


@cache
def ends() -> frozenset[str]:
    """Each path from each of its folders on: a page may leave out what stands before."""
    return frozenset(path[nth + 1 :] for path in paths() for nth, sign in enumerate(path) if sign == "/")


def spelt_out(code: str) -> list[str]:
    """`a/{b,c}.py` as `a/b.py` and `a/c.py`."""
    if (choice := re.search(r"\{([^{}]*)\}", code)) is None:
        return [code]
    before, after = code[: choice.start()], code[choice.end() :]
    return [whole for one in choice[1].split(",") for whole in spelt_out(before + one.strip() + after)]


def exists(code: str) -> bool:
    """Whether a file, a folder or a pattern is of this repository. What is none of the three exists."""
    if not (FILE.fullmatch(code) or FOLDER.fullmatch(code)) or code in OUTSIDE:
        return True
    if not FILE.fullmatch(code) and not code.endswith("/") and code.partition("/")[0] not in starts():
        return True
    if "*" in code:
        return any(Path(path).match(code) for path in paths())
    return code.rstrip("/") in ends()


@cache
def starts() -> frozenset[str]:
    """With what a folder's path begins: a folder of the repository, or a package."""
    return frozenset({*TOP, *(path.name for path in (ROOT / "src/auxilio").iterdir())})


@cache
def texts() -> frozenset[str]:
    """What stands in quotation marks in code: tags of commands and events, among others."""
    files = (ROOT / "src/auxilio").rglob("*.py")
    return frozenset(text for path in files for text in re.findall(r'"([\w.]+)"', path.read_text("utf-8")))


@cache
def words() -> frozenset[str]:
    """Every word of the code, its data and its texts."""
    found: set[str] = set()
    for path in (
        ROOT / path[1:] for path in paths() if Path(path).suffix in CODE and ROOT / path[1:] != Path(__file__)
    ):
        found.update(re.findall(r"[A-Za-z_]\w*", path.read_text("utf-8", errors="replace")), (path.stem,))
    return frozenset(found)


def spoken(code: str) -> bool:
    """Whether a name of code (`snake_case`, `CamelCase`, `a.b`) stands anywhere in the code. Other words are not looked for."""
    name = code.removesuffix("()")
    if not NAME.fullmatch(code) or FILE.fullmatch(code) or code in OUTSIDE:
        return True
    if "." not in name and "_" not in name and name.islower():
        return True
    parts = name.removeprefix("AUXILIO_").split(".")
    return name in words() or all(part in words() or part.lower() in words() for part in parts)


@cache
def defined_in(module: Path) -> frozenset[str]:
    """Names at the top of a module, imported ones too."""
    names: set[str] = set()
    for node in ast.parse(module.read_text("utf-8")).body:
        match node:
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                names.add(name)
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                names.add(name)
            case ast.TypeAlias(name=ast.Name(id=name)):
                names.add(name)
            case ast.ImportFrom(names=imported):
                names.update(alias.asname or alias.name for alias in imported)
    return frozenset(names)


def known(code: str) -> bool:
    """Whether `package.module.name` or the tag of a command or an event is of this repository."""
    found = DOTTED.fullmatch(code)
    package = ROOT / "src/auxilio"
    if found is None or code in OUTSIDE or FILE.fullmatch(code):
        return True
    parts, name = found[1].split("."), found[2]
    if not (package / parts[0]).is_dir() or code in texts():
        return True
    for nth in range(len(parts)):
        module = package.joinpath(*parts[:nth], f"{parts[nth]}.py")
        if module.is_file():
            return nth < len(parts) - 1 or name in defined_in(module)
    place = package.joinpath(*parts)
    return place.is_dir() and (
        (place / f"{name}.py").is_file()
        or (place / name).is_dir()
        or name in defined_in(place / "__init__.py")
    )


def wrong(text: str, page: Path) -> Iterator[str]:
    """What a page names and what is not there."""
    for number, line in enumerate(text.splitlines(), 1):
        for code in re.findall(r"`([^`]+)`", line):
            yield from (f"{number}: {one}" for one in spelt_out(code) if not (exists(one) and known(one)))
            if page.relative_to(ROOT).as_posix() not in OTHERS and not spoken(code):
                yield f"{number}: {code} stands nowhere in the code"
        for link in re.findall(r"\]\(([^)#]+)", line):
            if "://" not in link and not (page.parent / link).exists():
                yield f"{number}: link to {link}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_what_a_page_names_exists(page: Path) -> None:
    assert list(wrong(page.read_text("utf-8"), page)) == []


@pytest.mark.parametrize(
    "line",
    [
        "Code: `calls/core/no_such_machine.py`.",
        "Code: `calls/core/{machine,no_such_machine}.py`.",
        "In `no_such_package/core/`.",
        "As `calls.core.model.NoSuchCall` says.",
        "As `app.no_such_module.Runtime` says.",
        "See [leg](no-such-leg.md).",
        "`no_such_name_of_code` and nothing else.",
        "`no_such_name_of_code()` and nothing else.",
        "`NoSuchClass.decide` and nothing else.",
    ],
)
def test_a_name_of_nothing_is_found(line: str) -> None:
    assert list(wrong(line, ROOT / "docs/nouns/call.md"))


@pytest.mark.parametrize(
    "line",
    [
        "Code: `calls/core/{machine,model}.py`, `calls/core/`, `docs/nouns/*.md`.",
        "As `calls.core.model.CallState` and the event `calls.call.answered` say.",
        "See [leg](leg.md).",
        "`match_desks`, `CommandExecutor.run`, `AUXILIO_OFFER_S`, a `word`.",
    ],
)
def test_what_is_there_is_not_found(line: str) -> None:
    assert list(wrong(line, ROOT / "docs/nouns/call.md")) == []


def missing_parts(package: Path, docstring: str) -> list[str]:
    """Lower-case names in backticks that are no module in, beside or above the core of a package, and no name in it."""
    places = (package, package / "core", package.parent, ROOT / "src/auxilio")
    return [
        name
        for name in re.findall(r"`([a-z_]+)`", docstring)
        if not any((place / f"{name}.py").is_file() or (place / name).is_dir() for place in places)
        and name not in defined_in(package / "__init__.py")
    ]


@pytest.mark.parametrize(
    "module",
    sorted((ROOT / "src/auxilio").rglob("__init__.py")),
    ids=lambda path: path.parent.relative_to(ROOT / "src").as_posix(),
)
def test_the_docstring_of_a_package_names_modules_that_there_are(module: Path) -> None:
    assert missing_parts(module.parent, ast.get_docstring(ast.parse(module.read_text("utf-8"))) or "") == []


def test_a_module_that_a_package_does_not_have_is_found() -> None:
    docstring = "`machine`, `core`, `service` and `dispatch` are there, `answered` is not."
    assert missing_parts(ROOT / "src/auxilio/calls", docstring) == ["answered"]


def test_the_drawing_of_the_architecture_names_every_package() -> None:
    drawing = (ROOT / "docs/architecture.md").read_text("utf-8")
    packages = [path.parent.name for path in (ROOT / "src/auxilio").glob("*/__init__.py")]
    parts = [path.parent.name for path in (ROOT / "src/auxilio/dispatch").glob("*/__init__.py")]
    assert [name for name in packages + parts if f"{name}/" not in drawing and name != "core"] == []


@pytest.mark.parametrize("folder", ["nouns", "how-to"])
def test_every_page_of_a_folder_stands_in_its_index(folder: str) -> None:
    index = (ROOT / "docs" / folder / "README.md").read_text("utf-8")
    pages = {page.name for page in (ROOT / "docs" / folder).glob("*.md")} - {"README.md"}
    assert [name for name in sorted(pages) if f"]({name})" not in index] == []
