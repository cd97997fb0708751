"""How many defects of protocols and cards are seen before they are signed: by the verifier, or by what a release shows as changed.

    .venv/bin/python benchmarks/content_mutation.py --json [--instances 2200] [--seed 1]

Each mutant is one protocol or card with one defect (`mutations.py`, `card_mutations.py`, which know no rule of the verifier). *Verified*: the folder
has a fault that it did not have before. *Shown*: a release would tell of a difference in what is decided. One that neither sees is
decided here, from its written form and without the engine, for every complete interview (or 20,000 drawn ones, where there are
more): the same decision, resources and cards throughout, and it is *equivalent*, no defect; otherwise it is *missed*. Words
decide nothing; they must be seen by the verifier.
"""

import argparse
import copy
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

sys.path.insert(0, str(Path(__file__).parents[1]))

from auxilio.active_content.content_bundle import content_folder
from auxilio.active_content.word_tables import read_sound_word_tables
from auxilio.instructions import verifier as cards_verifier
from auxilio.instructions.content import CardLoadResult as Cards
from auxilio.instructions.content import compile_card, read_cards
from auxilio.platform.documents import DocumentFault, SourceDocument, check_schema
from auxilio.triage import verifier
from auxilio.triage.content import TriageLoadResult, read_protocol, read_triage
from auxilio.triage.core.model import Protocol
from auxilio.triage.difference import Effect, compare_versions
from auxilio.triage.verifier.subject import ProtocolSubject
from benchmarks.card_mutations import CARDS
from benchmarks.mutations import DECIDING, WORDS, Plant
from benchmarks.written import same_decisions

TRIES = 40
"""For one mutant that nobody has seen yet, before a document has no more of its kind."""
SAME = (Effect.REWORDED, Effect.SLOWER)
type Raw = dict[str, Any]
type Verdict = Literal["verified", "shown", "equivalent", "missed"]
type Seen = frozenset[tuple[str, str, str]]


class Folder:
    """The content as it is, and one document of it at a time with a defect."""

    def __init__(self, folder: Path) -> None:
        self.triage: TriageLoadResult = read_triage(folder)
        self.cards: Cards = read_cards(folder)
        self.ids = frozenset(self.cards.documents)
        self.avoided = read_sound_word_tables(folder, self.triage.content.types).plain
        protocols = self.triage.content.protocols
        self._before = {id: _seen(self._prove(id, one)) for id, one in protocols.items()}
        self._cards_before = _seen(self._prove_cards(self.cards))

    def _prove(
        self, id: str, protocol: Protocol, document: SourceDocument | None = None
    ) -> list[DocumentFault]:
        content = self.triage.content
        changed = replace(content, protocols={**content.protocols, id: protocol})
        return verifier.verify_one(
            ProtocolSubject(protocol, document or self.triage.documents[id], changed), self.ids, self.avoided
        )[0]

    def _prove_cards(self, cards: Cards) -> list[DocumentFault]:
        return cards_verifier.verify(
            cards,
            protocols=frozenset(self.triage.documents),
            uses=verifier.uses_of_cards(self.triage),
            sources=self.triage.content.sources,
            languages=self.triage.content.catalog.languages,
            avoided=self.avoided,
        )

    def judge_protocol(self, id: str, raw: Raw) -> Verdict:
        """Verified, else shown, else decided from what is written."""
        document = SourceDocument(file=self.triage.documents[id].file, data=raw, lines={(): 1})
        protocol, _ = read_protocol(document, self.triage)
        if protocol is None or _seen(self._prove(id, protocol, document)) - self._before[id]:
            return "verified"
        shown = compare_versions({id: self.triage.content.protocols[id]}, {id: protocol})
        if shown and shown[0].change not in SAME:
            return "shown"
        written, sets = self.triage.documents[id].data, self.triage.content.catalog.answer_sets
        codes = {name: tuple(choice.code for choice in choices) for name, choices in sets.items()}
        return "equivalent" if same_decisions(written, raw, codes) else "missed"

    def judge_card(self, id: str, raw: Raw) -> Verdict:
        """Verified, or missed."""
        document = SourceDocument(file=self.cards.documents[id].file, data=raw, lines={(): 1})
        if check_schema(document, "card"):
            return "verified"
        card = compile_card(self.cards.memory.fill(raw))
        changed = Cards(
            memory=self.cards.memory,
            cards={**self.cards.cards, id: card},
            documents={**self.cards.documents, id: document},
        )
        return "verified" if _seen(self._prove_cards(changed)) - self._cards_before else "missed"


def _seen(faults: list[DocumentFault]) -> Seen:
    """Faults without their lines, which a defect may move."""
    return frozenset((one.code, one.document, json.dumps(one.facts, sort_keys=True)) for one in faults)


def _mutants(
    plant: Plant, documents: dict[str, SourceDocument], wanted: int, rng: random.Random
) -> Iterator[tuple[str, Raw]]:
    """Different ones, as many as are wanted, the documents in turn."""
    known: set[str] = set()
    tries = 0
    while len(known) < wanted and tries < TRIES * wanted:
        for id in documents:
            tries += 1
            raw = copy.deepcopy(documents[id].data)
            if not plant(raw, rng) or raw == documents[id].data:
                continue
            text = json.dumps(raw, sort_keys=True)
            if text not in known:
                known.add(text)
                yield id, raw
            if len(known) == wanted:
                return


def run(instances: int, seed: int) -> dict[str, Any]:
    """Plant, judge, count."""
    folder, rng = Folder(content_folder()), random.Random(seed)
    kinds = len(DECIDING) + len(WORDS) + len(CARDS)
    each = -(-instances // kinds)
    tallies: dict[str, Counter[str]] = {}
    missed: list[str] = []
    began = time.perf_counter()
    for name, plant in (DECIDING | WORDS | CARDS).items():
        documents = folder.cards.documents if name in CARDS else folder.triage.documents
        judge = folder.judge_card if name in CARDS else folder.judge_protocol
        tally = tallies[name] = Counter()
        for id, raw in _mutants(plant, documents, each, rng):
            verdict = judge(id, raw)
            if name in WORDS and verdict == "equivalent":
                verdict = "missed"
            tally[verdict] += 1
            if verdict == "missed":
                missed.append(f"{name} {id}")
    total = sum(tallies.values(), Counter[str]())
    defects = total.total() - total["equivalent"]
    return {
        "seed": seed,
        "kinds": kinds,
        "planted": total.total(),
        **total,
        "defects": defects,
        "caught_pct": round(100 * (1 - total["missed"] / defects), 2),
        "took_s": round(time.perf_counter() - began, 1),
        "by_kind": {name: dict(tally) for name, tally in tallies.items()},
        "missed_which": missed,
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--instances", type=int, default=2200)
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    print(json.dumps(run(wanted.instances, wanted.seed), indent=None if wanted.json else 1))


if __name__ == "__main__":
    main()
