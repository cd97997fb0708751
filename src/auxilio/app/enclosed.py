"""What a sealed file encloses besides what came with its calls: its interviews as FHIR, its type by the codes of others.

Both are made from the facts beside them and prove nothing of their own: no fact names them. They are for whoever receives
the file and reads by standards; the facts stand in events.json.
"""

from collections.abc import Iterable
from datetime import datetime

import msgspec

from auxilio.app.published import Published
from auxilio.archive.bundle import Document, encode
from auxilio.interop import apco
from auxilio.interop.eido import incident_type
from auxilio.interop.fhir.collection import MEDIA_TYPE, Exchange
from auxilio.interop.fhir.parts import Element
from auxilio.interop.fhir.response import About
from auxilio.interop.sittings import runs_of
from auxilio.kernel.event import Envelope
from auxilio.kernel.refusal import Refused
from auxilio.platform.i18n import REFERENCE, catalogues
from auxilio.triage.model import IncidentType

INTERVIEWS, TYPE = "interviews.fhir.json", "incident-type.json"


def exchange_of(content: Published) -> Exchange:
    """The writer of FHIR over the content in force; every version that this process has is read in its own text."""
    library = content.library
    return Exchange(library.interview_of, library.types, library.citations, catalogues())


def told_type(type: IncidentType, language: str) -> Element:
    """One of our types by the codes of others; without APCO's there is nothing an EIDO may say either."""
    code = apco.code_of(type)
    known = {
        "type": type.code,
        "name": type.name,
        "apco": msgspec.to_builtins(code) if code else None,
    }
    try:
        return {**known, "eido": incident_type(type, language)}
    except Refused as refused:
        if refused.code != "type_without_apco_code":
            raise
        return {**known, "eido": None}


def enclosed(
    facts: Iterable[Envelope],
    about: About,
    content: Published,
    since: int,
    opened_at: datetime,
) -> tuple[Document, ...]:
    """The documents, numbered on from `since`; none for a case that nobody was asked about and that has no type."""
    found: list[tuple[str, str, str, bytes, datetime]] = []
    runs = runs_of(facts)
    if runs:
        last = max(fact.happened_at for run in runs for fact in run)
        bundle = exchange_of(content).interviews(runs, about, last, REFERENCE, whole=False)
        found.append((INTERVIEWS, "FHIR R4: QuestionnaireResponse", MEDIA_TYPE, encode(bundle), last))
    known = content.library.types.get(about.type or "")
    if known is not None:
        told = encode(told_type(known, REFERENCE))
        found.append((TYPE, f"{known.code}: APCO {apco.EDITION}", "application/json", told, opened_at))
    return tuple(
        Document(
            name=f"{number:04d}-{name}", title=title, media_type=media_type, data=data, incorporated_at=at
        )
        for number, (name, title, media_type, data, at) in enumerate(found, start=since)
    )
