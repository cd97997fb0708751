"""Write `sbom.cdx.json`: every package that runs, of Python and of the console's page, in CycloneDX 1.5.

uv tells those of Python from its lock, npm those of the page from its own; here they are put together, without what
changes at each run (moment, serial number) and without the hosts that files were fetched from (docs/decisions/0043).

    tools/sbom.py       needs uv.lock, so it is run by tools/lock.sh (make lock, make sbom)
"""

import json
import re
import subprocess
from importlib import metadata
from pathlib import Path
from typing import Any

import build_console

ROOT = Path(__file__).resolve().parents[1]
SBOM = ROOT / "sbom.cdx.json"
FITS = re.compile(r"(-none-any|(manylinux|linux).*_x86_64)\.whl$")
"""What Auxilio is installed from: Linux x86-64, glibc."""


IN_A_FILE = {"pyrage": "MIT"}
"""Licences that a package's metadata do not name: they lie in a file of its wheel."""


def python_parts() -> dict[str, Any]:
    """As uv has locked them, without the groups of building and testing."""
    uv = ROOT / ".tools/uv/bin/uv"
    command = [uv, "export", "--quiet", "--frozen", "--no-default-groups", "--format", "cyclonedx1.5"]
    return json.loads(subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout)


def console_parts() -> dict[str, Any]:
    """As npm has locked them, without what only builds and tests the page.

    Sorted out by the lock itself: `--omit dev` of npm 11.17 also leaves out `svelte`, which is a dependency of ours and
    is wanted by tools too.
    """
    node = build_console.node()
    npm = node.parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    command = [node, npm, "sbom", "--sbom-format", "cyclonedx", "--package-lock-only"]
    done = subprocess.run(command, cwd=ROOT / "console", capture_output=True, text=True, check=True)
    said, runs = json.loads(done.stdout), running_in_the_page()
    left_out = {one["bom-ref"] for one in said["components"] if (one["name"], one["version"]) not in runs}
    said["components"] = [one for one in said["components"] if one["bom-ref"] not in left_out]
    said["dependencies"] = [
        {**edge, "dependsOn": [ref for ref in edge.get("dependsOn", ()) if ref not in left_out]}
        for edge in said["dependencies"]
        if edge["ref"] not in left_out
    ]
    return said


def running_in_the_page() -> set[tuple[str, str]]:
    """Name and version of each package that is no tool, by `console/package-lock.json`."""
    lock = json.loads((ROOT / "console/package-lock.json").read_text())["packages"]
    return {
        (place.rpartition("node_modules/")[2], package["version"])
        for place, package in lock.items()
        if place and not any(package.get(flag) for flag in ("dev", "devOptional", "optional", "peer"))
    }


def component(found: dict[str, Any]) -> dict[str, Any]:
    """One package: its name, version, licence and hashes; files by their names alone."""
    kept = {
        key: found[key] for key in ("type", "bom-ref", "name", "version", "purl", "hashes") if found.get(key)
    }
    if licences := found.get("licenses") or licences_of(found):
        kept["licenses"] = licences
    files = [one for one in found.get("externalReferences", ()) if one["type"] == "distribution"]
    fitting = [bare(one) for one in files if FITS.search(one["url"])]
    if fitting or files:  # some come as their source alone
        kept["externalReferences"] = fitting or [bare(one) for one in files]
    return kept


def bare(reference: dict[str, Any]) -> dict[str, Any]:
    """A file by its name, wherever it was fetched from."""
    return {**reference, "url": reference["url"].rpartition("/")[2]}


def licences_of(found: dict[str, Any]) -> list[dict[str, Any]]:
    """What the installed package says of itself; uv's lock does not know."""
    try:
        said = metadata.metadata(found["name"])
    except metadata.PackageNotFoundError:
        return []
    if expression := said.get("License-Expression") or IN_A_FILE.get(found["name"]):
        return [{"expression": expression}]
    names = [
        words.rpartition(" :: ")[2]
        for words in said.get_all("Classifier", [])
        if words.startswith("License :: ") and not words.endswith("OSI Approved")
    ]
    if not names and (said_plainly := (said.get("License") or "").strip()):
        names = [said_plainly.splitlines()[0][:100]]
    return [{"license": {"name": name}} for name in names]


def put_together(python: dict[str, Any], console: dict[str, Any]) -> dict[str, Any]:
    """One list, in the order of names."""
    parts = [component(one) for one in (*python["components"], *console["components"])]
    edges = [*python["dependencies"], *console["dependencies"]]
    root, page = python["metadata"]["component"], console["metadata"]["component"]["bom-ref"]
    for edge in edges:
        if edge["ref"] == root["bom-ref"]:
            edge["dependsOn"] = [*edge.get("dependsOn", ()), page]
    own = {"type": "application", "bom-ref": page, "name": "auxilio-console", "version": root["version"]}
    about = {
        "type": "application",
        "bom-ref": root["bom-ref"],
        "name": root["name"],
        "version": root["version"],
    }
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": {**about, "licenses": [{"license": {"id": "EUPL-1.2"}}]}},
        "components": sorted([own, *parts], key=lambda one: (one.get("purl", ""), one["name"])),
        "dependencies": sorted(
            ({**edge, "dependsOn": sorted(edge.get("dependsOn", ()))} for edge in edges),
            key=lambda edge: edge["ref"],
        ),
    }


def main() -> None:
    """Write it."""
    made = put_together(python_parts(), console_parts())
    SBOM.write_text(json.dumps(made, indent=1, ensure_ascii=False, sort_keys=True) + "\n")
    print(f"[sbom] {len(made['components'])} components")


if __name__ == "__main__":
    main()
