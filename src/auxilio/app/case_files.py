"""The case file service of this installation, from its settings or within a running process."""

from uuid import UUID

from auxilio.active_content.content_bundle import ContentBundle, content_folder
from auxilio.app.capabilities import NARRATIVES, all_aggregates
from auxilio.app.runtime import Runtime
from auxilio.app.settings import Settings
from auxilio.app.storage import blobs_of, region_folder
from auxilio.archive.store import ArchiveReads
from auxilio.casefile.assembly import CaseFileService, IssuingCentre
from auxilio.casefile.report_mailing import ReportMailer
from auxilio.content_release.store import SetStore
from auxilio.geo.model import CreditedMap
from auxilio.geo.tiles.region_map import region_map
from auxilio.kernel.ids import CaseId
from auxilio.kernel.refusal import Refused
from auxilio.platform.blobs.ports import Blobs
from auxilio.platform.clock import SystemClock
from auxilio.platform.database.connection import Pool
from auxilio.platform.database.shared_limits import SharedRateLimiter
from auxilio.platform.keys.folder import FolderKeys
from auxilio.workflows.refused_access import refused_access_recorder


def case_files(settings: Settings, runtime: Runtime, blobs: Blobs) -> CaseFileService:
    """The desk of case files over the running installation."""
    issuer = IssuingCentre(
        name=settings.centre_name,
        organ=settings.organ,
        zone=settings.zone,
        centres=runtime.directory.centre_names,
        services=runtime.directory.services,
    )
    return CaseFileService(
        runtime.pool,
        runtime.clock,
        runtime.aggregates,
        runtime.keys,
        blobs,
        runtime.content,
        issuer,
        NARRATIVES,
        commands=runtime.commands,
        map_tiles=report_map(settings),
        record_refusal=refused_access_recorder(runtime.commands),
    )


def report_mailer(settings: Settings, runtime: Runtime, blobs: Blobs, files: CaseFileService) -> ReportMailer:
    """Sends reports of case files by e-mail."""
    limits = SharedRateLimiter(runtime.pool, runtime.clock)
    has_server = bool(settings.smtp_server)
    return ReportMailer(files, blobs, runtime.commands, limits, settings.mode, has_server=has_server)


def report_map(settings: Settings) -> CreditedMap | None:
    """What reports draw under their marks: the map of this installation's region; none where it has none."""
    region = region_folder(settings)
    return region_map(region) if region is not None else None


async def open_case_files(
    settings: Settings, pool: Pool, case: UUID | int, *, with_map: bool = False
) -> tuple[CaseFileService, CaseId, ContentBundle]:
    """The desk of case files for whoever holds the keys of the installation, the case by its id, and the content with every
    version that a case may have been held with.

    Raises `Refused`: `unknown_case`, `key_missing`.
    """
    keys = FolderKeys(settings.keys)
    found = await ArchiveReads(pool).case_of(case) if isinstance(case, int) else CaseId(case)
    if found is None:
        raise Refused("unknown_case", id=str(case))
    content = ContentBundle(settings.content or content_folder())
    for version in await SetStore(pool).versions(content.remembered):
        content.remember(version)
    issuer = IssuingCentre(name=settings.centre_name, organ=settings.organ, zone=settings.zone)
    blobs = blobs_of(settings, keys)
    map_tiles = report_map(settings) if with_map else None
    desk = CaseFileService(
        pool, SystemClock(), all_aggregates(), keys, blobs, content, issuer, NARRATIVES, map_tiles=map_tiles
    )
    return desk, found, content
