"""How many defects of content are seen before they are signed: refused by the verifier, or named by what a release shows as changed.

    .venv/bin/python benchmarks/content_mutation.py --json [--instances 3600] [--seed 1] [--kinds NAME,NAME] [--whose ours] [--whole]

Each mutant is one file with one defect. *Ours*: 48 kinds of protocols and cards (`mutations.py`, `card_mutations.py`).
*A stranger's*: 234 kinds of all files (`content_defects`), by somebody who had seen neither the verifier nor its rules, of which 211
can harm a caller or a crew. *Refused*: the folder has an error that it did not have before. *Named*: a release would tell
of a difference in what is decided; naming a file or a cell alone is *missed*. *Warned*: a new warning, which refuses nothing;
it is not counted as caught. One of ours that nothing sees is decided here, from its written form and without the engine, for
every complete interview (or 20,000 drawn ones, where there are more): the same decision, resources and cards throughout, and it
is *equivalent*, no defect. Words decide nothing; they must be seen by the verifier. A stranger's defect is never equivalent.
"""

import argparse
import copy
import fnmatch
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from math import ceil
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))

from auxilio.platform.documents import SourceDocument
from benchmarks.card_mutations import CARDS
from benchmarks.content_defects import KINDS
from benchmarks.content_judge import ContentJudge, Verdict
from benchmarks.mutations import DECIDING, WORDS, Plant

TRIES = 40
"""For one mutant that nobody has seen yet, before a document has no more of its kind."""
SHARES = {
    "cards/": 2.0,
    "protocols/": 1.0,
    "i18n/": 0.5,
    "data/catalog": 0.17,
    "data/typology": 0.5,
    "plans/": 2.0,
}
"""How many of a kind are planted beside those of others, by its files: what many protocols depend on takes seconds to prove."""
OUR_SHARE = 5.0
type Judged = tuple[str, Verdict]
"""The file with a defect, and what became of it."""


class Kind(NamedTuple):
    """One kind of defect, and how as many of it as are wanted are judged."""

    name: str
    whose: str
    harms: bool
    share: float
    judged: Callable[[ContentJudge, int, random.Random], Iterator[Judged]]


def ours(name: str, plant: Plant) -> Kind:
    """A kind that is planted in the data of a protocol or a card."""

    def judged(judge: ContentJudge, wanted: int, rng: random.Random) -> Iterator[Judged]:
        documents = judge.cards.documents if name in CARDS else judge.triage.documents
        for id, raw in _planted(plant, documents, wanted, rng):
            document = SourceDocument(file=documents[id].file, data=raw, lines={(): 1})
            verdict = judge.judge_document(document)
            if verdict == "missed" and name in DECIDING and judge.is_equivalent(id, raw):
                verdict = "equivalent"
            yield documents[id].file, verdict

    return Kind(name, "ours", True, OUR_SHARE, judged)


def strangers(kind: Any) -> Kind:
    """A kind that is planted in the text of a file."""

    def judged(judge: ContentJudge, wanted: int, rng: random.Random) -> Iterator[Judged]:
        files = [file for file in _files(judge.folder) if fnmatch.fnmatch(file, kind.files)]
        known: set[tuple[str, str]] = set()
        for _ in range(wanted):
            rng.shuffle(files)
            for file in list(files):
                text = kind(judge.text_of(file), rng)
                if text is None:
                    files.remove(file)  # it does not fit there
                elif (file, text) not in known:
                    known.add((file, text))
                    yield file, judge.judge_text(file, text)
                if len(known) == wanted:
                    return

    share = next((share for of, share in SHARES.items() if kind.files.startswith(of)), 1.0)
    return Kind(kind.name, "a stranger's", kind.harms, share, judged)


def all_kinds() -> tuple[Kind, ...]:
    """Ours, then the stranger's."""
    mine = [ours(name, plant) for name, plant in (DECIDING | WORDS | CARDS).items()]
    return (*mine, *map(strangers, KINDS))


def run(
    instances: int,
    seed: int,
    only: Collection[str] = (),
    whose: str | None = None,
    *,
    whole: bool = False,
    kind_by_kind: bool = False,
) -> dict[str, Any]:
    """Plant, judge, count. Each kind has its own chance, so that it is the same whatever else is run."""
    kinds = [one for one in all_kinds() if (not only or one.name in only) and whose in (None, one.whose)]
    each = instances / sum(one.share for one in kinds)
    told: dict[str, dict[str, Any]] = {}
    missed: list[str] = []
    began = time.perf_counter()
    with ContentJudge(whole=whole) as judge:
        for kind in kinds:
            tally = Counter[str]()
            for file, verdict in kind.judged(
                judge, ceil(each * kind.share), random.Random(f"{seed}:{kind.name}")
            ):
                tally[verdict] += 1
                if verdict == "missed":
                    missed.append(f"{kind.name} {file}")
            if kind_by_kind:
                print(kind.name, dict(tally), file=sys.stderr, flush=True)
            told[kind.name] = {"whose": kind.whose, "harms": kind.harms, **_counted(tally)}
    return {
        "seed": seed,
        "kinds": len(kinds),
        **_counted(_sum(told, lambda _: True)),
        "ours": _counted(_sum(told, lambda one: one["whose"] == "ours")),
        "strangers": _counted(_sum(told, lambda one: one["whose"] != "ours")),
        "strangers_that_harm": _counted(_sum(told, lambda one: one["whose"] != "ours" and one["harms"])),
        **_aims(told),
        "took_s": round(time.perf_counter() - began, 1),
        "by_kind": told,
        "missed_which": missed,
    }


def _counted(tally: Mapping[str, int]) -> dict[str, Any]:
    planted = sum(tally.values())
    defects = planted - tally.get("equivalent", 0)
    caught = tally.get("refused", 0) + tally.get("named", 0)
    return {
        "planted": planted,
        **{verdict: tally.get(verdict, 0) for verdict in Verdict.__value__.__args__},
        "caught_pct": round(100 * caught / defects, 1) if defects else None,
        "refused_pct": round(100 * tally.get("refused", 0) / defects, 1) if defects else None,
    }


def _sum(told: Mapping[str, Mapping[str, Any]], of: Callable[[Mapping[str, Any]], bool]) -> Counter[str]:
    verdicts = Verdict.__value__.__args__
    return sum((Counter({v: one[v] for v in verdicts}) for one in told.values() if of(one)), Counter[str]())


def _aims(told: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The aims: 95 % of each kind caught; of the kinds that harm (a stranger said so of theirs) 90 % refused."""
    planted = {name: one for name, one in told.items() if one["caught_pct"] is not None}
    harm = {name: one for name, one in planted.items() if one["whose"] != "ours" and one["harms"]}
    return {
        "kinds_caught_95": f"{sum(one['caught_pct'] >= 95 for one in planted.values())}/{len(planted)}",
        "harmful_kinds_refused_90": f"{sum(one['refused_pct'] >= 90 for one in harm.values())}/{len(harm)}",
    }


def _files(folder: Path) -> list[str]:
    return sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.suffix in (".yaml", ".csv")
    )


def _planted(
    plant: Plant, documents: Mapping[str, SourceDocument], wanted: int, rng: random.Random
) -> Iterator[tuple[str, dict[str, Any]]]:
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


def main() -> None:
    """Print it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", action="store_true")
    parser.add_argument(
        "--instances", type=int, default=3600, help="spread over the kinds by SHARES; a kind may run out"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kinds", default="", help="only these, by name")
    parser.add_argument("--whose", choices=("ours", "a stranger's"))
    parser.add_argument("--whole", action="store_true", help="prove the whole folder for each defect")
    wanted = parser.parse_args()
    only = [name for name in wanted.kinds.split(",") if name]
    print(
        json.dumps(
            run(wanted.instances, wanted.seed, only, wanted.whose, whole=wanted.whole, kind_by_kind=True),
            indent=None if wanted.json else 1,
        )
    )


if __name__ == "__main__":
    main()
