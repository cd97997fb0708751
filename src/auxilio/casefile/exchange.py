"""Tells cases and content by the standards of others. Implements `interop.ports.Exchanges`."""

import asyncio

from auxilio.active_content.content_bundle import ContentBundle
from auxilio.active_content.fhir_export import coded_type, fhir_exchange_of
from auxilio.casefile.assembly import AssembledCase, CaseFileService
from auxilio.interop import apco
from auxilio.interop.apco import ApcoMatch
from auxilio.interop.fhir.datatypes import Element
from auxilio.interop.fhir.response import ResponseContext
from auxilio.interop.protocol_sessions import runs_of
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import CaseId
from auxilio.kernel.refusal import Refused


class CaseExchange:
    """Tells what the reader may see."""

    def __init__(self, files: CaseFileService, content: ContentBundle, zone: str) -> None:
        self._files, self._content, self._zone = files, content, zone

    async def interviews(self, case: CaseId, actor: Actor, language: str) -> tuple[str, Element]:
        """See `interop.ports.Exchanges`. What cannot be told whole is refused, and then the look is a fact all the same."""
        gathered = await self._files.look(await self._files.gather(case), actor, "interviews")
        about = await self._files.about(gathered, actor)
        told = await asyncio.to_thread(interviews_of, self._files, self._content, gathered, about, language)
        return f"interviews-{about.number.replace('/', '-')}.fhir.json", told

    def protocols(self, language: str) -> Element:
        """See `interop.ports.Exchanges`."""
        interviews = self._content.library.interviews.values()
        return fhir_exchange_of(self._content).in_force(interviews, self._files.now(), self._zone, language)

    def protocol(self, digest: str, language: str) -> Element:
        """See `interop.ports.Exchanges`."""
        found = self._content.library.interview_of(digest)
        if found is None:
            raise Refused("unknown_version", digest=digest[:12])
        return fhir_exchange_of(self._content).questionnaire(found, language)

    def type(self, code: str, language: str) -> Element:
        """See `interop.ports.Exchanges`."""
        found = self._content.library.types.get(code)
        if found is None:
            raise Refused("unknown_type", type=code)
        return coded_type(found, language)

    def apco(self, raw: str) -> ApcoMatch:
        """See `interop.ports.Exchanges`."""
        return apco.types_of(raw, self._content.library.types.values())


def interviews_of(
    files: CaseFileService,
    content: ContentBundle,
    gathered: AssembledCase,
    about: ResponseContext,
    language: str,
) -> Element:
    """The Bundle. Raises `Refused("no_interview_to_read")`: there was no interview, or none that this reader may see."""
    runs = runs_of(fact.envelope for fact in gathered.facts)
    if not runs:
        raise Refused("no_interview_to_read", number=gathered.number)
    return fhir_exchange_of(content).interviews(runs, about, files.now(), language)
