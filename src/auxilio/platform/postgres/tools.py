"""PostgreSQL's own programs (`pg_dump`, `pg_restore`), of the server's own major, told where to connect by files only we can read.

A word of a command line can be read by every account of the machine (/proc/PID/cmdline): a DSN with its password is never one.
"""

import os
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from urllib.parse import parse_qsl, unquote, urlsplit

from auxilio.kernel.refusal import Refused
from auxilio.platform.postgres.binaries import Binaries, find_binaries

_SERVICE = "auxilio"


def connection_parameters(dsn: str) -> dict[str, str]:
    """The words of a connection (libpq 32.1.2) from a URI; several hosts stay in their order."""
    parts = urlsplit(dsn)
    login, _, places = parts.netloc.rpartition("@")
    user, _, password = login.partition(":")
    hosts = [_host_and_port(place) for place in places.split(",")]
    words = {
        "user": unquote(user),
        "password": unquote(password),
        "host": ",".join(host for host, _ in hosts),
        "port": ",".join(port for _, port in hosts),
        "dbname": unquote(parts.path.lstrip("/")),
    } | dict(parse_qsl(parts.query))
    return {name: value for name, value in words.items() if value.strip(",")}


def _host_and_port(place: str) -> tuple[str, str]:
    if place.startswith("["):  # an IPv6 address
        host, _, port = place[1:].partition("]")
        return host, port.lstrip(":")
    host, _, port = place.partition(":")
    return unquote(host), port


@contextmanager
def connection_files(dsn: str) -> Iterator[dict[str, str]]:
    """The environment in which libpq finds the way by itself; the files are gone afterwards."""
    words = connection_parameters(dsn)
    if any("\n" in value or "\r" in value for value in words.values()):
        raise Refused("database_url_wrong")
    password = words.pop("password", "")
    with tempfile.TemporaryDirectory(prefix="auxilio-") as name:
        folder = Path(name)
        service, passwords = folder / "service", folder / "passwords"
        _write(service, f"[{_SERVICE}]\n" + "".join(f"{name}={value}\n" for name, value in words.items()))
        _write(passwords, "*:*:*:*:" + password.replace("\\", "\\\\").replace(":", "\\:") + "\n")
        yield {
            **{name: value for name, value in os.environ.items() if name != "AUXILIO_DATABASE_OWNER_URL"},
            "PGSERVICEFILE": str(service),
            "PGSERVICE": _SERVICE,
            "PGPASSFILE": str(passwords),
        }


def _write(path: Path, text: str) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)


@contextmanager
def run_tool(
    program: str, major: int, dsn: str, arguments: Sequence[str], *, gives: bool
) -> Iterator["ToolProcess"]:
    """One of PostgreSQL's programs at work on a database; `gives` says that it is read from, and not written to."""
    with connection_files(dsn) as environ, tempfile.TemporaryFile() as said:
        process = subprocess.Popen(  # noqa: S603  our own arguments
            [str(find_tool(program, major)), *arguments],
            env=environ,
            stdin=subprocess.DEVNULL if gives else subprocess.PIPE,
            stdout=subprocess.PIPE if gives else subprocess.DEVNULL,
            stderr=said,
        )
        try:
            yield ToolProcess(program, process, said)
        finally:
            if process.poll() is None:
                process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    _close(stream)


class ToolProcess:
    """A program that runs."""

    def __init__(self, name: str, process: "subprocess.Popen[bytes]", said: IO[bytes]) -> None:
        self._name, self._process, self._said = name, process, said

    @property
    def output(self) -> IO[bytes]:
        """What it gives."""
        assert self._process.stdout is not None, "it gives"
        return self._process.stdout

    @property
    def input(self) -> IO[bytes]:
        """What it takes."""
        assert self._process.stdin is not None, "it takes"
        return self._process.stdin

    def end(self) -> None:
        """Nothing more is written; whether it did its work. Raises `Refused("database_tool_failed")`."""
        if self._process.stdin is not None:
            _close(self._process.stdin)
        if self._process.wait() != 0:
            self._said.seek(0)
            said = self._said.read().decode(errors="replace").strip()
            raise Refused("database_tool_failed", program=self._name, said=said[-400:])


def _close(stream: IO[bytes]) -> None:
    try:
        stream.close()
    except BrokenPipeError:
        return  # it ended before it had taken everything, and its exit code says so


def find_tool(program: str, major: int, candidates: Sequence[Binaries] | None = None) -> Path:
    """The program of that major; else of the next newer one, which can read what is older; else the machine's own."""
    found = find_binaries() if candidates is None else candidates
    fitting = sorted((one for one in found if one.major >= major), key=lambda one: one.major)
    return fitting[0].bin / program if fitting else Path(program)
