"""What this process holds in force follows the shelf of releases: at a release's moment, and back when it is taken back."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from auxilio.active_content.approvals import (
    UnsignedDocument,
    approve_civil_plans,
    approve_plan,
    unsigned_documents,
)
from auxilio.active_content.content_bundle import (
    ContentBundle,
    VerificationCache,
    errors_in,
    versions_of,
    write_set,
)
from auxilio.content_release.core.model import Shelf
from auxilio.content_release.core.signatures import SignedDocuments, signed_documents
from auxilio.content_release.store import SetStore
from auxilio.dispatch.response_plan.content import OWN_AREA, area_in, read_plan
from auxilio.dispatch.response_plan.core.plan import ResponsePlan
from auxilio.kernel.refusal import Refused
from auxilio.mass_casualty.civil_plan_content import read_civil_plans
from auxilio.mass_casualty.core.civil_plan import CivilPlans
from auxilio.platform.clock import Clock
from auxilio.platform.database.connection import TRANSIENT_ERRORS
from auxilio.platform.documents import DocumentFault, errors_of
from auxilio.radio.core.model import RadioPlan
from auxilio.radio.plan_reader import read_radio_plan

LOOK_EVERY_S = 1.0
"""Releases begin to count ten seconds after their last signature at the earliest (content_release.core.machine), so every process
knows the versions before anybody is asked by one."""
_log = logging.getLogger(__name__)


def load_response_plan(folder: Path, area: str) -> ResponsePlan:
    """The response plan of a folder. Raises `Refused("content_refused")` with file, line and rule."""
    plan, faults = read_plan(folder, area_in(folder, area))
    if plan is None:
        first = errors_of(faults)[0]
        raise Refused("content_refused", file=first.file, line=first.line, rule=first.rule, fault=first.code)
    return plan


def load_civil_plans(folder: Path, area: str) -> CivilPlans:
    """The civil protection plans of a folder. Raises `Refused("content_refused")` with file, line and rule."""
    plans, faults = read_civil_plans(folder, area_in(folder, area))
    if plans is None:
        first = errors_of(faults)[0]
        raise Refused("content_refused", file=first.file, line=first.line, rule=first.rule, fault=first.code)
    return plans


def load_radio_plan(folder: Path, area: str) -> RadioPlan:
    """Talk groups and status codes of a folder, also where it has no area: a radio needs no response plan. Raises `Refused("content_refused")` with file, line and rule."""
    plan, faults = read_radio_plan(folder, area_in(folder, area) or OWN_AREA)
    if plan is None:
        first = errors_of(faults)[0]
        raise Refused("content_refused", file=first.file, line=first.line, rule=first.rule, fault=first.code)
    return plan


def errors_in_area(folder: Path, area: str) -> list[DocumentFault]:
    """Every error for which one of the three plans of the area would be refused."""
    read = (read_plan(folder, area), read_civil_plans(folder, area), read_radio_plan(folder, area))
    return [fault for _, faults in read for fault in errors_of(faults)]


class ActiveContent:
    """Protocols, cards, the response plan, the civil protection plans and the radio plan in force, swapped together."""

    def __init__(
        self,
        published: ContentBundle,
        plan: ResponsePlan,
        civil: CivilPlans,
        radio: RadioPlan,
        content: str | None,
        signed: SignedDocuments | None = None,
    ) -> None:
        self.published, self.plan, self.civil, self.radio = published, plan, civil, radio
        self.content = content
        """The set in force; None for the folder that the centre was set up with."""
        self.signed: SignedDocuments = signed or {}
        """What of it two offices have signed."""

    def swap(
        self,
        published_from: Path,
        plan: ResponsePlan,
        civil: CivilPlans,
        radio: RadioPlan,
        content: str | None,
        signed: SignedDocuments,
    ) -> None:
        """Put a set in force. Raises `Refused("content_refused")` and leaves everything as it was."""
        self.published.publish(published_from, signed)
        self.plan, self.civil, self.radio, self.content = plan, civil, radio, content
        self.signed = signed

    @property
    def count(self) -> int:
        """Documents and plans that are signed, or are to be."""
        plans = bool(self.plan.area.id) + bool(self.civil.plans)
        return len(self.published.library.interviews) + len(self.published.cards.cards) + plans

    @property
    def unsigned(self) -> tuple[UnsignedDocument, ...]:
        """What two offices have not signed of it."""
        protocols = [one.protocol for one in self.published.library.interviews.values()]
        cards, readings = self.published.cards.cards.values(), self.published.records.readings
        return unsigned_documents(protocols, cards, self.plan, self.civil, readings)


class ContentFollower:
    """Looks at the shelf, and reads what it says."""

    def __init__(
        self, store: SetStore, clock: Clock, ground: Path, area: str, verdicts: VerificationCache
    ) -> None:
        """`ground`: the folder that the centre was set up with."""
        self._store, self._clock, self._ground = store, clock, ground
        self.area, self._verdicts = area, verdicts
        self._one = asyncio.Lock()
        self._seen: Shelf | None = None
        self._signed_by: tuple[Shelf, UUID | None, SignedDocuments] | None = None
        """For which shelf and which newest release in force it was found out."""
        self._told: Shelf | None = None
        """The shelf of which was said that its content is refused."""
        self.on_swap: list[Callable[[], None]] = []

    async def open(self) -> ActiveContent:
        """What is in force now. Raises `Refused("content_refused")`: no installation starts with content that it cannot read."""
        shelf = await self._store.shelf()
        in_force = await self._read(shelf)
        published = in_force.published
        interviews = published.library.interviews.values()
        held = list(versions_of((one.protocol for one in interviews), published.cards.cards.values()))
        await self._store.remember(held)
        await self._learn(in_force)
        self._seen = shelf
        return in_force

    async def errors(self) -> list[DocumentFault]:
        """Every error for which `open` would refuse what is in force now, each once, by file and line."""
        async with self._folder(self._wanted(await self._store.shelf())) as folder:
            faults = errors_in(folder, self._verdicts) + (
                errors_in_area(folder, area) if (area := area_in(folder, self.area)) else []
            )
        told = {(one.file, one.line, one.code, repr(one.facts)): one for one in faults}
        return [told[key] for key in sorted(told)]

    async def read(self) -> ActiveContent:
        """What would be in force now, for a look that writes nothing. Raises `Refused("content_refused")`."""
        return await self._read(await self._store.shelf())

    async def _read(self, shelf: Shelf) -> ActiveContent:
        content, signed = self._wanted(shelf), await self._signed(shelf)
        async with self._folder(content) as folder:
            published = ContentBundle(folder, self._verdicts, signed)
            plan = approve_plan(load_response_plan(folder, self.area), signed)
            civil = approve_civil_plans(load_civil_plans(folder, self.area), signed)
            radio = load_radio_plan(folder, self.area)
        return ActiveContent(published, plan, civil, radio, content, signed)

    async def run(self, in_force: ActiveContent) -> None:
        """Follow, until cancelled."""
        while True:
            await self._clock.sleep(LOOK_EVERY_S)
            try:
                await self.look(in_force)
            except TRANSIENT_ERRORS:
                continue  # the database is told of elsewhere; what is in force stays
            except Refused as wrong:
                if self._told != self._seen:  # once for each shelf, not each second
                    _log.exception("content_stays", extra={"code": wrong.code})
                self._told = self._seen

    async def look(self, in_force: ActiveContent) -> None:
        """Once. Raises `Refused("content_refused")` and leaves everything as it was."""
        async with self._one:
            await self._look(in_force)

    async def _look(self, in_force: ActiveContent) -> None:
        shelf = await self._store.shelf()
        if shelf != self._seen:
            await self._learn(in_force)
            self._seen = shelf
        content, signed = self._wanted(shelf), await self._signed(shelf)
        if (content, signed) == (in_force.content, in_force.signed):
            return
        async with self._folder(content) as folder:
            plan = approve_plan(await asyncio.to_thread(load_response_plan, folder, self.area), signed)
            civil = approve_civil_plans(await asyncio.to_thread(load_civil_plans, folder, self.area), signed)
            radio = await asyncio.to_thread(load_radio_plan, folder, self.area)
            await asyncio.to_thread(in_force.swap, folder, plan, civil, radio, content, signed)
        _log.info("content_in_force", extra={"content": content or "ground"})
        for told in self.on_swap:
            await asyncio.to_thread(told)

    def _wanted(self, shelf: Shelf) -> str | None:
        standing = shelf.at(self._clock.now())
        return standing.content if standing else None

    async def _signed(self, shelf: Shelf) -> SignedDocuments:
        """What two offices have signed of what is in force; the releases are read again when another set stands."""
        standing = shelf.at(self._clock.now())
        here = standing.release if standing else None
        if self._signed_by is None or self._signed_by[:2] != (shelf, here):
            releases = {one.release: await self._store.release(str(one.release)) for one in shelf.standing}
            self._signed_by = (shelf, here, signed_documents(shelf, releases, self._clock.now()))
        return self._signed_by[2]

    async def _learn(self, in_force: ActiveContent) -> None:
        """Every version that an interview may have begun with, or may yet."""
        for version in await self._store.versions(in_force.published.remembered):
            in_force.published.remember(version)

    @asynccontextmanager
    async def _folder(self, content: str | None) -> AsyncIterator[Path]:
        """Where a set can be read from: laid down for that, and gone afterwards."""
        if content is None:
            yield self._ground
            return
        files = await self._store.files(content)
        with TemporaryDirectory(prefix="auxilio-set-") as folder:
            await asyncio.to_thread(write_set, Path(folder), files)
            yield Path(folder)
