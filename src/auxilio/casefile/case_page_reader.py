"""The page of a case as its reader may see it, and a proof of the case made now. Implements `archive.ports.CasePages`."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

import msgspec

from auxilio.access.case_entities import CaseEntities
from auxilio.active_content.content_bundle import ContentBundle
from auxilio.archive import bundle
from auxilio.archive.core.case_page import (
    AccessRecord,
    CaseFileProof,
    CasePage,
    PageAddendum,
    PageRecording,
    Picture,
    SealingRequirement,
)
from auxilio.archive.core.model import CaseFile, FileState
from auxilio.archive.service import CASE_FILE
from auxilio.archive.verify import verify_bytes
from auxilio.calls.core.messages import RECORDING_EVENTS
from auxilio.calls.core.model import FINISHED_STATES, CallRecording
from auxilio.calls.core.outgoing_model import OutgoingState
from auxilio.calls.service import CALL, OUTGOING_CALL
from auxilio.casefile.assembly import AssembledCase, CaseFileService
from auxilio.cases.core.model import Case, CaseState
from auxilio.cases.service import CASE
from auxilio.dispatch.service import ASSIGNMENT, TASK
from auxilio.dispatch.tasks.core.model import is_settled
from auxilio.dispatch.units.core.assignment_model import AssignmentStep
from auxilio.identity.core.gate import holds
from auxilio.identity.core.permissions import Permission
from auxilio.interop import apco
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import CallId, CaseId, key_of
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import effective_priority
from auxilio.platform.i18n import REFERENCE, catalogues
from auxilio.platform.keys.public import parse_public_keys
from auxilio.premise_notes.core.messages import PremiseNotesShown
from auxilio.reporting.case_page import CasePageBuilder

VISIBLE_INLINE = ("image/", "audio/", "video/", "text/plain")
FINDINGS_MAX = 20


class CaseReader:
    """Reads what the reader may see; proves over the whole case."""

    def __init__(self, files: CaseFileService, content: ContentBundle) -> None:
        self._files, self._content = files, content

    def types(self, language: str) -> dict[str, str]:
        """The name of each type of incident by its code."""
        types = self._content.library.types
        return {code: one.name.get(language) or one.name[REFERENCE] for code, one in sorted(types.items())}

    def _apco(self, type: str | None) -> str | None:
        found = self._content.library.types.get(type or "")
        code = apco.code_of(found) if found else None
        return code.code if code else None

    async def read(self, case: CaseId, actor: Actor, language: str, how: str = "page") -> CasePage:
        """The whole page, as far as this reader sees the case; `how` they look at it is in the record."""
        gathered = await self._files.look(await self._files.gather(case), actor, how)
        others = await self._files.others(case)
        held = others.of_case(case)
        known: Case = next(h.state for h in held if h.aggregate is CASE)
        file: CaseFile | None = next((h.state for h in held if h.aggregate is CASE_FILE), None)
        reader = CasePageBuilder(gathered.facts, catalogues(), self._files.wording, language)
        look = reader.whole()
        counts = effective_priority(known.priority)
        seal = file.seals[-1] if file and file.state is FileState.SEALED else None
        return CasePage(
            id=case,
            number=self._files.number_of(gathered),
            mode=gathered.mode,
            state=known.state,
            reserved=known.reserved,
            priority=counts.level,
            provisional=counts.provisional,
            type=self._files.wording.type(known.type or "", language) or known.type,
            type_code=known.type,
            apco=self._apco(known.type),
            place=known.location.words if known.location else None,
            municipality=known.location.municipality if known.location else None,
            opened_at=known.opened_at,
            first_ring_at=reader.first_ring_at,
            closed_at=known.closed_at,
            disposition=known.closing.disposition if known.closing else None,
            sealed_at=seal.at if seal else None,
            sealed_by=seal.by if seal else None,
            reopened=file is not None and file.state is FileState.REOPENED,
            story=tuple(reader.lines()),
            callers=tuple(reader.callers()),
            known=tuple(reader.known()),
            spoken=tuple(reader.spoken()),
            replies=tuple(reader.replies()),
            read=tuple(reader.read()),
            marks=tuple(reader.marks()),
            pictures=tuple(_pictures(gathered)),
            recordings=tuple(_recordings(gathered)),
            addenda=tuple(
                PageAddendum(number=a.number, at=a.at, by=a.by, words=a.words, key=a.key)
                for a in look.addenda()
            ),
            musts=tuple(self._musts(known, others)),
            looks=tuple(_looks(gathered)) if holds(actor, Permission.LOOKS_READ) else None,
        )

    def _musts(self, case: Case, others: CaseEntities) -> Iterator[SealingRequirement]:
        """What sealing asks for, as `workflows.case_queries.CaseQueries.sealable` decides it, with names."""
        held = others.of_case(case.id)
        tasks = [h.state for h in held if h.aggregate is TASK and not is_settled(h.state)]
        out = [
            h.state for h in held if h.aggregate is ASSIGNMENT and h.state.step is not AssignmentStep.RELEASED
        ]
        calls = [
            str(h.state.number) for h in held if h.aggregate is CALL and h.state.state not in FINISHED_STATES
        ]
        calls += [
            h.state.whom
            for h in held
            if h.aggregate is OUTGOING_CALL and h.state.state is not OutgoingState.OVER
        ]
        centres = sorted({self._files.wording.centre(task.centre) or task.centre for task in tasks})
        yield SealingRequirement(code="closed", done=case.state in {CaseState.CLOSED, CaseState.SEALED})
        yield SealingRequirement(code="disposition", done=case.closing is not None)
        yield SealingRequirement(code="tasks", done=not tasks, which=", ".join(centres))
        yield SealingRequirement(
            code="units", done=not out, which=", ".join(sorted({work.callsign for work in out}))
        )
        yield SealingRequirement(code="calls", done=not calls, which=", ".join(calls))

    async def prove(self, case: CaseId, actor: Actor) -> CaseFileProof:
        """A bundle written this moment and checked with our public key; its words are not shown."""
        gathered = await self._files.gather(case)
        await self._files.look(gathered, actor, "proof")
        whole = await self._files.whole(gathered, REFERENCE, sealed_at=gathered.sealed_at)
        data = await asyncio.to_thread(self._written, whole)
        keys = parse_public_keys(self._files.public_key, source="our own")
        report = await asyncio.to_thread(verify_bytes, data, keys)
        head = whole.head.head
        return CaseFileProof(
            verdict=report.verdict,
            sealed=whole.sealed,
            at=self._files.now(),
            facts=report.events,
            facts_digest=bundle.facts_digest(whole.streams, whole.redacted),
            redacted=report.redacted,
            documents=len(whole.documents),
            log_size=head.size,
            log_root=head.root.hex(),
            head_at=head.at,
            key=report.key or "",
            first_leaf=min(whole.leaves.values()),
            last_leaf=max(whole.leaves.values()),
            findings=tuple(f"{f.code} {f.name}" for f in report.findings[:FINDINGS_MAX]),
        )

    def _written(self, whole: bundle.CaseFileInput) -> bytes:
        with TemporaryDirectory(prefix="auxilio-") as folder:
            path = Path(folder) / "bundle.zip"
            bundle.write_bundle(whole, path, self._files.signer)
            return path.read_bytes()

    async def document(self, case: CaseId, digest: str, actor: Actor) -> tuple[str, str, bytes]:
        """One document of the case. What a browser might run is handed over as bytes of no kind."""
        gathered = await self._files.gather(case)
        seen = await self._files.look(gathered, actor, "document")
        facts = {fact.envelope.id for fact in seen.facts}
        for document in gathered.documents:
            if bundle.digest_of(document) == digest and document.event in facts:
                known = document.media_type.startswith(VISIBLE_INLINE) and "svg" not in document.media_type
                return (
                    document.name,
                    document.media_type if known else "application/octet-stream",
                    document.data,
                )
        raise Refused("unknown_document", digest=digest[:64])


def _pictures(gathered: AssembledCase) -> Iterator[Picture]:
    number = {fact.envelope.id: n for n, fact in enumerate(gathered.facts)}
    for document in gathered.documents:
        since = number.get(document.event) if document.event else len(gathered.facts)
        if since is not None:
            yield Picture(
                digest=bundle.digest_of(document),
                title=document.title,
                media_type=document.media_type,
                size=len(document.data),
                at=document.incorporated_at,
                since=since,
                lost=document.event is None,
            )


def _recordings(gathered: AssembledCase) -> Iterator[PageRecording]:
    for n, fact in enumerate(gathered.facts):
        if fact.kind in RECORDING_EVENTS and fact.body:  # a redacted fact has none
            kept = msgspec.convert(fact.body["recording"], CallRecording)
            yield PageRecording(
                call=CallId(UUID(key_of(fact.envelope.stream))),
                called=fact.text("whom"),
                digest=kept.digest,
                parties=kept.parties,
                began_at=kept.began_at,
                duration_s=kept.duration_s,
                since=n,
            )


def _looks(gathered: AssembledCase) -> Iterator[AccessRecord]:
    for fact in gathered.facts:
        if fact.kind.startswith("identity."):
            yield AccessRecord(
                at=fact.at,
                who=fact.envelope.actor_name,
                desk=fact.envelope.desk,
                how=fact.text("how") or "reason",
                reason=fact.text("reason"),
            )
        elif fact.kind == PremiseNotesShown.kind():
            yield AccessRecord(
                at=fact.at,
                who=fact.envelope.actor_name,
                desk=fact.envelope.desk,
                how="premise_notes",
                reason="",
            )
