"""The small parts that both resources are made of: texts with translations, codings, extensions."""

import re
from typing import Any

from auxilio.interop import apco
from auxilio.interop.fhir import names
from auxilio.platform.i18n import REFERENCE, fallback_chain
from auxilio.triage.core.model import AnswerOption, IncidentType, Protocol, Question, Text

type Element = dict[str, Any]


_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_ODD_BLANK = re.compile(r"[^\S \t\r\n]")


def plain(text: str) -> str:
    """What somebody typed, as a FHIR string may hold it (R4, datatype string, `[ \\r\\n\\t\\S]+`): an odd blank is a blank, and a
    control character the mark for a letter that nobody can read. The facts keep what was typed."""
    return _ODD_BLANK.sub(" ", _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text))


def written_in(texts: Text, language: str) -> str:
    """The language that a text stands in when this one is asked for: `ca` for `ca-ES`, Spanish where there is no other."""
    return next((one for one in fallback_chain(language) if texts.get(one)), REFERENCE)


def said(texts: Text, language: str) -> str:
    """In this language, or in the nearest it has."""
    return texts.get(written_in(texts, language)) or next(iter(texts.values()), "")


def translated(name: str, texts: Text, language: str) -> Element:
    """`name` in one language, and every other beside it by the standard extension."""
    text = said(texts, language)
    others = [
        {
            "extension": [{"url": "lang", "valueCode": other}, {"url": "content", "valueString": words}],
            "url": names.TRANSLATION,
        }
        for other, words in sorted(texts.items())
        if other != language and words and words != text
    ]
    return {name: text, **({f"_{name}": {"extension": others}} if others else {})}


def extension(name: str, **value: Any) -> Element:
    """One of our extensions: `extension("critical", valueBoolean=True)`, or with `extension=[…]` one of several parts."""
    return (
        {**value, "url": names.extension(name)}
        if "extension" in value
        else {"url": names.extension(name), **value}
    )


def part(name: str, **value: Any) -> Element:
    """A part of an extension that has several."""
    return {"url": name, **value}


def answers_system(protocol: str, question: Question) -> str:
    """The system of a question's answers: a shared set is one system, an own one belongs to its question alone, for
    the same word may mean two things in two questions."""
    return names.system(f"answers:{question.answers_ref or f'{protocol}:{question.id}'}")


def choice_coding(protocol: str, question: Question, choice: AnswerOption, language: str) -> Element:
    """One closed answer."""
    coding = {"system": answers_system(protocol, question), "code": choice.code}
    return {**coding, **translated("display", choice.label, language)}


def answer_coding(protocol: Protocol, question: str, code: str, language: str) -> Element:
    """An answer by its code, with its label in one language; a code that the version does not know stays a code."""
    asked = protocol.question(question)
    if asked is None:
        return {"code": code}
    coding: Element = {"system": answers_system(protocol.id, asked), "code": code}
    label = next((choice.label for choice in asked.answers if choice.code == code), None)
    return {**coding, "display": said(label, language)} if label else coding


def type_concept(type: IncidentType | None, code: str, language: str) -> Element:
    """A kind of incident: our code, and APCO's where the type is mapped."""
    if type is None:
        return {"coding": [{"system": names.system("incident-type"), "code": code}], "text": code}
    text = said(type.name, language)
    return {"coding": [*type_codings(type, language)], "text": text}


def type_codings(type: IncidentType, language: str) -> list[Element]:
    """The codings of one type."""
    own = {"system": names.system("incident-type"), "code": type.code, "display": said(type.name, language)}
    code = apco.code_of(type)
    if code is None:
        return [own]
    theirs = {"system": names.APCO, "version": code.edition, "code": code.code, "display": code.name}
    return [own, theirs]
