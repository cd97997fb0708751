"""The words of a protocol: languages (L08), plain and short (L09), no promise before its time (L18)."""

from collections.abc import Iterator

from auxilio.kernel.plain_language import PlainLanguage, find_promises, find_unclear_wording
from auxilio.platform.documents import DocumentFault
from auxilio.triage.core.model import Text
from auxilio.triage.verifier.subject import ProtocolSubject


def check(subject: ProtocolSubject, avoided: PlainLanguage) -> list[DocumentFault]:
    """Every check of what is said to the caller."""
    return [*_languages(subject), *_words(subject, avoided)]


def _languages(subject: ProtocolSubject) -> Iterator[DocumentFault]:
    life = subject.content.catalog.languages.get("life_required", ())
    for i, question in enumerate(subject.protocol.questions):
        missing = [language for language in life if language not in question.ask]
        if missing and question.critical:
            yield subject.warning(
                "L08",
                "critical_question_language",
                "questions",
                i,
                "ask",
                question=question.id,
                languages=", ".join(missing),
            )


def _words(subject: ProtocolSubject, avoided: PlainLanguage) -> Iterator[DocumentFault]:
    protocol = subject.protocol
    spoken: list[tuple[tuple[str | int, ...], Text]] = [
        (("questions", i, "ask"), question.ask) for i, question in enumerate(protocol.questions)
    ]
    if protocol.greeting is not None:
        spoken.append((("greeting",), protocol.greeting))
    for where, text in spoken:
        for language, words in text.items():
            for code, facts in find_unclear_wording(words, language, avoided):
                yield subject.warning("L09", code, *where, language, language=language, **facts)
            for promise in find_promises(words, language, avoided):
                yield subject.fault("L18", "promise", *where, language, language=language, words=promise)
