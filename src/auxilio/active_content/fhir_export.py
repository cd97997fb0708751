"""Protocols as FHIR resources, and types of incident by the codes of other standards."""

from pathlib import Path

import msgspec

from auxilio.active_content.content_bundle import ContentBundle
from auxilio.archive.bundle import encode
from auxilio.interop import apco
from auxilio.interop.eido import incident_type
from auxilio.interop.fhir.code_systems import code_systems
from auxilio.interop.fhir.datatypes import Element
from auxilio.interop.fhir.interview_bundle import FhirExchange, entry
from auxilio.kernel.refusal import Refused
from auxilio.platform.files import write_durably
from auxilio.platform.i18n import catalogues
from auxilio.triage.core.model import IncidentType

CODE_SYSTEMS = "Bundle-code-systems.json"


def export_protocols(content: ContentBundle, folder: Path, language: str) -> tuple[str, ...]:
    """Each protocol of a set as a file, and the codes that they use; the names of the files."""
    folder.mkdir(parents=True, exist_ok=True)
    exchange, library = fhir_exchange_of(content), content.library
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


def fhir_exchange_of(content: ContentBundle) -> FhirExchange:
    """The writer of FHIR over the content in force; every version that this process has is read in its own text."""
    library = content.library
    return FhirExchange(library.interview_of, library.types, library.citations, catalogues())


def coded_type(type: IncidentType, language: str) -> Element:
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
