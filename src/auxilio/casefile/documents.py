"""The documents of a case that its events name: attachments, recordings and tracks of units, each once."""

import re
from collections.abc import Sequence
from uuid import UUID

import msgspec

from auxilio.calls.core.messages import RECORDING_EVENTS, CallReceived
from auxilio.calls.core.model import CallRecording
from auxilio.casefile.unit_tracks import MEDIA_TYPE as TRACK_MEDIA_TYPE
from auxilio.dispatch.units.core.assignment_messages import AssignmentTrackKept
from auxilio.reporting.narrative_facts import NarrativeFact

LOST = frozenset({"blob_missing", "blob_damaged", "key_missing", "key_unwrap_failed", "key_destroyed"})
"""Why a document may not be there any more; the note in its place begins with it."""


class CollectedDocument(msgspec.Struct, frozen=True, kw_only=True):
    """A document, and the fact that names it by its digest."""

    fact: NarrativeFact
    digest: str
    name: str
    title: str
    media_type: str
    owner: UUID | None = None
    """Whose key opens it: the case's; None: that of the call whose fact it is."""


def collect_documents(facts: Sequence[NarrativeFact], sound: bool) -> list[CollectedDocument]:
    """What came with the calls of a case, the ways its units drove and, with `sound`, what was heard; each document once."""
    numbers = {f.envelope.stream: f.text("number") for f in facts if f.kind == CallReceived.kind()}
    found: dict[str, CollectedDocument] = {}
    for fact in facts:
        if digest := fact.text("attachment", "digest"):
            name = fact.text("attachment", "name") or ""
            media_type = fact.text("attachment", "media_type") or "application/octet-stream"
            one = CollectedDocument(fact=fact, digest=digest, name=name, title=name, media_type=media_type)
        elif sound and fact.kind in RECORDING_EVENTS and fact.body:
            kept = msgspec.convert(fact.body["recording"], CallRecording)
            whom = fact.text("whom")
            name = f"call-to-{whom}.wav" if whom else f"call-{numbers.get(fact.envelope.stream) or 0}.wav"
            # Whose voice is on which channel stands in its name: it is heard where our pages are not available.
            title = f"{name}: {', '.join(kept.parties)}"
            one = CollectedDocument(
                fact=fact, digest=kept.digest, name=name, title=title, media_type=kept.media_type
            )
        elif fact.kind == AssignmentTrackKept.kind() and (digest := fact.text("track", "digest")):
            callsign = fact.text("callsign") or ""
            since, until = (fact.text("track", end) or "" for end in ("since", "until"))
            title = f"{callsign}: {_to_the_second(since)} – {_to_the_second(until)}"
            name = f"track-{callsign}.geojson"
            one = CollectedDocument(
                fact=fact,
                digest=digest,
                name=name,
                title=title,
                media_type=TRACK_MEDIA_TYPE,
                owner=fact.envelope.case,
            )
        else:
            continue
        found.setdefault(one.digest, one)
    return list(found.values())


def _to_the_second(moment: str) -> str:
    return re.sub(r"\.\d+", "", moment)


def safe_file_name(name: str) -> str:
    """A name that every system can keep; the true one stands in the index."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip(".-")[-80:] or "document"
