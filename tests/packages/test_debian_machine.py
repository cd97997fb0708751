"""Must-show 7: in a fresh Debian whose systemd runs, the package is installed, upgraded with its cases, brought back, and purged."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.packages.debian import Machine, booted, make_root, missing_tools, repacked

pytestmark = pytest.mark.soak
ROOT = Path(__file__).parents[2]
INSIDE = Path(__file__).with_name("inside.py")
PYTHON = "cd /etc/auxilio && runuser -u auxilio -- /opt/auxilio/current/bin/python -P /opt/inside.py"
LEFT = r"find / -xdev \( -path /proc -o -path /sys -o -path /run -o -path /root \) -prune -o -iname '*auxilio*' -print | sort"
TRACES = ("/var/lib/auxilio", "/var/lib/dpkg/", "/var/log/", "/var/cache/", "/var/lib/systemd/")
"""Where something of that name may stay: the data, and what the system writes about any package."""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """The Debian package of this checkout, or the one that AUXILIO_DEB names."""
    if given := os.environ.get("AUXILIO_DEB"):
        return Path(given)
    command = [sys.executable, "tools/package.py", "deb", "--compression", "1", "--out", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True, timeout=1800)
    return Path(done.stdout.split()[-1])


def install(machine: Machine, package: Path, *, fails: bool = False) -> str:
    """`apt install ./auxilio_*.deb`."""
    target = machine.root / "root" / package.name
    shutil.copy2(package, target)
    said = machine.run(f"apt-get install --yes /root/{package.name} 2>&1", fails=fails)
    target.unlink()
    return said


def ready(machine: Machine) -> str:
    """Where the running release lies, once its pages answer."""
    assert machine.run("systemctl is-active auxilio").strip() == "active"
    assert '"ok"' in machine.run("curl -s http://127.0.0.1:8112/api/health")
    return machine.run("readlink /opt/auxilio/current").strip()


def test_a_fresh_debian_installs_upgrades_goes_back_and_purges(package: Path, tmp_path: Path) -> None:
    if missing := missing_tools():
        pytest.skip(f"missing: {', '.join(missing)} (apt-get install mmdebstrap systemd-container debhelper)")
    if os.geteuid() != 0:
        pytest.skip("only root boots a machine")
    root = make_root(tmp_path / "root")
    with booted(root) as machine:
        install(machine, package)
        shutil.copy2(INSIDE, root / "opt/inside.py")
        assert ready(machine) == "/opt/auxilio/release"
        assert "ana" in machine.run("auxilio administrator ana --name 'Ana Pons'")
        exposure = machine.run("systemd-analyze security auxilio.service --no-pager | tail -1")
        assert "OK" in exposure
        case = machine.run(f"{PYTHON} open").split()[-1]

        # A newer release: its migration is applied, and the case is there.
        install(machine, repacked(package, "9.0.1", tmp_path, spoiled=False))
        assert ready(machine) == "/opt/auxilio/release"
        assert {case, "later_1"} <= set(machine.run(f"{PYTHON} list").split())
        assert machine.run("ls /var/lib/auxilio").split().count("upgrade") == 0

        # One whose pages do not start: the release of before runs again, over the tables of before.
        said = install(machine, repacked(package, "9.0.2", tmp_path, spoiled=True), fails=True)
        machine.run("systemctl start auxilio")  # waits until it is active
        assert ready(machine) == "/opt/auxilio/previous", said
        found = set(machine.run(f"{PYTHON} list").split())
        assert {case, "later_1"} <= found
        assert "later_2" not in found

        # Its repair is installed over it.
        install(machine, repacked(package, "9.0.3", tmp_path, spoiled=False))
        assert ready(machine) == "/opt/auxilio/release"
        assert {case, "later_1", "later_3"} <= set(machine.run(f"{PYTHON} list").split())

        machine.run("apt-get purge --yes auxilio 2>&1")
        left = [line for line in machine.run(LEFT).split() if not line.startswith(TRACES)]
        assert left == []
        assert "cluster" in machine.run("ls /var/lib/auxilio/postgres")
        assert machine.run("stat -c %U /var/lib/auxilio").strip() == "auxilio"

        # Installed again it is the same centre; and purged with a person's yes, nothing is left.
        install(machine, package_of(package, "9.0.3", tmp_path))
        assert ready(machine) == "/opt/auxilio/release"
        assert case in machine.run(f"{PYTHON} list").split()
        machine.run("echo 'auxilio auxilio/remove-data boolean true' | debconf-set-selections")
        machine.run("apt-get purge --yes auxilio 2>&1")
        machine.run("test ! -e /var/lib/auxilio")


def package_of(package: Path, version: str, folder: Path) -> Path:
    """The package of this version that was made before, or the first."""
    made = folder / f"auxilio_{version}_amd64.deb"
    return made if made.exists() else package
