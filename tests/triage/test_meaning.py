"""Discriminants from sums: a phrase that is added and taken away leaves no trace, and the nearest type wins."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from auxilio.triage.core.meaning_model import MeaningModel, PhraseSums, Vector, add_phrases
from auxilio.triage.core.type_suggestion import TypeSuggester
from auxilio.triage.sentence_vectors import phrase_digest, read_sums, write_sums
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
