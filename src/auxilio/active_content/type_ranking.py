"""The ranking of types by the content in force, built when a release comes into force (decisions 0317, 0342).

Words are compared at once, and the meaning as soon as a thread has loaded the model. Its weights are of the shipped phrases;
those that a centre has added are compared by their nearness, for some milliseconds a phrase. For the content of the package both
are made before the processes are forked (decision 0390).
"""

import logging
from collections.abc import Mapping
from contextlib import suppress
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

_NOT_INSTALLED = (ImportError, OSError, ValueError)
"""What is raised where the model or its weights are missing or cannot be read."""
_logger = logging.getLogger(__name__)


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
    _last = _by_words(types, small, phrases)
    Thread(target=_complete_or_warn, args=(_last,), daemon=True).start()
    return _last.ranking


def rank_ahead(types: Mapping[str, IncidentType], small: frozenset[str], phrases: TypePhrases) -> None:
    """Make the ranking, words and meaning, for the processes that will be forked from this one: `type_ranking` gives it to them.

    Where the model is not installed nothing is made: each process ranks by words, and says so in its own log.
    """
    global _last
    with suppress(*_NOT_INSTALLED):
        _shipped()
        made = _by_words(types, small, phrases)
        _complete(made)
        _last = made


def _by_words(types: Mapping[str, IncidentType], small: frozenset[str], phrases: TypePhrases) -> _Made:
    ranking = TypeSuggester(types, small, phrases, in_spanish=catalan_words().in_spanish)
    return _Made(types, small, phrases, ranking)


def _complete_or_warn(made: _Made) -> None:
    try:
        _complete(made)
    except _NOT_INSTALLED as error:
        _logger.warning("types_ranked_by_words_alone", extra={"error": type(error).__name__})


def _complete(made: _Made) -> None:
    """Add the meaning. Raises what `_NOT_INSTALLED` names."""
    weights, digests, vectors = _shipped()
    shared = MeaningModel(weights, vectors)
    shared.scores("")  # what the model loads at its first question is loaded before anybody asks
    made.ranking.meaning = shared
    added = _added(phrases_by_type(made.types, made.phrases), digests)
    if added:
        made.ranking.meaning = MeaningModel(weights, vectors, added.items())


@cache
def _shipped() -> tuple[MeaningWeights, frozenset[int], SentenceVectors]:
    """Once in a process. Raises what `_NOT_INSTALLED` names."""
    return *read_weights(), SentenceVectors()


def _added(known: Mapping[str, list[str]], digests: frozenset[int]) -> dict[str, list[str]]:
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
