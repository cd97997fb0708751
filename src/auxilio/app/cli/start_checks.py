"""What must hold before `up` and `demo` start anything: a data folder of their own, free ports, certificates and content that
can be read. Three checks (the lock; settings, ports and files; content); each raises all of its faults as one `CannotStart`, so that a
process that cannot work is never started again and again."""

import asyncio
import errno
import fcntl
import os
import socket
import ssl
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import msgspec
import psutil

from auxilio.app.settings import Settings
from auxilio.kernel.refusal import Refused
from auxilio.platform.clock import Clock
from auxilio.platform.documents import DocumentFault
from auxilio.platform.forked_process import ForkedProcess

LOCK = "up.lock"
"""In the data folder, locked as long as an installation runs on it; it holds the id of the process and the address."""
LEFT_OVER_TRIES, LEFT_OVER_AGAIN_S = 40, 0.25
"""A port that a process of ours has is tried for ten seconds: those of a supervisor that was killed end within five (`serve.GRACE_S`)."""
ANSWER_S = 10.0
"""How long a question that is not needed any more may take to end."""
TCP, UDP = socket.SOCK_STREAM, socket.SOCK_DGRAM


class CannotStart(Exception):
    """Why an installation does not start: each fault is one line for a person."""

    def __init__(self, faults: Sequence[Refused | DocumentFault]) -> None:
        super().__init__("; ".join(str(fault) for fault in faults))
        self.faults = faults


class ListenedPort(NamedTuple):
    """A port that our processes listen on, and the setting that names it."""

    setting: str
    host: str
    port: int
    kind: socket.SocketKind


async def check_start(settings: Settings, clock: Clock) -> None:
    """Raises `CannotStart` with every fault that can be found before anything runs."""
    faults = port_faults(settings)
    for _ in range(LEFT_OVER_TRIES):
        if not any(_is_ours(fault) for fault in faults):
            break
        await clock.sleep(LEFT_OVER_AGAIN_S)
        faults = port_faults(settings)
    if found := [*faults, *file_faults(settings)]:
        raise CannotStart(found)


def _is_ours(fault: Refused) -> bool:
    return str(fault.facts.get("holder", "")).startswith("auxilio ")


@contextmanager
def hold_data_folder(settings: Settings, address: str) -> Iterator[None]:
    """Lock the data folder until the end of the block, or of this process however it ends. `address` stands in the refusal
    of a second process on it: where the pages are, or what this process does. Raises `CannotStart` where another one has the lock."""
    folder = settings.data.absolute()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / LOCK).open("a+")
    except OSError as error:
        why = Refused("data_folder_unusable", folder=str(folder), reason=error.strerror)
        raise CannotStart([why]) from None
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            pid, _, at = lock.read().strip().partition(" ")
            why = Refused("already_running", folder=str(folder), pid=pid, address=at)
            raise CannotStart([why]) from None
        lock.truncate(0)
        lock.write(f"{os.getpid()} {address}\n")
        lock.flush()
        yield


def listened_ports(settings: Settings) -> Iterator[ListenedPort]:
    """Every port that `serve` and `voice` of these settings listen on. Behind an edge, the edge has those for others."""
    host = settings.host
    yield ListenedPort("port", host, settings.port, TCP)
    if not settings.voice_port:
        return
    yield ListenedPort("sip_port", host, settings.sip_port, UDP)
    if not settings.voice_edge:
        yield ListenedPort("sip_port", host, settings.sip_port, TCP)
        yield ListenedPort("voice_port", host, settings.voice_port, TCP)
        yield ListenedPort("sip_tls_port", host, settings.sip_tls_port, TCP)
    if settings.voice_engine == "rtpengine":
        reports, _, port = settings.rtpengine_reports.rpartition(":")
        yield ListenedPort("rtpengine_reports", reports.strip("[]"), int(port), UDP)


def port_faults(settings: Settings) -> list[Refused]:
    """Of each port that is taken, asked for twice or not ours to take: which setting names it, and why."""
    faults: dict[tuple[str, int], Refused] = {}
    asked: dict[tuple[str, int, socket.SocketKind], str] = {}
    with ExitStack() as held:
        for one in listened_ports(settings):
            other = asked.setdefault((one.host, one.port, one.kind), one.setting)
            if one.port == 0 or (one.setting, one.port) in faults:
                continue
            if other != one.setting:
                facts = {"port": one.port, "setting": one.setting, "other": other}
                faults[one.setting, one.port] = Refused("port_twice", **facts)
            elif fault := _try(one, held):
                faults[one.setting, one.port] = fault
    return list(faults.values())


def _try(one: ListenedPort, held: ExitStack) -> Refused | None:
    """Bind as the process will; the socket is held until all ports are tried."""
    try:
        for family, kind, protocol, _, address in socket.getaddrinfo(
            one.host, one.port, type=one.kind, flags=socket.AI_PASSIVE
        ):
            bound = held.enter_context(socket.socket(family, kind, protocol))
            if kind == TCP:
                bound.setsockopt(
                    socket.SOL_SOCKET, socket.SO_REUSEADDR, 1
                )  # connections that have just ended
            if family == socket.AF_INET6:
                bound.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            bound.bind(address)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            return Refused("port_taken", setting=one.setting, port=one.port, holder=_holder(one))
        facts = {"setting": one.setting, "host": one.host, "port": one.port}
        return Refused("port_unusable", **facts, reason=error.strerror or "")
    return None


def _holder(one: ListenedPort) -> str:
    """Which program has the port, `nginx (411)`; `none` where this account may not see it."""
    with suppress(psutil.Error):
        for each in psutil.net_connections("tcp" if one.kind == TCP else "udp"):
            listens = each.status in (psutil.CONN_LISTEN, psutil.CONN_NONE)
            if each.pid and listens and each.laddr and each.laddr.port == one.port:
                return f"{psutil.Process(each.pid).name()} ({each.pid})"
    return "none"


def file_faults(settings: Settings) -> Iterator[Refused]:
    """Of the certificates of the pages and of SIP, and of the folder of content, where they cannot be read."""
    pages = (settings.tls_certificate, settings.tls_key)
    for certificate, key in dict.fromkeys(
        (pages, settings.sip_certificate if settings.sip_tls_port else pages)
    ):
        if certificate is None:
            continue
        try:
            # Without a passphrase: nobody is asked for one at a start.
            ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key, password="")
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            facts = {"certificate": str(certificate), "key": str(key)}
            yield Refused("certificate_unreadable", **facts, reason=reason)
    if settings.content is not None and not settings.content.is_dir():
        yield Refused("content_folder_missing", folder=str(settings.content))


async def ask[T](question: str, settings: Settings, kind: type[T]) -> T:
    """Have a question of `start_questions` answered. Raises `Refused("start_check_failed")`."""
    with TemporaryDirectory(prefix="auxilio-") as folder:
        file = Path(folder, "answer")
        answering = "auxilio.app.cli.start_questions:answer"
        asked = ForkedProcess(f"auxilio: {question}", answering, question, settings, file)
        await asked.start()
        try:
            code = await asked.wait()
        finally:
            await asked.stop(ANSWER_S)
        if code:
            raise Refused("start_check_failed", question=question, exit=code)
        return msgspec.json.decode(await asyncio.to_thread(file.read_bytes), type=kind)


async def check_content(settings: Settings) -> None:
    """Raises `CannotStart` with every error of the content in force: no process would start with it."""
    if errors := await ask("content_errors", settings, list[DocumentFault]):
        raise CannotStart(errors)
