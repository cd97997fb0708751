"""The shipped content, read once, and strategies that answer it as a caller might."""

from functools import cache
from pathlib import Path

from hypothesis import strategies as st

from auxilio.active_content.phrase_files import read_phrases
from auxilio.active_content.word_tables import read_sound_word_tables
from auxilio.triage.catalan_table import catalan_words
from auxilio.triage.content import TriageLoadResult, read_triage
from auxilio.triage.core.engine import Interview
from auxilio.triage.core.meaning_model import MeaningModel
from auxilio.triage.core.model import Protocol
from auxilio.triage.core.story_lexicon import StoryLexicon, StoryWords
from auxilio.triage.core.type_suggestion import TypePhrases, TypeSuggester
from auxilio.triage.library import PublishedProtocols
from auxilio.triage.sentence_vectors import SentenceVectors, read_weights

CONTENT = Path(__file__).parents[2] / "content"


@cache
def reading() -> TriageLoadResult:
    return read_triage(CONTENT)


@cache
def story_words() -> StoryWords:
    return read_sound_word_tables(CONTENT, reading().content.types).story


@cache
def phrases() -> TypePhrases:
    content = reading().content
    return read_phrases(CONTENT, CONTENT, content.types, content.catalog.languages)[0]


@cache
def lexicon() -> StoryLexicon:
    return StoryLexicon(story_words())


@cache
def suggester() -> TypeSuggester:
    """With the words alone, which are the same on every machine."""
    return TypeSuggester(
        reading().content.types, story_words().small, phrases(), in_spanish=catalan_words().in_spanish
    )


@cache
def ranking() -> TypeSuggester:
    """As it is in force, with the meaning too. Raises `ImportError` where the model is not installed."""
    weights, _ = read_weights()
    meaning = MeaningModel(weights, SentenceVectors())
    return TypeSuggester(
        reading().content.types, story_words().small, phrases(), meaning, catalan_words().in_spanish
    )


@cache
def library() -> PublishedProtocols:
    return PublishedProtocols(reading().content)


def interview(id: str) -> Interview:
    found = library().interview(id)
    assert found is not None, id
    return found


PROTOCOLS = sorted(file.stem for file in (CONTENT / "protocols").glob("*.yaml"))
"""By their files, because tests are collected by them and reading the content takes seconds (`test_each_protocol_has_its_file`)."""


@st.composite
def interviews(draw: st.DrawFn) -> tuple[Interview, list[tuple[str, str]]]:
    """An interview and answers in a drawn order, each to a question that was not known to be idle."""
    subject = interview(draw(st.sampled_from(PROTOCOLS)))
    given: list[tuple[str, str]] = []
    for _ in range(draw(st.integers(0, 7))):
        known = dict(given)
        free = [
            q
            for q in subject.protocol.questions
            if q.answers and q.id not in known and subject.applies(q.id, known) is not False
        ]
        if not free:
            break
        question = draw(st.sampled_from(free))
        given.append((question.id, draw(st.sampled_from(question.codes()))))
    return subject, given


def finishings(protocol: Protocol, subject: Interview, answers: dict[str, str]) -> list[dict[str, str]]:
    """Every complete interview that these answers can become: the slow truth the engine is held to."""
    for question in protocol.questions:
        if question.answers and question.id not in answers and subject.applies(question.id, answers) is True:
            return [
                finished
                for code in question.codes()
                for finished in finishings(protocol, subject, {**answers, question.id: code})
            ]
    return [answers]
