"""The port `archive.ports.ReadsCases` over the running house: the page of a case, and its proof made now."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

import msgspec

from auxilio.app.casefile import CaseFileDesk, Gathered
from auxilio.app.published import Published
from auxilio.archive import bundle as bundles
from auxilio.archive.model import CaseFile, FileState
from auxilio.archive.reading import Added, Looked, Must, Picture, Proof, Reading, Recorded
from auxilio.archive.service import CASE_FILE
from auxilio.archive.verify import verify_bytes
from auxilio.calls.messages import RecordingKept
from auxilio.calls.model import OVER, Recording
from auxilio.calls.service import CALL
from auxilio.cases.model import Case, CaseState
from auxilio.cases.service import CASE
from auxilio.dispatch.model.assignment import Step
from auxilio.dispatch.model.task import settled
from auxilio.dispatch.service import ASSIGNMENT, TASK
from auxilio.identity.gate import holds
from auxilio.identity.permissions import Permission
from auxilio.interop import apco
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import CallId, CaseId, key_of
from auxilio.kernel.refusal import Refused
from auxilio.platform.i18n import REFERENCE, catalogues
from auxilio.platform.keys.public import parse_public_keys
from auxilio.realtime.model import Others
from auxilio.reporting.reading import Reader

VISIBLE_INLINE = ("image/", "audio/", "video/", "text/plain")
FINDINGS_MAX = 20


class CaseReader:
    """Reads with the eyes of whoever asks; proves with everybody's."""

    def __init__(self, files: CaseFileDesk, content: Published) -> None:
        self._files, self._content = files, content

    def types(self, language: str) -> dict[str, str]:
        """The name of each type of incident by its code."""
        types = self._content.library.types
        return {code: one.name.get(language) or one.name[REFERENCE] for code, one in sorted(types.items())}

    def _apco(self, type: str | None) -> str | None:
        found = self._content.library.types.get(type or "")
        code = apco.code_of(found) if found else None
        return code.code if code else None

    async def read(self, case: CaseId, actor: Actor, language: str, how: str = "page") -> Reading:
        """The whole page, as far as this reader sees the case; `how` they look at it is in the record."""
        gathered = await self._files.look(await self._files.gather(case), actor, how)
        others = await self._files.others(case)
        held = others.of_case(case)
        known: Case = next(h.state for h in held if h.noun is CASE)
        file: CaseFile | None = next((h.state for h in held if h.noun is CASE_FILE), None)
        reader = Reader(gathered.facts, catalogues(), self._files.wording, language)
        look = reader.whole()
        seal = file.seals[-1] if file and file.state is FileState.SEALED else None
        return Reading(
            id=case,
            number=self._files.number_of(gathered),
            mode=gathered.mode,
            state=known.state,
            reserved=known.reserved,
            priority=known.priority,
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
            known=tuple(reader.known()),
            spoken=tuple(reader.spoken()),
            replies=tuple(reader.replies()),
            read=tuple(reader.read()),
            marks=tuple(reader.marks()),
            pictures=tuple(_pictures(gathered)),
            recordings=tuple(_recordings(gathered)),
            addenda=tuple(
                Added(number=a.number, at=a.at, by=a.by, words=a.words, key=a.key) for a in look.addenda()
            ),
            musts=tuple(self._musts(known, others)),
            looks=tuple(_looks(gathered)) if holds(actor, Permission.LOOKS_READ) else None,
        )

    def _musts(self, case: Case, others: Others) -> Iterator[Must]:
        """What sealing asks for, as `app.house.CaseLooks.sealable` decides it, with names."""
        held = others.of_case(case.id)
        tasks = [h.state for h in held if h.noun is TASK and not settled(h.state)]
        out = [h.state for h in held if h.noun is ASSIGNMENT and h.state.step is not Step.RELEASED]
        calls = [h.state for h in held if h.noun is CALL and h.state.state not in OVER]
        centres = sorted({self._files.wording.centre(task.centre) or task.centre for task in tasks})
        yield Must(code="closed", done=case.state in {CaseState.CLOSED, CaseState.SEALED})
        yield Must(code="disposition", done=case.closing is not None)
        yield Must(code="tasks", done=not tasks, which=", ".join(centres))
        yield Must(code="units", done=not out, which=", ".join(sorted({work.callsign for work in out})))
        yield Must(code="calls", done=not calls, which=", ".join(str(call.number) for call in calls))

    async def prove(self, case: CaseId, actor: Actor) -> Proof:
        """A bundle written this moment and checked with our public key; nobody reads its words."""
        gathered = await self._files.gather(case)
        await self._files.look(gathered, actor, "proof")
        whole = await self._files.whole(gathered, REFERENCE, sealed_at=gathered.sealed_at)
        data = await asyncio.to_thread(self._written, whole)
        keys = parse_public_keys(self._files.public_key, source="our own")
        report = await asyncio.to_thread(verify_bytes, data, keys)
        head = whole.head.head
        return Proof(
            verdict=report.verdict,
            sealed=whole.sealed,
            at=self._files.now(),
            facts=report.events,
            facts_digest=bundles.facts_digest(whole.streams, whole.redacted),
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

    def _written(self, whole: bundles.CaseFileInput) -> bytes:
        with TemporaryDirectory(prefix="auxilio-") as folder:
            path = Path(folder) / "bundle.zip"
            bundles.write_bundle(whole, path, self._files.signer)
            return path.read_bytes()

    async def document(self, case: CaseId, digest: str, actor: Actor) -> tuple[str, str, bytes]:
        """One document of the case. What a browser might run is handed over as bytes of no kind."""
        gathered = await self._files.gather(case)
        seen = await self._files.look(gathered, actor, "document")
        facts = {fact.envelope.id for fact in seen.facts}
        for document in gathered.documents:
            if bundles.digest_of(document) == digest and document.event in facts:
                known = document.media_type.startswith(VISIBLE_INLINE) and "svg" not in document.media_type
                return (
                    document.name,
                    document.media_type if known else "application/octet-stream",
                    document.data,
                )
        raise Refused("unknown_document", digest=digest[:64])


def _pictures(gathered: Gathered) -> Iterator[Picture]:
    number = {fact.envelope.id: n for n, fact in enumerate(gathered.facts)}
    for document in gathered.documents:
        since = number.get(document.event) if document.event else len(gathered.facts)
        if since is not None:
            yield Picture(
                digest=bundles.digest_of(document),
                title=document.title,
                media_type=document.media_type,
                size=len(document.data),
                at=document.incorporated_at,
                since=since,
                lost=document.event is None,
            )


def _recordings(gathered: Gathered) -> Iterator[Recorded]:
    for n, fact in enumerate(gathered.facts):
        if fact.kind == RecordingKept.kind() and fact.body:  # a redacted fact has none
            kept = msgspec.convert(fact.body["recording"], Recording)
            yield Recorded(
                call=CallId(UUID(key_of(fact.envelope.stream))),
                digest=kept.digest,
                parties=kept.parties,
                began_at=kept.began_at,
                duration_s=kept.duration_s,
                since=n,
            )


def _looks(gathered: Gathered) -> Iterator[Looked]:
    for fact in gathered.facts:
        if fact.kind.startswith("identity."):
            yield Looked(
                at=fact.at,
                who=fact.envelope.actor_name,
                desk=fact.envelope.desk,
                how=fact.text("how") or "reason",
                reason=fact.text("reason"),
            )
