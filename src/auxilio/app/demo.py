"""`auxilio demo`: a whole centre on this machine, with seeded people."""

import asyncio
import sys
from pathlib import Path

import httpx
import msgspec
from rich.console import Console

from auxilio.app.house import open_region, open_shell
from auxilio.app.seed import PASSWORD, PEOPLE, demo_seed, register_units
from auxilio.app.settings import Settings
from auxilio.app.supervisor import database, keep_running, until_told
from auxilio.identity.service import Identity
from auxilio.kernel.refusal import Refused
from auxilio.platform.clock import SystemClock
from auxilio.platform.database.connection import open_pool

READY_WITHIN_S = 60
_say = Console(stderr=True)


async def seed(settings: Settings) -> None:
    """Bring the people of the demo; who is there already stays as they are."""
    assert settings.database_url is not None, "the database is up"
    pool = await open_pool(settings.database_url, size_max=2)
    try:
        await Identity(pool, SystemClock()).seed(demo_seed())
    finally:
        await pool.close()
    async with open_shell(settings) as shell:
        region = await asyncio.to_thread(open_region, settings)
        await register_units(shell, region)
        region.close()


async def until_ready(settings: Settings, clock: SystemClock) -> None:
    """Until the page answers. Raises `Refused("not_ready")`."""
    url = f"http://127.0.0.1:{settings.port}/api/health"
    async with httpx.AsyncClient() as client:
        for _ in range(READY_WITHIN_S * 5):
            try:
                if (await client.get(url)).json().get("status") == "ok":
                    return
            except (httpx.TransportError, ValueError):
                pass  # not there yet; asked again below
            await clock.sleep(0.2)
    raise Refused("not_ready", url=url)


async def build_region(settings: Settings, extract: Path | None) -> Path:
    """The region of the demo, built when it is not there yet. Raises `Refused("region_not_built")`."""
    folder = settings.data / "region" / (extract.name.split(".")[0] if extract else "town")
    if (folder / "current").exists():
        return folder
    source = [str(extract)] if extract else ["--town"]
    # Its own process: the builders hold hundreds of megabytes that `serve` need not carry for years.
    build = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "auxilio",
        "region",
        "build",
        *source,
        "--out",
        str(folder),
        stdout=asyncio.subprocess.DEVNULL,
    )
    if await build.wait() != 0:
        raise Refused("region_not_built", source=str(extract or "town"))
    return folder


async def run_demo(settings: Settings, *, extract: Path | None, lan: bool) -> None:
    """Set up what is missing, start everything, say where it is, run until told to stop."""
    if lan:
        raise Refused("lan_not_available")
    told, clock = until_told(), SystemClock()
    _say.print("Base de datos…")
    async with database(settings) as started:
        _say.print("Mapa, calles y carreteras…")
        running = msgspec.structs.replace(started, region=await build_region(started, extract))
        _say.print("Personas y puestos…")
        await seed(running)
        tasks = [
            asyncio.create_task(keep_running([command], running, clock)) for command in ("serve", "worker")
        ]
        try:
            _say.print("Consola…")
            await until_ready(running, clock)
            people = " · ".join(login for login, *_ in PEOPLE)
            Console().print(
                f"Auxilio: http://{running.host}:{running.port}  personas: {people}  contraseña: {PASSWORD}",
                soft_wrap=True,
            )
            await told.wait()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
