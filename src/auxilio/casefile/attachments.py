"""What a sealed file encloses besides what came with its calls: its interviews as FHIR, its type by the codes of others.

Both are made from the facts beside them and prove nothing of their own: no fact names them. They are for whoever receives
the file and reads by standards; the facts stand in events.json.
"""

from collections.abc import Iterable
from datetime import datetime

from auxilio.active_content.content_bundle import ContentBundle
from auxilio.active_content.fhir_export import coded_type, fhir_exchange_of
from auxilio.archive.bundle import BundleDocument, encode
from auxilio.interop import apco
from auxilio.interop.fhir.interview_bundle import MEDIA_TYPE
from auxilio.interop.fhir.response import ResponseContext
from auxilio.interop.protocol_sessions import runs_of
from auxilio.kernel.event import Envelope
from auxilio.platform.i18n import REFERENCE

INTERVIEWS, TYPE = "interviews.fhir.json", "incident-type.json"


def standard_attachments(
    facts: Iterable[Envelope],
    about: ResponseContext,
    content: ContentBundle,
    since: int,
    opened_at: datetime,
) -> tuple[BundleDocument, ...]:
    """The documents, numbered on from `since`; none for a case that nobody was asked about and that has no type."""
    found: list[tuple[str, str, str, bytes, datetime]] = []
    runs = runs_of(facts)
    if runs:
        last = max(fact.happened_at for run in runs for fact in run)
        bundle = fhir_exchange_of(content).interviews(runs, about, last, REFERENCE, whole=False)
        found.append((INTERVIEWS, "FHIR R4: QuestionnaireResponse", MEDIA_TYPE, encode(bundle), last))
    known = content.library.types.get(about.type or "")
    if known is not None:
        told = encode(coded_type(known, REFERENCE))
        found.append((TYPE, f"{known.code}: APCO {apco.EDITION}", "application/json", told, opened_at))
    return tuple(
        BundleDocument(
            name=f"{number:04d}-{name}", title=title, media_type=media_type, data=data, incorporated_at=at
        )
        for number, (name, title, media_type, data, at) in enumerate(found, start=since)
    )
