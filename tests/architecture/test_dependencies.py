"""What we lean on: each with its reason, its licence, and no trace of where it was fetched from."""

import importlib.metadata
import json
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/dependencies.md").read_text()
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
CONSOLE = ROOT / "console/package.json"

ALLOWED = {
    "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "ISC", "MIT", "MIT-0", "MIT-CMU", "MPL-2.0", "OFL-1.1",
    "PSF-2.0", "PostgreSQL", "Unicode-3.0", "Zlib", "EUPL-1.2", "BlueOak-1.0.0", "Python-2.0", "CC-BY-4.0", "Unlicense",
}  # fmt: skip
"""Licences that may stand beside EUPL-1.2 in one product. GPL and AGPL would not harm us, but would bind our users."""

CLASSIFIERS = {
    "MIT License": "MIT",
    "BSD License": "BSD-3-Clause",
    "Apache Software License": "Apache-2.0",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "ISC License (ISCL)": "ISC",
    "Python Software Foundation License": "PSF-2.0",
}
SPOKEN = {
    "Apache 2.0": "Apache-2.0", "BSD 2-Clause License": "BSD-2-Clause", "MIT License": "MIT", "BSD": "BSD-3-Clause",
    "The MIT License (MIT)": "MIT", "Apache License 2.0": "Apache-2.0", "BSD License": "BSD-3-Clause",
}  # fmt: skip
LOOKED_UP = {
    "fhirpathpy": ("MIT", "says nothing in its metadata; the licence file in its wheel is MIT"),
    "pyrage": ("MIT", "says nothing in its metadata; the licence file in its wheel is MIT"),
    "zen-engine": ("MIT", "says nothing in its metadata; the licence file in its source is MIT"),
}

TESTS_ONLY = {"pycrate": "LGPL v2.1+"}
"""Licences that may stand beside our tests, and not in what is shipped."""


def python_dependencies() -> list[str]:
    groups = [
        line for group in PROJECT["dependency-groups"].values() for line in group if isinstance(line, str)
    ]
    wanted = PROJECT["project"]["dependencies"] + groups
    return sorted({re.split(r"[\s<>=!~;\[]", line)[0].lower() for line in wanted})


def console_dependencies() -> list[str]:
    if not CONSOLE.exists():
        return []
    manifest = json.loads(CONSOLE.read_text())
    return sorted(manifest["dependencies"] | manifest["devDependencies"])


@pytest.mark.parametrize("name", [*python_dependencies(), *console_dependencies()])
def test_a_dependency_says_what_it_saves_and_why_it_was_chosen(name: str) -> None:
    lines = [line for line in PAGE.splitlines() if line.startswith("- ") and f"`{name}`" in line]
    assert lines, f"docs/dependencies.md has no line for {name}"


def test_a_dependency_that_has_gone_leaves_no_line_behind() -> None:
    named = {
        name
        for line in PAGE.splitlines()
        if line.startswith("- ")
        for name in re.findall(r"`([^`]+)`", line.partition(":")[0])
    }
    assert named - {*python_dependencies(), *console_dependencies()} == set()


def licence_of(found: importlib.metadata.Distribution) -> set[str]:
    """The licences of which one may choose; an `AND` is kept whole."""
    name = found.metadata["Name"].lower()
    if name in LOOKED_UP:
        return {LOOKED_UP[name][0]}
    said = found.metadata.get("License-Expression")
    if said is None:
        classes = [
            words.rpartition(" :: ")[2]
            for words in found.metadata.get_all("Classifier", [])
            if words.startswith("License :: ") and not words.endswith("OSI Approved")
        ]
        if classes:
            return {CLASSIFIERS.get(one, one) for one in classes}
        words = (found.metadata.get("License") or "unknown").splitlines()[0]
        said = SPOKEN.get(words, words)
    return set(said.split(" OR "))


def test_every_installed_package_has_a_licence_that_we_may_ship_beside() -> None:
    refused = {}
    for found in importlib.metadata.distributions():
        choices = licence_of(found)
        if choices == {TESTS_ONLY.get(found.metadata["Name"].lower())}:
            continue
        if not any(set(choice.strip("()").split(" AND ")) <= ALLOWED for choice in choices):
            refused[found.metadata["Name"]] = choices
    assert not refused


@pytest.mark.parametrize("name", TESTS_ONLY)
def test_what_may_stand_beside_tests_alone_is_named_by_nothing_that_is_shipped(name: str) -> None:
    shipped = [*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["build"]]
    assert not [line for line in shipped if line.startswith(name)]
    code = [*(ROOT / "src").rglob("*.py"), *(ROOT / "simulator").rglob("*.py")]
    assert not [path for path in code if re.search(rf"^\s*(from|import) {name}", path.read_text(), re.M)]


def test_every_package_of_the_console_has_a_licence_that_we_may_ship_beside() -> None:
    lock = ROOT / "console/package-lock.json"
    refused = {}
    for place, package in json.loads(lock.read_text())["packages"].items():
        said = package.get("license", "unknown").strip("()")
        if place and not any(set(choice.split(" AND ")) <= ALLOWED for choice in said.split(" OR ")):
            refused[place] = said
    assert not refused


def test_a_lock_file_names_no_host() -> None:
    for path in (*ROOT.glob("requirements*.lock"), ROOT / "sbom.cdx.json"):
        assert not re.search(r"https?://", path.read_text())
    npm = json.loads((ROOT / "console/package-lock.json").read_text())
    assert not [place for place, package in npm["packages"].items() if "resolved" in package]
    assert "omit-lockfile-registry-resolved=true" in (ROOT / "console/.npmrc").read_text()


@pytest.mark.parametrize("path", sorted(ROOT.glob("requirements*.lock")), ids=lambda path: path.name)
def test_every_line_of_the_lock_has_a_hash(path: Path) -> None:
    lock = path.read_text()
    names = re.findall(r"^([A-Za-z0-9_.-]+)==", lock, re.MULTILINE)
    bare = [
        name
        for name in names
        if not re.search(rf"^{re.escape(name)}==[^\n]*\\\n\s+--hash=sha256:", lock, re.MULTILINE)
    ]
    assert names
    assert not bare


def tracked() -> list[Path]:
    said = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    return [ROOT / name for name in said.split("\0") if name]


HOSTS = re.compile(
    "|".join(
        [r"registry\.npm" + "js", r"files\.pythonhosted", r"py" + r"pi\.org", "proxy\\.golang" + r"\.org"]
    )
)


def test_no_committed_file_names_a_registry() -> None:
    named = []
    for path in tracked():
        if path == Path(__file__) or not path.is_file() or path.stat().st_size > 5_000_000:
            continue
        if HOSTS.search(path.read_text(errors="ignore")):
            named.append(str(path.relative_to(ROOT)))
    assert not named


def test_what_names_hosts_is_not_committed() -> None:
    assert ROOT / "uv.lock" not in tracked()
