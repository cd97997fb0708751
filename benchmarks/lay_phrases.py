"""How often the words of callers find the type of the incident: 400 phrases, 100 in each of four languages, three times.

    .venv/bin/python benchmarks/lay_phrases.py --json [--set 1]

Each set was written by somebody who had not read the catalogue nor another set. The first (`lay_phrases.tsv`) was labelled by another
who saw the names of the types alone; `-` where none fits. The second (`lay_phrases_2.tsv`, 30 November 2026) was labelled by its
author from the names alone, with one to four types, after the phrases of the content were written: its first score is the blind
one, and stands in decision 0350. The third (`lay_phrases_3.tsv`, 1 December 2026) likewise, with one to three types. **Who writes the words of the content reads none of them**: a score of phrases that the content was
written for says nothing. They are one person's judgement each, and no clinician has looked at them.

`right`: one of its types is among the three that are proposed. `none`: nothing is proposed. `unsure`: what is proposed is merely
the nearest. `milder`: of those whose type is
P0, the first proposal is a milder one that is not among its types. `ms`: the CPU of one question, in this process.
"""

import argparse
import csv
import json
import time
from pathlib import Path

from auxilio.kernel.shared_types import Priority
from tests.triage.shipped_content import ranking, reading

SETS = {
    1: Path(__file__).with_suffix(".tsv"),
    2: Path(__file__).with_name("lay_phrases_2.tsv"),
    3: Path(__file__).with_name("lay_phrases_3.tsv"),
}


def labelled(phrases: Path) -> list[tuple[str, str, frozenset[str]]]:
    """Language, phrase, types; those that no type fits are left out."""
    with phrases.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [
            (row["language"], row["phrase"], frozenset(row["types"].split()))
            for row in rows
            if row["types"] != "-"
        ]


def measure(file: Path) -> dict[str, object]:
    """The score of each language, and of all."""
    suggests, types = ranking().suggest, reading().content.types
    phrases, began = labelled(file), time.process_time()
    found = [suggests(phrase) for _, phrase, _ in phrases]
    cpu = time.process_time() - began
    offered = [tuple(one.type for one in some) for some in found]
    unsure = sum(not any(one.sure for one in some) for some in found)
    result: dict[str, object] = {
        "phrases": len(phrases),
        "ms": round(cpu / len(phrases) * 1_000, 2),
        "unsure": unsure,
    }
    for language in ("es", "ca", "en", "fr", "all"):
        mine = [
            (right, found)
            for (of, _, right), found in zip(phrases, offered, strict=True)
            if language in {of, "all"}
        ]
        severe = [
            (right, found)
            for right, found in mine
            if any(types[code].priority == Priority.P0 for code in right)
        ]
        milder = [
            found
            for right, found in severe
            if found and found[0] not in right and types[found[0]].priority > Priority.P0
        ]
        result[language] = {
            "phrases": len(mine),
            "right": sum(bool(right & set(found)) for right, found in mine),
            "none": sum(not found for _, found in mine),
            "severe": len(severe),
            "milder": len(milder),
        }
    return result


def main() -> None:
    """Print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="one line of JSON instead of a table")
    parser.add_argument("--set", type=int, choices=SETS, help="one of the sets; both without it")
    asked = parser.parse_args()
    result = {one: measure(file) for one, file in SETS.items() if asked.set in (None, one)}
    print(json.dumps(result, indent=None if asked.json else 2))


if __name__ == "__main__":
    main()
