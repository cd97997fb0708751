"""A sitting of an interview as a FHIR R4 QuestionnaireResponse: as it ran, in the text of its own version.

| status | when |
|---|---|
| in-progress | the case can still be asked about |
| completed | it is over, and nothing was left that we would have asked |
| amended | the same, and an answer was changed on the way |
| stopped | it is over, and something was left to ask (help had left, the caller hung up, another protocol fitted better) |
"""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec

from auxilio.interop.fhir import names
from auxilio.interop.fhir.datatypes import (
    Element,
    answer_coding,
    extension,
    part,
    plain,
    said,
    type_concept,
    written_in,
)
from auxilio.interop.protocol_sessions import ProtocolSession, SessionAnswer, WithdrawnAnswer
from auxilio.kernel.shared_types import Mode
from auxilio.platform.i18n import Catalogues
from auxilio.triage.core.engine import Interview
from auxilio.triage.core.model import UNKNOWN, AnswerKind, IncidentType, Protocol, Question

_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?")
_INTEGER = re.compile(r"-?\d{1,9}")
_VALUE = {AnswerKind.TIME: "valueTime", AnswerKind.INTEGER: "valueInteger", AnswerKind.TEXT: "valueString"}


class ResponseContext(msgspec.Struct, frozen=True, kw_only=True):
    """What a response says of the case around it."""

    number: str
    """As people write it: `4821/2026`."""
    zone: str
    """Of the clock on the centre's wall, IANA."""
    reserved: bool = False
    type: str | None = None
    """The type in force: of the case, not of one interview."""
    patients: tuple[int, ...] = ()
    """Their numbers within the case."""
    with_names: bool = True
    """Whether the reader may know the names of those who asked; without them, the desk alone."""


def questionnaire_response(
    sitting: ProtocolSession,
    interview: Interview,
    about: ResponseContext,
    types: Mapping[str, IncidentType],
    catalogues: Catalogues,
) -> Element:
    """The resource. Its texts stand in the language that the interview began in, where the protocol is written in it."""
    return _Writer(sitting, interview, about, types, catalogues).resource()


class _Writer:
    def __init__(
        self,
        sitting: ProtocolSession,
        interview: Interview,
        about: ResponseContext,
        types: Mapping[str, IncidentType],
        catalogues: Catalogues,
    ) -> None:
        self._sitting, self._interview, self._about = sitting, interview, about
        self._types, self._catalogues = types, catalogues
        self._language = written_in(interview.protocol.title, sitting.language)

    @property
    def _protocol(self) -> Protocol:
        return self._interview.protocol

    def resource(self) -> Element:
        sitting, about = self._sitting, self._about
        subject, author, source = self._subject(), self._author(), self._source()
        items = list(self._items())
        return {
            "resourceType": "QuestionnaireResponse",
            "id": names.fhir_id(str(sitting.run), str(sitting.place)),
            "meta": self._meta(),
            "language": self._language,
            "extension": [
                extension("case", valueIdentifier={"system": names.system("case"), "value": about.number}),
                *self._extensions(),
            ],
            "identifier": {"system": names.system("interview"), "value": f"{sitting.run}-{sitting.place}"},
            "questionnaire": names.canonical(sitting.protocol, sitting.version, sitting.digest),
            "status": self._status(),
            **({"subject": subject} if subject else {}),
            "authored": self._moment(sitting.last_at),
            **({"author": author} if author else {}),
            "source": source,
            **({"item": items} if items else {}),
        }

    def _meta(self) -> Element:
        """A message of an exercise says so itself, and the standard's own mark for it stands beside ours."""
        code = "R" if self._about.reserved else "N"
        meta: Element = {"security": [{"system": names.CONFIDENTIALITY, "code": code}]}
        mode = self._sitting.mode
        tags: list[Element] = [{"system": names.system("mode"), "code": str(mode)}]
        if mode is not Mode.REAL:
            tags.append({"system": names.ACT_REASON, "code": "HTEST"})
        return {**meta, "tag": tags}

    def _status(self) -> str:
        sitting = self._sitting
        if sitting.closed_at is None and sitting.next is None:
            return "in-progress"
        if self._interview.prove(sitting.known()).open_questions:
            return "stopped"
        return "amended" if any(sitting.gone.values()) else "completed"

    # --- who

    def _subject(self) -> Element | None:
        """The patient by number, where there is one only: which of several an interview was about, nobody said."""
        if len(self._about.patients) != 1 or self._protocol.domain != "health":
            return None
        value = f"{self._about.number}-{self._about.patients[0]}"
        return {"type": "Patient", "identifier": {"system": names.system("patient"), "value": value}}

    def _author(self) -> Element | None:
        sitting = self._sitting
        who: Element = {"display": plain(sitting.by)} if self._about.with_names else {}
        if sitting.desk:
            who["identifier"] = {"system": names.system("desk"), "value": sitting.desk}
        return {"type": "PractitionerRole", **who} if who else None

    def _source(self) -> Element:
        """Whoever answered: the caller, without name or number."""
        return {
            "type": "RelatedPerson",
            "display": self._catalogues.text("exchange.caller", self._language),
        }

    # --- what it came to

    def _extensions(self) -> Iterator[Element]:
        sitting = self._sitting
        if sitting.call:
            yield extension(
                "call", valueIdentifier={"system": names.system("call"), "value": str(sitting.call)}
            )
        if sitting.language != self._language:
            yield extension("held-in", valueCode=sitting.language)
        if sitting.next:
            yield extension("went-on-with", valueUri=names.questionnaire_url(sitting.next))
        outcome = list(self._outcome())
        if outcome:
            yield extension("outcome", extension=outcome)
        for one in sitting.chosen:
            reason = [part("reason", valueString=plain(one.reason))] if one.reason else []
            yield extension(
                "type-chosen",
                extension=[
                    part("type", valueCodeableConcept=self._type(one.type)),
                    part("at", valueDateTime=self._moment(one.at)),
                    *self._by(one.by),
                    *reason,
                ],
            )
        for fact, answer in sitting.carried.items():
            if self._protocol.question(fact) is None:
                yield extension(
                    "carried-fact", extension=[part("fact", valueCode=fact), part("answer", valueCode=answer)]
                )

    def _outcome(self) -> Iterator[Element]:
        standing = self._sitting.standing
        if standing.priority is not None:
            yield part(
                "priority",
                valueCoding={"system": names.system("priority"), "code": f"P{standing.priority:d}"},
            )
            yield part("dispatch", valueCode=str(standing.dispatch))
        if standing.rule:
            yield part("rule", valueCode=standing.rule)
        if standing.type:
            yield part("type", valueCodeableConcept=self._type(standing.type))
        for capability in standing.send:
            yield part("send", valueCode=capability)
        for card in standing.say:
            yield part("say", valueCode=card)

    def _type(self, code: str) -> Element:
        return type_concept(self._types.get(code), code, self._language)

    # --- what was asked and answered

    def _items(self) -> Iterator[Element]:
        for question in self._protocol.questions:
            taken, gone = self._sitting.answers.get(question.id, ()), self._sitting.gone.get(question.id, ())
            carried = self._sitting.carried.get(question.id)
            if not taken and not gone and carried is None:
                continue
            changes = [self._changed(question, one) for one in gone]
            answer = self._taken(question, taken[-1]) if taken else self._carried(question, carried)
            yield {
                **({"extension": changes} if changes else {}),
                "linkId": question.id,
                "text": said(question.ask, self._language),
                **({"answer": [answer]} if answer else {}),
            }

    def _taken(self, question: Question, taken: SessionAnswer) -> Element:
        marks = [
            extension(
                "answered",
                extension=[part("at", valueDateTime=self._moment(taken.at)), *self._by(taken.by, taken.desk)],
            )
        ]
        if taken.words:
            marks.append(extension("words", valueString=plain(taken.words)))
        return {"extension": marks, **self._value(question, taken.answer)}

    def _carried(self, question: Question, answer: str | None) -> Element | None:
        if answer is None:
            return None
        return {"extension": [extension("carried", valueBoolean=True)], **self._value(question, answer)}

    def _changed(self, question: Question, gone: WithdrawnAnswer) -> Element:
        parts = [
            self._was(question, gone.answer),
            part("how", valueCode=gone.how),
            part("at", valueDateTime=self._moment(gone.at)),
            *self._by(gone.by),
        ]
        if gone.taken_at:
            parts.append(part("taken-at", valueDateTime=self._moment(gone.taken_at)))
        if gone.words:
            parts.append(part("words", valueString=plain(gone.words)))
        return extension("changed", extension=parts)

    def _was(self, question: Question, answer: str) -> Element:
        if question.kind is AnswerKind.CHOICE:
            return part("was", valueCoding=self._coding(question, answer))
        return part("was", valueString=plain(answer))

    def _coding(self, question: Question, answer: str) -> Element:
        return answer_coding(self._protocol, question.id, answer, self._language)

    def _value(self, question: Question, answer: str) -> Element:
        """The answer by the type of its item. «Does not know» is an answer of closed questions and the absence of others;
        what does not read as a time or a number is absent there and stands in words."""
        if question.kind is AnswerKind.CHOICE:
            return {"valueCoding": self._coding(question, answer)}
        name = _VALUE[question.kind]
        if answer == UNKNOWN:
            return {f"_{name}": _absent("asked-unknown")}
        if question.kind is AnswerKind.TIME and not _TIME.fullmatch(answer):
            return {f"_{name}": _absent("as-text", extension("words", valueString=plain(answer)))}
        if question.kind is AnswerKind.INTEGER and not _INTEGER.fullmatch(answer):
            return {f"_{name}": _absent("as-text", extension("words", valueString=plain(answer)))}
        if question.kind is AnswerKind.TIME:
            return {name: answer if answer.count(":") == 2 else f"{answer}:00"}
        return {name: int(answer) if question.kind is AnswerKind.INTEGER else plain(answer)}

    def _by(self, name: str, desk: str | None = None) -> list[Element]:
        found = [part("by", valueString=plain(name))] if self._about.with_names else []
        return [*found, *([part("desk", valueString=desk)] if desk else [])]

    def _moment(self, at: datetime) -> str:
        return at.astimezone(ZoneInfo(self._about.zone)).isoformat(timespec="milliseconds")


def _absent(reason: str, *more: Element) -> Element:
    return {"extension": [{"url": names.DATA_ABSENT, "valueCode": reason}, *more]}
