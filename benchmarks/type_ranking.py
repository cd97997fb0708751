"""How well types are ranked by phrases that the ranking has not seen: methods compared by cross-validation, in one run.

    python benchmarks/type_ranking.py --json [--content DIR] [--folds N] [--kept FILE]

Each fold holds back every Nth phrase of each type and language, ranks it by what is left, and counts: `right`, its type is among
the first three; `first`, it is the first; `unsure`, nothing was recognised; `milder`, of those of a P0 type a milder one leads.
The held-back phrases are by the same hands as those that stay: it compares methods. What they are worth to a caller is measured
by `lay_phrases.py`. FILE holds vectors as `tools/train_type_meaning.py` keeps them; the others are computed.
"""

import argparse
import json
import random
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from auxilio.active_content.phrase_files import read_phrases
from auxilio.active_content.word_tables import read_sound_word_tables
from auxilio.kernel.shared_types import Priority
from auxilio.triage.catalan_table import catalan_words
from auxilio.triage.content import read_triage
from auxilio.triage.core.meaning_model import MeaningModel, Vector
from auxilio.triage.core.model import IncidentType
from auxilio.triage.core.phrase_words import plain
from auxilio.triage.core.type_suggestion import TypePhrases, TypeSuggester, phrases_by_type
from auxilio.triage.sentence_vectors import SentenceVectors
from tools.train_type_meaning import KEPT, trained, vectors_of

CONTENT = Path(__file__).parents[1] / "content"


class Held(NamedTuple):
    """A phrase that was held back."""

    type: str
    language: str
    said: str


class Ranked(NamedTuple):
    """What was proposed for one."""

    types: tuple[str, ...]
    sure: bool


type Method = Callable[[str], Ranked]


def split(phrases: TypePhrases, folds: int, fold: int) -> tuple[TypePhrases, list[Held]]:
    """The phrases that stay, and those that are held back."""
    stays: dict[str, dict[str, tuple[str, ...]]] = {}
    held = []
    for code, rows in sorted(phrases.items()):
        for language, some in sorted(rows.items()):
            mixed = list(some)
            # One order for all languages: phrases that translate each other are held back together, or one would tell the other.
            random.Random(code).shuffle(mixed)
            held += [Held(code, language, said) for said in mixed[fold::folds]]
            stays.setdefault(code, {})[language] = tuple(
                said for i, said in enumerate(mixed) if i % folds != fold
            )
    return stays, held


def substring(types: Mapping[str, IncidentType], phrases: TypePhrases) -> Method:
    """The baseline: every word that was typed is a substring of a name or of a phrase."""
    names = {code: plain(" ".join(type_.name.values())) for code, type_ in types.items()}
    told = {code: plain(" ".join(some)) for code, some in phrases_by_type(types, phrases).items()}

    def points(code: str, words: Sequence[str]) -> int:
        return sum(3 if word in names[code] else 2 if word in told[code] else -9 for word in words)

    def rank(said: str) -> Ranked:
        words = plain(said).split()
        found = {code: points(code, words) for code in types}
        best = sorted(
            (code for code in types if found[code] > 0), key=lambda c: (-found[c], types[c].priority)
        )
        return Ranked(tuple(best[:3]), bool(best))

    return rank


def suggested(suggester: TypeSuggester) -> Method:
    """As the ranking that is shipped says it."""

    def rank(said: str) -> Ranked:
        found = suggester.suggest(said)
        return Ranked(tuple(one.type for one in found), bool(found) and found[0].sure)

    return rank


def meaning_of(known: Mapping[str, Sequence[str]], vectors: Mapping[str, Vector]) -> MeaningModel:
    """Trained on these phrases."""
    anew = cache(SentenceVectors)
    # A phrase whose last word is asked as another (half typed, misspelt) is no phrase that is kept.
    return MeaningModel(
        trained(known, vectors),
        lambda texts: np.stack([vectors[said] if said in vectors else anew()([said])[0] for said in texts]),
    )


def count(method: Method, held: Sequence[Held], types: Mapping[str, IncidentType]) -> Counter[str]:
    """What came of it, in all and by language."""
    found: Counter[str] = Counter()
    for of, language, said in held:
        codes, sure = method(said)
        found["phrases"] += 1
        found[f"{language}.phrases"] += 1
        found["right"] += of in codes
        found[f"{language}.right"] += of in codes
        found["first"] += of in codes[:1]
        found["unsure"] += not sure
        if types[of].priority == Priority.P0:
            found["severe"] += 1
            found["milder"] += bool(codes) and types[codes[0]].priority > Priority.P0
    return found


def main() -> None:
    """Print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="one line of JSON instead of a table")
    parser.add_argument("--content", type=Path, default=CONTENT)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--only", type=int, default=0, help="so many of the folds; 0 is all")
    parser.add_argument("--kept", type=Path, default=KEPT)
    asked = parser.parse_args()
    content = read_triage(asked.content).content
    types = content.types
    phrases, _ = read_phrases(asked.content, asked.content, types, content.catalog.languages)
    small = read_sound_word_tables(asked.content, types).story.small
    vectors = vectors_of(
        [said for some in phrases_by_type(types, phrases).values() for said in some], asked.kept
    )
    in_spanish = catalan_words().in_spanish
    result: dict[str, Counter[str]] = {}
    spent: Counter[str] = Counter()
    for fold in range(asked.only or asked.folds):
        stays, held = split(phrases, asked.folds, fold)
        began = time.process_time()
        words = TypeSuggester(types, small, stays, in_spanish=in_spanish)
        spent["make"] += time.process_time() - began
        meaning = meaning_of(phrases_by_type(types, stays), vectors)
        methods = {
            "substring": substring(types, stays),
            "words without Spanish for Catalan": suggested(TypeSuggester(types, small, stays)),
            "words": suggested(words),
            "both": suggested(TypeSuggester(types, small, stays, meaning, in_spanish)),
        }
        for name, method in methods.items():
            began = time.process_time()
            result.setdefault(name, Counter()).update(count(method, held, types))
            spent[name] += time.process_time() - began
    told = {name: {**dict(sorted(of.items())), "cpu_s": round(spent[name], 1)} for name, of in result.items()}
    told["make"] = {"cpu_s": round(spent["make"], 1)}
    print(json.dumps(told, indent=None if asked.json else 2))


if __name__ == "__main__":
    main()
