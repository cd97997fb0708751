"""A protocol as a FHIR R4 Questionnaire: everything that is asked, with its answers, in every language it has.

What decides has no place there and is not lost: the narrative says it in words, and the extension `signed-protocol`
carries the whole document as it is signed.
"""

import base64
import re
from collections.abc import Mapping

from auxilio.interop.fhir import names
from auxilio.interop.fhir.datatypes import (
    Element,
    answers_system,
    choice_coding,
    extension,
    part,
    translated,
    type_codings,
    written_in,
)
from auxilio.interop.fhir.enable_when import guarded
from auxilio.interop.fhir.narrative import narrative
from auxilio.platform.documents import signed_text
from auxilio.platform.i18n import REFERENCE, Catalogues
from auxilio.triage.core.model import (
    AnswerKind,
    Citation,
    ContentStatus,
    IncidentType,
    InterviewPhase,
    Protocol,
    Question,
    QuestionTarget,
)

STATUS = {
    ContentStatus.DRAFT: "draft",
    ContentStatus.CLINICAL_REVIEW: "draft",
    ContentStatus.APPROVED: "active",
    ContentStatus.RETIRED: "retired",
}
assert STATUS.keys() == set(ContentStatus), "every status has its word"
ITEM_TYPE = {
    AnswerKind.CHOICE: "choice",
    AnswerKind.TIME: "time",
    AnswerKind.TEXT: "text",
    AnswerKind.INTEGER: "integer",
}
assert ITEM_TYPE.keys() == set(AnswerKind), "every kind of answer has its type"
LICENCE = "CC BY-SA 4.0, «Auxilio, open emergency protocols»"
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


def questionnaire(
    protocol: Protocol,
    types: Mapping[str, IncidentType],
    catalogues: Catalogues,
    language: str = REFERENCE,
    citations: Mapping[str, Citation] | None = None,
) -> Element:
    """The resource. Its texts stand in `language`, or in Spanish for one that it is not written in; translations beside them."""
    language = written_in(protocol.title, language)
    approved = [one for one in protocol.approvals if one.digest == protocol.digest]
    days = sorted(one.date for one in approved if _DATE.fullmatch(one.date))
    period = {
        name: day
        for name, day in (("start", protocol.effective.from_), ("end", protocol.effective.until))
        if day and _DATE.fullmatch(day)
    }
    return {
        "resourceType": "Questionnaire",
        "id": names.fhir_id(protocol.id, protocol.version, protocol.digest[:12]),
        "language": language,
        "text": narrative(protocol, catalogues, language),
        "extension": _extensions(protocol, citations or {}),
        "url": names.questionnaire_url(protocol.id),
        "identifier": [{"system": names.system("protocol-digest"), "value": protocol.digest}],
        "version": names.business_version(protocol.version, protocol.digest),
        "name": "".join(word.capitalize() for word in re.split(r"[^A-Za-z0-9]+", protocol.id)),
        **translated("title", protocol.title, language),
        "status": STATUS[protocol.status],
        "experimental": protocol.status is not ContentStatus.APPROVED,
        **({"subjectType": ["Patient"]} if protocol.domain == "health" else {}),
        **({"date": days[-1]} if days else {}),
        "copyright": LICENCE,
        **({"approvalDate": days[-1]} if days and len(days[-1]) == 10 else {}),
        **({"effectivePeriod": period} if period else {}),
        **_codes(protocol, types, language),
        "item": [_item(protocol, question, language) for question in protocol.questions],
    }


def _codes(protocol: Protocol, types: Mapping[str, IncidentType], language: str) -> Element:
    codings = [
        coding
        for code in protocol.incident_types
        for coding in (
            type_codings(types[code], language)
            if code in types
            else [{"system": names.system("incident-type"), "code": code}]
        )
    ]
    once = {(coding["system"], coding["code"]): coding for coding in codings}
    return {"code": list(once.values())} if once else {}


def _extensions(protocol: Protocol, citations: Mapping[str, Citation]) -> list[Element]:
    signed = signed_text(protocol).encode()
    document = {
        "contentType": "application/json",
        "data": base64.b64encode(signed).decode(),
        "size": len(signed),
        "title": f"{protocol.id} {protocol.version}",
    }
    approvals = [
        extension(
            "approval",
            extension=[
                part("role", valueCode=one.role),
                part("name", valueString=one.name),
                part("date", valueString=one.date),
                part("digest", valueString=one.digest),
            ],
        )
        for one in protocol.approvals
    ]
    artifacts = [
        {"url": names.RELATED_ARTIFACT, "valueRelatedArtifact": one}
        for one in _artifacts(protocol, citations)
    ]
    return [extension("signed-protocol", valueAttachment=document), *approvals, *artifacts]


def _artifacts(protocol: Protocol, citations: Mapping[str, Citation]) -> list[Element]:
    """Sources as citations, and what this version took the place of. R4 has no element for either."""
    found: list[Element] = []
    for source in protocol.sources:
        cited = citations.get(source)
        where = {"url": cited.url} if cited and cited.url else {}
        found.append(
            {"type": "citation", "label": source, "display": cited.title if cited else source, **where}
        )
    if protocol.supersedes:
        found.append({"type": "predecessor", "display": protocol.supersedes})
    return found


def _item(protocol: Protocol, question: Question, language: str) -> Element:
    def system_of(asked: str) -> str:
        earlier = protocol.question(asked)
        assert earlier is not None, "a guard asks of an earlier question (lint L14)"
        return answers_system(protocol.id, earlier)

    guard = guarded(question.when, system_of)
    extensions = [*guard.pop("extension", []), *_marks(question)]
    options = [
        {"valueCoding": choice_coding(protocol.id, question, choice, language)} for choice in question.answers
    ]
    return {
        **({"extension": extensions} if extensions else {}),
        "linkId": question.id,
        **translated("text", question.ask, language),
        "type": ITEM_TYPE[question.kind],
        **guard,
        **({"answerOption": options} if options and question.kind is AnswerKind.CHOICE else {}),
        **({"item": [_help(question, language)]} if question.help else {}),
    }


def _marks(question: Question) -> list[Element]:
    found = []
    if question.critical:
        found.append(extension("critical", valueBoolean=True))
    if question.phase is not InterviewPhase.PRE:
        found.append(extension("phase", valueCode=str(question.phase)))
    if question.info:
        found.append(extension("for-the-record", valueBoolean=True))
    if question.ask_to is not QuestionTarget.CALLER:
        found.append(extension("asked-of", valueCode=str(question.ask_to)))
    if question.unknown_note:
        found.append(extension("unknown-note", valueString=question.unknown_note))
    if question.pattern:
        found.append({"url": names.REGEX, "valueString": question.pattern})
    return found


def _help(question: Question, language: str) -> Element:
    """What the operator reads beside the question, as a display of its own."""
    assert question.help is not None, "asked before"
    control = {"coding": [{"system": names.ITEM_CONTROLS, "code": "help"}]}
    return {
        "extension": [{"url": names.ITEM_CONTROL, "valueCodeableConcept": control}],
        "linkId": f"{question.id}-help",
        **translated("text", question.help, language),
        "type": "display",
    }
