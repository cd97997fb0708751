"""A demo of a checkout for the benchmarks that need a whole installation, and work in it for a limited time."""

import asyncio
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Coroutine, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx

from auxilio.app.cli.demo import own_port
from auxilio.app.cli.demo_people import PASSWORD

HERE = Path(__file__).parents[1]
START_S = 300.0
STOP_S = 60.0
WHO = {"login": "iria", "password": PASSWORD, "desk": "desk-05"}


@contextmanager
def demo_of(checkout: Path) -> Iterator[str]:
    """The address of a demo of this checkout, with its own folder."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR"))))
        folder.chmod(0o755)
        port = stack.enter_context(own_port(18_500, "127.0.0.1"))
        environ = {**os.environ, "PYTHONPATH": f"{checkout / 'src'}:{checkout}"}
        command = [sys.executable, "-m", "auxilio", "demo", "--quiet"]
        with (folder / "log").open("w") as log:
            process = subprocess.Popen(
                [*command, "--port", str(port), "--data", str(folder / "data")],
                cwd=checkout,
                env=environ,
                stdout=log,
                stderr=log,
            )
            try:
                address = f"http://127.0.0.1:{port}"
                wait_for(address, process, folder / "log")
                yield address
            finally:
                stop(process)


def wait_for(address: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    """Until people can sign in."""
    until = time.monotonic() + START_S
    while time.monotonic() < until and process.poll() is None:
        try:
            if httpx.post(f"{address}/api/session", json=WHO, timeout=5).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(1)
    raise SystemExit(f"no demo at {address}: {log.read_text()[-2000:]}")


def stop(process: "subprocess.Popen[bytes]") -> None:
    """As Ctrl+C does; killed when it has not ended after `STOP_S`."""
    process.send_signal(signal.SIGINT)
    try:
        process.wait(STOP_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


async def run_at_most[T](
    minutes: float, work: Coroutine[None, None, T], *beside: Coroutine[None, None, None]
) -> T | None:
    """The result of `work`; None when it was stopped after so many minutes. `beside` run without end for as long. Raises what
    any of them raised, so that no figure is of an evening in which one had died."""
    main = asyncio.create_task(work)
    tasks = [main, *(asyncio.create_task(one) for one in beside)]
    try:
        await asyncio.wait(tasks, timeout=minutes * 60, return_when=asyncio.FIRST_COMPLETED)
        ended = main.done()
    finally:
        for task in tasks:
            task.cancel()
        results = await asyncio.gather(*tasks, return_exceptions=True)
    for result in results:
        if isinstance(result, BaseException) and not isinstance(result, asyncio.CancelledError):
            raise result
    return main.result() if ended else None
