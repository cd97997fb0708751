"""The codes that protocols and interviews use, as FHIR R4 CodeSystems: kinds of incident, and every set of answers."""

from collections.abc import Iterable, Mapping

from auxilio.interop import apco
from auxilio.interop.fhir import names
from auxilio.interop.fhir.datatypes import Element, answers_system, said
from auxilio.interop.fhir.questionnaire import LICENCE
from auxilio.triage.core.model import AnswerKind, AnswerOption, Catalog, IncidentType, Protocol, Text

SHARED = "answers:"


def code_systems(
    protocols: Iterable[Protocol], catalog: Catalog, types: Mapping[str, IncidentType], language: str
) -> list[Element]:
    """All of a content set: the typology, the shared sets, and those that belong to one question alone."""
    sets: dict[str, tuple[AnswerOption, ...]] = {
        names.system(f"{SHARED}{name}"): choices for name, choices in catalog.answer_sets.items()
    }
    for protocol in protocols:
        for question in protocol.questions:
            if question.kind is AnswerKind.CHOICE:
                sets.setdefault(answers_system(protocol.id, question), question.answers)
    return [
        _types(types, catalog.version, language),
        *(_answers(url, choices, catalog.version, language) for url, choices in sorted(sets.items())),
    ]


def _types(types: Mapping[str, IncidentType], version: str, language: str) -> Element:
    """The typology; APCO's code is a property of a concept, for several of ours share one."""
    concepts = []
    for type in types.values():
        code = apco.code_of(type)
        mapped = {"property": [{"code": "apco", "valueCoding": _apco(code)}]} if code is not None else {}
        concepts.append({**_concept(type.code, type.name, language), **mapped})
    about = {"code": "apco", "uri": names.APCO, "description": f"APCO {apco.EDITION}", "type": "Coding"}
    return {
        **_head(names.system("incident-type"), version, language),
        "property": [about],
        "concept": concepts,
    }


def _apco(code: apco.ApcoCode) -> Element:
    return {"system": names.APCO, "version": code.edition, "code": code.code, "display": code.name}


def _answers(url: str, choices: Iterable[AnswerOption], version: str, language: str) -> Element:
    concepts = [_concept(choice.code, choice.label, language) for choice in choices]
    return {**_head(url, version, language), "concept": concepts}


def _head(url: str, version: str, language: str) -> Element:
    words = url.removeprefix(f"{names.ROOT}:").replace("_", "-").replace(":", "-").split("-")
    return {
        "resourceType": "CodeSystem",
        "id": names.fhir_id(*words),
        "language": language,
        "url": url,
        "version": version,
        "name": "".join(word.capitalize() for word in words),
        "status": "active",
        "copyright": LICENCE,
        "caseSensitive": True,
        "content": "complete",
    }


def _concept(code: str, name: Text, language: str) -> Element:
    own = said(name, language)
    others = [
        {"language": other, "value": words}
        for other, words in sorted(name.items())
        if other != language and words
    ]
    return {"code": code, "display": own, **({"designation": others} if others else {})}
