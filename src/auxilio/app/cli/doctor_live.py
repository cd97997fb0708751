"""`auxilio doctor --live`: the readiness of the installation, asked from a terminal while it runs or does not."""

from contextlib import AsyncExitStack
from pathlib import Path

from auxilio.active_content.activation import ActiveContent, ContentFollower
from auxilio.active_content.content_bundle import VerificationCache, content_folder
from auxilio.app.composition import region_info
from auxilio.app.settings import Settings
from auxilio.app.storage import open_database
from auxilio.content_release.store import SetStore
from auxilio.kernel.refusal import Refused
from auxilio.platform.clock import Clock, SystemClock
from auxilio.platform.database.connection import TRANSIENT_ERRORS, Pool
from auxilio.platform.postgres.binaries import major_of
from auxilio.readiness.checks import CheckContext, examine_readiness
from auxilio.readiness.core.model import ReadinessReport
from auxilio.readiness.store import ReadinessStore


def own_cluster(settings: Settings) -> Path:
    """Where a PostgreSQL of our own keeps its data, whether it is there or not."""
    folder = settings.data / "postgres"
    place = (folder / "elsewhere").resolve() if (folder / "elsewhere").is_symlink() else folder
    return place / "cluster"


async def report_by_itself(settings: Settings) -> ReadinessReport:
    """The readiness that `serve` tells, over the database of the settings and the content that would be in force.

    A database of our own that is stopped is started for as long as this lasts; where there is none, none is made.
    """
    clock = SystemClock()
    async with AsyncExitStack() as stack:
        pool = await _open_pool(settings, stack)
        live = CheckContext(
            settings=settings,
            clock=clock,
            pool=pool,
            in_force=await _read_content(settings, pool, clock) if pool else None,
            region=lambda: region_info(settings),
        )
        return await examine_readiness(live)


async def _open_pool(settings: Settings, stack: AsyncExitStack) -> Pool | None:
    if not settings.database_url and major_of(own_cluster(settings)) is None:
        return None
    try:
        _, pool = await stack.enter_async_context(open_database(settings))
        return pool if await ReadinessStore(pool).is_migrated() else None
    except (Refused, *TRANSIENT_ERRORS):
        return None


async def _read_content(settings: Settings, pool: Pool, clock: Clock) -> ActiveContent | None:
    folder, verdicts = (
        settings.content or content_folder(),
        VerificationCache(settings.data / "content-verdict.json"),
    )
    try:
        return await ContentFollower(SetStore(pool), clock, folder, settings.area, verdicts).read()
    except Refused:
        return None
