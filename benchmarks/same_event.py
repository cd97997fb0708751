"""How well repeats are recognised on a made-up evening, and what it costs: precision and recall at the shown line.

    python benchmarks/same_event.py --json [--seed N] [--evenings N]

A call is *right* when the first case shown is the one it tells of, *wrong* when another is, *missed* when its case is
live and nothing is shown. What is not shown joins nothing, and what is shown joins nothing either: a person does.
"""

import argparse
import json
import statistics
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from auxilio.active_content.phrase_files import read_phrases
from auxilio.active_content.word_tables import read_sound_word_tables
from auxilio.calls.core.model import Call
from auxilio.calls.core.policy import is_mobile
from auxilio.cases.core.duplicate_incidents import (
    SHOWN_MIN,
    DuplicateCandidate,
    EventDescription,
    LiveCase,
    is_within_reach,
    rank,
)
from auxilio.cases.core.model import Location
from auxilio.kernel.ids import CaseId
from auxilio.platform.ids import new_id
from auxilio.realtime.duplicate_incidents import stated_place, told
from auxilio.triage.catalan_table import catalan_words
from auxilio.triage.content import read_triage
from auxilio.triage.core.story_lexicon import StoryLexicon
from auxilio.triage.core.type_suggestion import TypeSuggester
from benchmarks.evening import CALLS, EVENTS, Evening, Happening, Ring

CONTENT = Path(__file__).parents[1] / "content"
LIVE_S = 5_400.0
"""A case is worked on for an hour and a half after its last call."""
LINES = tuple(range(30, 95, 5))


@dataclass
class Known:
    """A case as its calls have told it. They were joined truly: what is measured is the proposal."""

    id: CaseId
    number: int
    of: Happening
    location: Location
    type: str
    calls: list[Call] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    whole: LiveCase | None = None

    @property
    def last_at(self) -> datetime:
        return max(call.rang_at for call in self.calls)


@dataclass
class Outcome:
    """One call: what was shown, and what was true."""

    ring: Ring
    best: DuplicateCandidate | None
    """The likeliest case, shown or not."""
    best_of: Happening | None
    repeat: bool

    def at(self, line: int) -> str:
        shown = self.best is not None and self.best.score >= line
        if shown:
            return "right" if self.best_of is self.ring.of else "wrong"
        return "missed" if self.repeat else "quiet"


def phones(calls: list[Call]) -> frozenset[str]:
    return frozenset(call.phone for call in calls if call.phone and is_mobile(call.phone))


class Vocabulary(NamedTuple):
    """By what a story is read: the typology's phrases, and the table of things."""

    suggester: TypeSuggester
    lexicon: StoryLexicon


class Centre:
    """Plays an evening call by call. `located`: each is asked about once its address and its type stand."""

    def __init__(self, vocabulary: Vocabulary, *, located: bool = False) -> None:
        self.vocabulary, self.located = vocabulary, located
        self.cases: list[Known] = []

    def hear(self, ring: Ring) -> EventDescription:
        return told(
            *self.vocabulary,
            spot=stated_place(
                self.vocabulary.lexicon, ring.address if self.located else ring.location, ring.call
            ),
            text=ring.text,
            type_=ring.final_type if self.located else ring.type,
            phones=phones([ring.call]),
            at=ring.call.rang_at,
        )

    def play(self, evening: Evening) -> Iterator[Outcome]:
        for ring in evening.rings:
            at = ring.call.rang_at
            live = [one for one in self.cases if at - one.last_at < timedelta(seconds=LIVE_S)]
            here = self.hear(ring)
            near = [one.whole for one in live if one.whole and is_within_reach(here, one.whole.told)]
            found = rank(here, near)
            of = {one.id: one.of for one in live}
            best = found[0] if found else None
            own = next((one for one in live if one.of is ring.of), None)
            yield Outcome(ring, best, of[best.case] if best else None, repeat=own is not None)
            self._keep(own or self._open(ring), ring)

    def _open(self, ring: Ring) -> Known:
        opened = Known(CaseId(new_id()), 4_000 + len(self.cases), ring.of, ring.address, ring.final_type)
        self.cases.append(opened)
        return opened

    def _keep(self, case: Known, ring: Ring) -> None:
        case.calls.append(ring.call)
        case.texts.append(ring.text)
        case.whole = LiveCase(
            id=case.id,
            number=case.number,
            told=told(
                *self.vocabulary,
                spot=stated_place(self.vocabulary.lexicon, case.location, *case.calls),
                text=" . ".join(case.texts),
                type_=case.type,
                phones=phones(case.calls),
                at=case.last_at,
            ),
        )


def figures(outcomes: list[Outcome], line: int) -> dict[str, Any]:
    counted = Counter(outcome.at(line) for outcome in outcomes)
    shown, repeats = counted["right"] + counted["wrong"], sum(outcome.repeat for outcome in outcomes)
    return {
        "line": line,
        "precision": round(counted["right"] / shown, 3) if shown else None,
        "recall": round(counted["right"] / repeats, 3) if repeats else None,
        **{name: counted[name] for name in ("right", "wrong", "missed", "quiet")},
    }


def wrong_by(outcomes: list[Outcome], line: int = SHOWN_MIN) -> Mapping[str, int]:
    """What was shown wrongly, by what had been planted there."""
    wrong = [outcome for outcome in outcomes if outcome.at(line) == "wrong"]
    return dict(Counter(outcome.ring.of.planted or "unplanned" for outcome in wrong))


def taken_for_its_pair(outcomes: list[Outcome], line: int = SHOWN_MIN) -> Mapping[str, Mapping[str, int]]:
    """What was planted to look alike, and was shown as the same: for each kind of pair how often, of how many calls."""
    planted = [outcome for outcome in outcomes if outcome.ring.of.planted]
    counted = Counter({outcome.ring.of.planted: 0 for outcome in planted})
    for outcome in planted:
        other = outcome.best_of
        if outcome.at(line) == "wrong" and other is not None and other.id == outcome.ring.of.id ^ 1:
            counted[outcome.ring.of.planted] += 1
    of = Counter(outcome.ring.of.planted for outcome in planted)
    return {name: {"shown": counted[name], "calls": of[name]} for name in of}


def missed_by(outcomes: list[Outcome], line: int = SHOWN_MIN) -> Mapping[str, int]:
    """What was missed, by what was known of its place."""
    missed = [outcome.ring for outcome in outcomes if outcome.at(line) == "missed"]
    return dict(Counter(_place_known(ring) for ring in missed))


def _place_known(ring: Ring) -> str:
    if ring.location is not None:
        return "address"
    if not ring.call.positions:
        return "nothing"
    wide = (ring.call.positions[0].uncertainty_m or 0) > 300
    return "mast" if wide else "elsewhere" if ring.call.at_place is False else "fix"


def cost(vocabulary: Vocabulary, seed: int, lives: int = 500) -> dict[str, Any]:
    """One question against as many live cases: words read, and every case scored."""
    centre = Centre(vocabulary)
    evening = Evening(seed, calls=lives + 100, events=lives)
    for ring in evening.rings:
        known = next((one for one in centre.cases if one.of is ring.of), None)
        centre._keep(known or centre._open(ring), ring)
    wholes = [one.whole for one in centre.cases if one.whole]
    took_ms: list[float] = []
    for ring in evening.rings[:100]:
        began = time.perf_counter()
        here = centre.hear(ring)
        rank(here, (one for one in wholes if is_within_reach(here, one.told)))
        took_ms.append((time.perf_counter() - began) * 1_000)
    ordered = sorted(took_ms)
    return {
        "live_cases": len(wholes),
        "p50_ms": round(statistics.median(ordered), 2),
        "p95_ms": round(ordered[int(0.95 * (len(ordered) - 1))], 2),
    }


def measure(
    vocabulary: Vocabulary, seed: int, calls: int = CALLS, events: int = EVENTS, *, located: bool = False
) -> list[Outcome]:
    return list(Centre(vocabulary, located=located).play(Evening(seed, calls, events)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--evenings", type=int, default=5, help="how many, from the seed on")
    given = parser.parse_args()
    types = read_triage(CONTENT).content.types
    words = read_sound_word_tables(CONTENT, types).story
    phrases, _ = read_phrases(CONTENT, CONTENT, types, ())
    vocabulary = Vocabulary(
        TypeSuggester(types, words.small, phrases, in_spanish=catalan_words().in_spanish), StoryLexicon(words)
    )
    evenings = {seed: measure(vocabulary, seed) for seed in range(given.seed, given.seed + given.evenings)}
    every = [outcome for some in evenings.values() for outcome in some]
    later = [outcome for seed in evenings for outcome in measure(vocabulary, seed, located=True)]
    report = {
        "first_evening": {"seed": given.seed, **figures(evenings[given.seed], SHOWN_MIN)},
        "all_evenings": {"n": len(evenings), **figures(every, SHOWN_MIN)},
        "all_evenings_once_located": {"n": len(evenings), **figures(later, SHOWN_MIN)},
        "by_evening": {seed: figures(some, SHOWN_MIN) for seed, some in evenings.items()},
        "wrong_by": wrong_by(every),
        "taken_for_its_pair": taken_for_its_pair(every),
        "missed_by": missed_by(every),
        "other_lines": [figures(every, line) for line in LINES],
        "cost": cost(vocabulary, given.seed),
    }
    if given.json:
        print(json.dumps(report, indent=1))
        return
    for name in (
        "first_evening",
        "all_evenings",
        "all_evenings_once_located",
        "wrong_by",
        "missed_by",
        "cost",
    ):
        print(name, report[name])
    for each in report["other_lines"]:
        print(each)


if __name__ == "__main__":
    main()
