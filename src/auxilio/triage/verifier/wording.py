"""The words of a protocol: languages (L08), plain and short (L09), no promise before its time (L18)."""

from collections.abc import Iterator

from auxilio.kernel.plain import promises, unplain
from auxilio.platform.documents import Fault
from auxilio.triage.model import Text
from auxilio.triage.verifier.subject import Subject


def check(subject: Subject) -> list[Fault]:
    """Every check of what is said to the caller."""
    return [*_languages(subject), *_words(subject)]


def _languages(subject: Subject) -> Iterator[Fault]:
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


def _words(subject: Subject) -> Iterator[Fault]:
    protocol = subject.protocol
    spoken: list[tuple[tuple[str | int, ...], Text]] = [
        (("questions", i, "ask"), question.ask) for i, question in enumerate(protocol.questions)
    ]
    if protocol.greeting is not None:
        spoken.append((("greeting",), protocol.greeting))
    for where, text in spoken:
        for language, words in text.items():
            for code, facts in unplain(words, language):
                yield subject.warning("L09", code, *where, language, language=language, **facts)
            for promise in promises(words, language):
                yield subject.fault("L18", "promise", *where, language, language=language, words=promise)
