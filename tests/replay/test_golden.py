"""The log of each release is read, folded and shown by this one as it was then."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec
import pytest

from auxilio.platform.database.upcast import UPCASTERS
from tests.replay.golden import (
    CHANGELOG,
    EACH_AT_LEAST,
    FOLDER,
    Line,
    chosen,
    folded,
    is_out,
    read_log,
    shown,
)

RELEASES = sorted(file.parent for file in FOLDER.glob("*/log.jsonl"))


def differs(at: str, kept: Any, now: Any) -> list[str]:
    """What was shown and is not any more. A field that is new is no difference."""
    if isinstance(kept, dict) and isinstance(now, dict):
        return [one for key in kept for one in differs(f"{at}.{key}", kept[key], now.get(key, "(nothing)"))]
    if isinstance(kept, list) and isinstance(now, list) and len(kept) == len(now):
        pairs = zip(kept, now, strict=True)
        return [one for place, (old, new) in enumerate(pairs) for one in differs(f"{at}[{place}]", old, new)]
    return [] if kept == now else [f"{at}: {kept!r} is {now!r}"]


def rare(release: Path) -> list[str]:
    """The kinds of event of a release that do not stand twice in its log."""
    kinds = Counter(line.kind for lines in read_log(release).values() for line in lines)
    wanted = json.loads((release / "events.json").read_text("utf-8"))
    return [kind for kind in wanted if kinds[kind] < EACH_AT_LEAST]


def test_the_log_of_a_release_that_is_out_has_every_kind_of_event_twice() -> None:
    """The log is taken at the release; until CHANGELOG.md calls it out, a kind that is new may lack there."""
    changelog = CHANGELOG.read_text("utf-8")
    out = [release for release in RELEASES if is_out(release.name, changelog)]
    assert {release.name: rare(release) for release in out} == {release.name: [] for release in out}


def test_a_kind_that_lacks_in_a_log_is_named(tmp_path: Path) -> None:
    (tmp_path / "events.json").write_text('{"cases.case.noted": {}, "cases.case.opened": {}}', "utf-8")
    first = (RELEASES[0] / "log.jsonl").read_text("utf-8").splitlines()
    opened = [line for line in first if '"kind":"cases.case.opened"' in line]
    (tmp_path / "log.jsonl").write_text("\n".join(opened[:2]) + "\n", "utf-8")
    assert rare(tmp_path) == ["cases.case.noted"]


def test_a_release_is_out_once_the_changelog_does_not_call_it_unreleased() -> None:
    text = "# Changelog\n\n## 0.2.0 (unreleased)\n\n## 0.1.0 (12 January 2027)\n"
    assert [is_out(release, text) for release in ("0.1", "0.2", "0.3")] == [True, False, False]


@pytest.mark.parametrize("release", RELEASES, ids=lambda folder: folder.name)
def test_the_log_of_a_release_folds_to_its_states_and_shows_its_rows(release: Path) -> None:
    kept = json.loads((release / "states.json").read_text("utf-8"))
    streams = read_log(release)
    assert streams.keys() == kept.keys()
    now = {stream: json.loads(json.dumps(shown(lines))) for stream, lines in streams.items()}
    assert [one for stream in kept for one in differs(stream, kept[stream], now[stream])] == []


def test_what_is_shown_otherwise_is_named() -> None:
    kept = {"state": {"place": {"words": "Mayor 12"}, "calls": [1, 2]}}
    assert (
        differs("case:1", kept, {"state": {"place": {"words": "Mayor 12", "new": 1}, "calls": [1, 2]}}) == []
    )
    assert differs("case:1", kept, {"state": {"place": {}, "calls": [1]}}) == [
        "case:1.state.place.words: 'Mayor 12' is '(nothing)'",
        "case:1.state.calls: [1, 2] is [1]",
    ]


def test_few_streams_are_chosen_and_they_have_each_kind_twice() -> None:
    streams = list(read_log(RELEASES[0]).values())
    kinds = {line.kind for line in streams[0]}
    picked = chosen([*streams, *streams], kinds)
    told = Counter(line.kind for lines in picked for line in lines)
    assert all(told[kind] >= EACH_AT_LEAST for kind in kinds)
    assert len(picked) < len(streams)


def test_a_log_that_lacks_an_event_folds_to_another_state() -> None:
    """Else the comparison would prove nothing: of a stream with several events, the last one matters."""
    release = RELEASES[0]
    kept = json.loads((release / "states.json").read_text("utf-8"))
    long = {stream: lines for stream, lines in read_log(release).items() if len(lines) > 5}
    other = [stream for stream, lines in long.items() if differs(stream, kept[stream], shown(lines[:-1]))]
    assert len(other) > len(long) / 2
    assert all(folded(lines[:-1])[1] is not None for lines in long.values())


REPORTED = "dispatch.unit.status_reported"


def status_of(body: dict[str, Any]) -> dict[str, Any]:
    """An up-caster: schema 0 of this event called its status `step`."""
    return {name: value for name, value in body.items() if name != "step"} | {"status": body["step"]}


def before_the_rename(line: Line) -> Line:
    """The event as a release with schema 0 would have written it."""
    if line.kind != REPORTED:
        return line
    body = json.loads(line.body)
    return msgspec.structs.replace(line, schema=0, body=json.dumps(body | {"step": body.pop("status")}))


def test_a_log_of_before_a_rename_folds_to_the_same_through_an_up_caster(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    logs = read_log(RELEASES[0]).values()
    streams = [lines for lines in logs if any(line.kind == REPORTED for line in lines)]
    older = [[before_the_rename(line) for line in lines] for lines in streams]
    with pytest.raises(msgspec.ValidationError, match="status"):
        shown(older[0])
    monkeypatch.setitem(UPCASTERS, (REPORTED, 0), status_of)
    assert [shown(lines) for lines in older] == [shown(lines) for lines in streams]
