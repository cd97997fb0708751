"""The port `interop.ports.Exchanges` over the running house, and the same for the command line."""

import asyncio
from pathlib import Path
from uuid import UUID

from auxilio.app.casefile import CaseFileDesk, Gathered, desk_with_keys
from auxilio.app.enclosed import exchange_of, told_type
from auxilio.app.published import Published
from auxilio.app.reach import reach
from auxilio.app.settings import Settings
from auxilio.archive.bundle import encode
from auxilio.interop import apco
from auxilio.interop.apco import Met
from auxilio.interop.fhir.code_systems import code_systems
from auxilio.interop.fhir.collection import entry
from auxilio.interop.fhir.parts import Element
from auxilio.interop.fhir.response import About
from auxilio.interop.sittings import runs_of
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import CaseId
from auxilio.kernel.refusal import Refused
from auxilio.platform.files import write_durably

CODE_SYSTEMS = "Bundle-code-systems.json"


class CaseExchange:
    """Tells with the eyes of whoever asks."""

    def __init__(self, files: CaseFileDesk, content: Published, zone: str) -> None:
        self._files, self._content, self._zone = files, content, zone

    async def interviews(self, case: CaseId, actor: Actor, language: str) -> tuple[str, Element]:
        """See the port. What cannot be told whole is refused, and then the look is a fact all the same."""
        gathered = await self._files.look(await self._files.gather(case), actor, "interviews")
        about = await self._files.about(gathered, actor)
        told = await asyncio.to_thread(interviews_of, self._files, self._content, gathered, about, language)
        return f"interviews-{about.number.replace('/', '-')}.fhir.json", told

    def protocols(self, language: str) -> Element:
        """See the port."""
        interviews = self._content.library.interviews.values()
        return exchange_of(self._content).in_force(interviews, self._files.now(), self._zone, language)

    def protocol(self, digest: str, language: str) -> Element:
        """See the port."""
        found = self._content.library.interview_of(digest)
        if found is None:
            raise Refused("unknown_version", digest=digest[:12])
        return exchange_of(self._content).questionnaire(found, language)

    def type(self, code: str, language: str) -> Element:
        """See the port."""
        found = self._content.library.types.get(code)
        if found is None:
            raise Refused("unknown_type", type=code)
        return told_type(found, language)

    def apco(self, raw: str) -> Met:
        """See the port."""
        return apco.types_of(raw, self._content.library.types.values())


def interviews_of(
    files: CaseFileDesk, content: Published, gathered: Gathered, about: About, language: str
) -> Element:
    """The Bundle. Raises `Refused("no_interview_to_read")`: nobody was asked, or not by anything this reader may see."""
    runs = runs_of(fact.envelope for fact in gathered.facts)
    if not runs:
        raise Refused("no_interview_to_read", number=gathered.number)
    return exchange_of(content).interviews(runs, about, files.now(), language)


async def export_interviews(settings: Settings, case: UUID | int, out: Path, language: str) -> int:
    """The interviews of a case as a file, for whoever holds the keys of the house; how many resources it holds.

    Raises `Refused` as the port does, and `key_missing`.
    """
    async with reach(settings) as (_, pool):
        desk, found, content = await desk_with_keys(settings, pool, case)
        gathered = await desk.gather(found)
        about = await desk.about(gathered, None)
        bundle = interviews_of(desk, content, gathered, about, language)
    write_durably(out, encode(bundle))
    return len(bundle["entry"])


def export_protocols(content: Published, folder: Path, language: str) -> tuple[str, ...]:
    """Each protocol of a set as a file, and the codes that they use; the names of the files."""
    folder.mkdir(parents=True, exist_ok=True)
    exchange, library = exchange_of(content), content.library
    written = []
    for id, interview in sorted(library.interviews.items()):
        written.append(f"Questionnaire-{id}.json")
        write_durably(folder / written[-1], encode(exchange.questionnaire(interview, language)), mode=0o644)
    protocols = [interview.protocol for interview in library.interviews.values()]
    systems = code_systems(protocols, library.catalog, library.types, language)
    codes = {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [entry(one["url"], one) for one in systems],
    }
    write_durably(folder / CODE_SYSTEMS, encode(codes), mode=0o644)
    return (*written, CODE_SYSTEMS)
