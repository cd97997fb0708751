"""A golden log: whole streams in which every kind of event of a release stands, and what they folded to then.

    .venv/bin/python -m tests.replay.golden 0.1 FOLDER     write it, once, from logs that tests/replay/capture.py kept

`log.jsonl` holds the events; `states.json` the state of each stream, and its row on each board, as the release made them.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from auxilio.app.capabilities import all_aggregates, tables
from auxilio.platform.database.aggregates import Aggregate
from auxilio.platform.database.upcast import upcast
from auxilio.realtime.board_catalogue import boards_for

FOLDER = Path(__file__).parent
CHANGELOG = FOLDER.parents[1] / "CHANGELOG.md"
EACH_AT_LEAST = 2
LONGEST = 400
"""Events of one stream: a longer one shows nothing more."""


class Line(msgspec.Struct, frozen=True):
    """One event of a golden log."""

    stream: str
    version: int
    kind: str
    schema: int
    happened_at: datetime
    actor_name: str
    body: str


def is_out(release: str, changelog: str) -> bool:
    """Whether a release is out: CHANGELOG.md has a heading of it, and does not call it unreleased."""
    headings = [line for line in changelog.splitlines() if line.startswith(f"## {release}.")]
    return headings != [] and not any("(unreleased)" in line for line in headings)


def read_log(release: Path) -> dict[str, list[Line]]:
    """The streams of a golden log. One that stands there twice, from two installations, is told apart by `#1`, `#2`."""
    return _split(release / "log.jsonl")


def _split(file: Path) -> dict[str, list[Line]]:
    streams, nth = dict[str, list[Line]](), Counter[str]()
    for text in file.read_bytes().splitlines():
        line = msgspec.json.decode(text, type=Line)
        nth[line.stream] += line.version == 1
        streams.setdefault(f"{line.stream}#{nth[line.stream]}", []).append(line)
    return streams


def folded(lines: Iterable[Line]) -> tuple[Aggregate[Any], Any]:
    """The aggregate of a stream and its state after all of its events."""
    state, aggregate, aggregates = None, None, all_aggregates()
    for line in lines:
        aggregate = aggregates[line.stream.partition(":")[0]]
        body = upcast(line.kind, line.schema, line.body)
        state = aggregate.evolve(state, aggregate.read_event(body), line.happened_at)
    assert aggregate is not None, "a stream has an event"
    return aggregate, state


def shown(lines: Iterable[Line]) -> dict[str, Any]:
    """`{"state": …, "rows": {"desk/cases": …}}` of one stream."""
    aggregate, state = folded(lines)
    rows = {
        f"{board.name}/{table.name}": msgspec.to_builtins(table.row(state))
        for board in boards_for({}, tables())
        for table in board.tables
        if table.aggregate is aggregate
    }
    return {"state": msgspec.to_builtins(state), "rows": rows}


# --- writing one ----------------------------------------------------------------------------------


def _streams_of(folder: Path) -> Iterator[list[Line]]:
    for file in sorted(folder.glob("*.jsonl")):
        for lines in _split(file).values():
            if len(lines) <= LONGEST and [line.version for line in lines] == [*range(1, len(lines) + 1)]:
                yield lines


def chosen(streams: Iterable[list[Line]], wanted: Iterable[str]) -> list[list[Line]]:
    """Few streams in which each kind stands twice: of those with the rarest kind, the one that adds most for its length."""
    left = [(Counter(line.kind for line in lines), lines) for lines in streams]
    has = Counter[str]()
    for kinds, _ in left:
        has.update(kinds)
    told, picked = Counter[str](), list[list[Line]]()
    for kind in sorted(wanted, key=lambda kind: has[kind]):
        while told[kind] < EACH_AT_LEAST:
            fitting = [one for one in left if one[0][kind]]
            if not fitting:
                break
            best = max(fitting, key=lambda one: _adds(one[0], told) / len(one[1]))
            left.remove(best)
            told.update(best[0])
            picked.append(best[1])
    return picked


def _adds(kinds: Mapping[str, int], told: Mapping[str, int]) -> int:
    return sum(min(count, max(0, EACH_AT_LEAST - told[kind])) for kind, count in kinds.items())


def main() -> None:
    """Write the golden log of a release."""
    release, logs = FOLDER / sys.argv[1], Path(sys.argv[2])
    wanted = json.loads((release / "events.json").read_text("utf-8"))
    picked = sorted(chosen(_streams_of(logs), wanted), key=lambda lines: lines[0].stream)
    seen = Counter(line.kind for lines in picked for line in lines)
    for kind in wanted:
        if seen[kind] < EACH_AT_LEAST:
            print(f"{kind}: {seen[kind]}", file=sys.stderr)
    text = [msgspec.json.encode(line).decode() for lines in picked for line in lines]
    (release / "log.jsonl").write_text("\n".join(text) + "\n", "utf-8")
    states = {stream: shown(lines) for stream, lines in read_log(release).items()}
    (release / "states.json").write_text(
        json.dumps(states, ensure_ascii=False, sort_keys=True, indent=0) + "\n", "utf-8"
    )


if __name__ == "__main__":
    main()
