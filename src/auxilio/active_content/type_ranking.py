"""The ranking of types by the content in force, built when a release comes into force (decision 0317).

Words are compared at once. The sums of the meaning are shipped for the phrases of the package; phrases that a centre has added
or removed are added to or removed from them in a thread, some hundredths of a second a phrase.
"""

import logging
from collections.abc import Mapping
from copy import deepcopy
from functools import cache
from pathlib import Path
from threading import Thread

from auxilio.active_content.phrase_files import read_phrases
from auxilio.triage.catalan_table import catalan_words
from auxilio.triage.content import read_triage
from auxilio.triage.core.meaning_model import MeaningModel, PhraseSums, add_phrases
from auxilio.triage.core.model import IncidentType
from auxilio.triage.core.type_suggestion import TypePhrases, TypeSuggester, phrases_by_type
from auxilio.triage.sentence_vectors import SentenceVectors, phrase_digest, read_sums

_logger = logging.getLogger(__name__)

type _Known = Mapping[str, list[str]]


def type_ranking(
    types: Mapping[str, IncidentType], small: frozenset[str], phrases: TypePhrases, package: Path
) -> TypeSuggester:
    """A suggester that ranks by words at once, and by meaning too as soon as its thread has loaded the model."""
    ranking = TypeSuggester(types, small, phrases, in_spanish=catalan_words().in_spanish)
    Thread(target=_complete, args=(ranking, phrases_by_type(types, phrases), package), daemon=True).start()
    return ranking


def _complete(ranking: TypeSuggester, known: _Known, package: Path) -> None:
    shipped = _shipped()
    if shipped is None:
        return
    sums, digests, vectors = shipped
    added, gone = _difference(known, digests)
    ranking.meaning = MeaningModel(sums, vectors)
    if added or gone:
        mine = deepcopy(sums)
        add_phrases(mine, added.items(), vectors, 1)
        if gone:
            add_phrases(mine, _phrases_of(package, gone).items(), vectors, -1)
        ranking.meaning = MeaningModel(mine, vectors)


@cache
def _shipped() -> tuple[PhraseSums, frozenset[int], SentenceVectors] | None:
    """Once in a process. None where the model or its sums are not installed."""
    try:
        sums, digests = read_sums()
        return sums, digests, SentenceVectors()
    except (ImportError, OSError, ValueError) as error:
        _logger.warning("types_ranked_by_words_alone", extra={"error": type(error).__name__})
        return None


def _difference(known: _Known, digests: frozenset[int]) -> tuple[dict[str, list[str]], frozenset[int]]:
    """Phrases that are not in the sums, and digests of those that are in them and not in force."""
    added: dict[str, list[str]] = {}
    there = set()
    for code, some in known.items():
        for said in some:
            digest = phrase_digest(code, said)
            there.add(digest)
            if digest not in digests:
                added.setdefault(code, []).append(said)
    return added, digests - there


def package_phrases(package: Path) -> dict[str, list[str]]:
    """Every name, keyword and phrase of the types of a content folder, by type."""
    types = read_triage(package).content.types
    return phrases_by_type(types, read_phrases(package, package, types, ())[0])


def _phrases_of(package: Path, digests: frozenset[int]) -> dict[str, list[str]]:
    """The shipped phrases that have these digests."""
    found = {}
    for code, some in package_phrases(package).items():
        mine = [said for said in some if phrase_digest(code, said) in digests]
        if mine:
            found[code] = mine
    return found
