"""How many of the 200 written calls end as an excellent centre would end them, by field, half and kind; and how far two markings agree.

    .venv/bin/python benchmarks/written_calls.py --json [--words] [--only ID]
    .venv/bin/python benchmarks/written_calls.py --failing > tests/content/written_calls/failing.yaml

Each call is played by the code that ships (`tests/content/written_calls`, whose README says how).
`--words` ranks the type by words alone, as where the language model is not installed, and as `--failing` and the test do. `--only` tells one
call in full. *Open* are the calls that whoever mends the content has read from the beginning, *opened later* those that were held
back until decision 0383. The published scores stand in `docs/written-calls.md`.
"""

import argparse
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import msgspec

from tests.content.written_calls.calls import Half, WrittenCall, read_calls
from tests.content.written_calls.marking import NOT_JUDGED, agreement, judge, score
from tests.content.written_calls.play import PlayedCall, play
from tests.triage.shipped_content import ranking, suggester

HALVES: tuple[Half, ...] = ("open", "opened later")
type Played = Sequence[tuple[WrittenCall, PlayedCall]]


def played_calls(*, words: bool = False) -> Played:
    """Every call with what was done in it."""
    rank = (suggester() if words else ranking()).suggest
    return [(call, play(call, rank)) for call in read_calls()]


def as_first_settled(half: Half, *, words: bool = False) -> dict[str, str]:
    """The calls of a half by the answers and settlements of the first run alone."""
    rank = (suggester() if words else ranking()).suggest
    calls = [call for call in read_calls(later=False) if call.half == half]
    return score(judge(call, play(call, rank)) for call in calls)


def failing(played: Played) -> dict[str, dict[str, str]]:
    """Call -> field -> what is wrong."""
    found = {
        call.id: {field: wrong for field, wrong in judge(call, one).items() if wrong} for call, one in played
    }
    return {id: wrong for id, wrong in found.items() if wrong}


def measure(played: Played) -> dict[str, Any]:
    """All figures."""
    judged = [(call, judge(call, one), one.fits) for call, one in played]
    topics = dict.fromkeys(call.topic for call, _, _ in judged)
    return {
        "calls": len(judged),
        "kappa": agreement([call for call, _, _ in judged]),
        **{
            half.replace(" ", "_"): {
                "type_among_three": f"{sum(fits for call, _, fits in judged if call.half == half)}"
                f"/{sum(call.half == half for call, _, _ in judged)}",
                **score(fields for call, fields, _ in judged if call.half == half),
                "sentences_not_judged": sum(
                    NOT_JUDGED in (fields.get("first_sentence") or "")
                    for call, fields, _ in judged
                    if call.half == half
                ),
                "traps": score(fields for call, fields, _ in judged if call.half == half and call.trap),
                "by_topic": {
                    topic: score(
                        fields for call, fields, _ in judged if call.half == half and call.topic == topic
                    )
                    for topic in topics
                },
            }
            for half in HALVES
        },
    }


def main() -> None:
    """Print it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--words", action="store_true")
    parser.add_argument("--failing", action="store_true")
    parser.add_argument("--only")
    wanted = parser.parse_args()
    began = time.process_time()
    played = played_calls(words=wanted.words or wanted.failing)
    if wanted.failing:
        print("# Calls that are not right today: id -> field -> why. Written by benchmarks/written_calls.py.")
        for id, wrong in failing(played).items():
            print(f"{id}: {json.dumps(wrong, ensure_ascii=False)}")
    elif wanted.only:
        told = [msgspec.to_builtins(one) for call, one in played if call.id == wanted.only]
        print(
            json.dumps(
                [*told, failing(played).get(wanted.only)], indent=1, ensure_ascii=False, default=sorted
            )
        )
    else:
        found = {
            **measure(played),
            "as_first_settled": {half: as_first_settled(half, words=wanted.words) for half in HALVES},
            "cpu_s": round(time.process_time() - began, 1),
        }
        print(json.dumps(found, indent=None if wanted.json else 1))


if __name__ == "__main__":
    main()
