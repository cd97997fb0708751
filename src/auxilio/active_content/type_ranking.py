"""The ranking of types by the content in force, built when a release comes into force (decisions 0317, 0342).

Words are compared at once, and the meaning as soon as a thread has loaded the model. Its weights are of the shipped phrases;
those that a centre has added are compared by their nearness, for some milliseconds a phrase.
"""

import logging
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from threading import Thread
from typing import NamedTuple

from auxilio.active_content.phrase_files import read_phrases
from auxilio.triage.catalan_table import catalan_words
from auxilio.triage.content import read_triage
from auxilio.triage.core.meaning_model import MeaningModel, MeaningWeights
from auxilio.triage.core.model import IncidentType
from auxilio.triage.core.type_suggestion import TypePhrases, TypeSuggester, phrases_by_type
from auxilio.triage.sentence_vectors import SentenceVectors, phrase_digest, read_weights

_logger = logging.getLogger(__name__)

type _Known = Mapping[str, list[str]]


class _Made(NamedTuple):
    types: Mapping[str, IncidentType]
    small: frozenset[str]
    phrases: TypePhrases
    ranking: TypeSuggester


_last: _Made | None = None


def type_ranking(
    types: Mapping[str, IncidentType], small: frozenset[str], phrases: TypePhrases
) -> TypeSuggester:
    """A suggester that ranks by words at once, and by meaning too as soon as its thread has loaded the model.

    It takes some seconds of a core; what the process made last is given again for the same types and phrases.
    """
    global _last
    if _last is not None and _last[:3] == (types, small, phrases):
        return _last.ranking
    ranking = TypeSuggester(types, small, phrases, in_spanish=catalan_words().in_spanish)
    _last = _Made(types, small, phrases, ranking)
    Thread(target=_complete, args=(ranking, phrases_by_type(types, phrases)), daemon=True).start()
    return ranking


def _complete(ranking: TypeSuggester, known: _Known) -> None:
    shipped = _shipped()
    if shipped is None:
        return
    weights, digests, vectors = shipped
    shared = MeaningModel(weights, vectors)
    shared.scores("")  # what the model loads at its first question is loaded before anybody asks
    ranking.meaning = shared
    added = _added(known, digests)
    if added:
        ranking.meaning = MeaningModel(weights, vectors, added.items())


@cache
def _shipped() -> tuple[MeaningWeights, frozenset[int], SentenceVectors] | None:
    """Once in a process. None where the model or its weights are not installed."""
    try:
        return *read_weights(), SentenceVectors()
    except (ImportError, OSError, ValueError) as error:
        _logger.warning("types_ranked_by_words_alone", extra={"error": type(error).__name__})
        return None


def _added(known: _Known, digests: frozenset[int]) -> dict[str, list[str]]:
    """Phrases that the network was not trained on."""
    found = {
        code: [said for said in some if phrase_digest(code, said) not in digests]
        for code, some in known.items()
    }
    return {code: some for code, some in found.items() if some}


def package_phrases(package: Path) -> dict[str, list[str]]:
    """Every name, keyword and phrase of the types of a content folder, by type."""
    types = read_triage(package).content.types
    return phrases_by_type(types, read_phrases(package, package, types, ())[0])
