"""Aim: a call that ends right today ends right tomorrow (written_calls/README.md)."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
import yaml
from msgspec.structs import replace

from benchmarks.written_calls import Played, failing, played_calls
from tests.content.written_calls.calls import (
    FOLDER,
    WrittenCall,
    apart,
    read_calls,
    reasons,
    settled_later,
    settlements,
)
from tests.content.written_calls.marking import FIELDS, agreement, cohen_kappa, judge
from tests.content.written_calls.play import PlayedCall, cards
from tests.triage.shipped_content import interview, reading


@pytest.fixture(scope="module")
def played() -> Played:
    """With the words alone, which are the same on every machine."""
    return played_calls(words=True)


def known_failing() -> dict[str, dict[str, str]]:
    return yaml.safe_load((FOLDER / "failing.yaml").read_text("utf-8")) or {}


def test_every_call_that_is_right_stays_right_and_every_one_that_became_right_leaves_the_list(
    played: Played,
) -> None:
    found, known = failing(played), known_failing()
    new = {
        f"{id} {field}: {why}"
        for id, wrong in found.items()
        for field, why in wrong.items()
        if field not in known.get(id, {})
    }
    assert not new, "was right, and is not any more"
    gone = {
        f"{id} {field}" for id, wrong in known.items() for field in wrong if field not in found.get(id, {})
    }
    assert not gone, "is right now: take it from failing.yaml (benchmarks/written_calls.py --failing)"


def test_the_calls_are_split_in_halves_within_each_topic() -> None:
    calls = read_calls()
    assert Counter(one.half for one in calls) == {"open": 100, "opened later": 100}
    assert set(Counter((one.topic, one.half) for one in calls).values()) == {10}
    assert len({one.id for one in calls}) == 200
    assert sum(one.trap for one in calls) == 40


def test_each_disagreement_of_the_markings_is_settled_with_a_reason() -> None:
    settled, shared = settlements(), reasons()
    for call in read_calls():
        mine = settled.get(call.id, {})
        assert set(apart(call.first, call.second)) <= set(mine), call.id
        for field, (_, why) in mine.items():
            assert why in shared or " " in why, f"{call.id} {field}: {why}"
            lists_cards = field == "first_card" and isinstance(mine[field][0], list)
            assert field in apart(call.first, call.second) or lists_cards, (
                f"{call.id} {field} is no disagreement"
            )
    assert set(settled) <= {one.id for one in read_calls()}
    assert set(shared) <= {why for mine in settled.values() for _, why in mine.values()}


def test_what_was_settled_later_says_why() -> None:
    before = {one.id: one for one in read_calls(later=False)}
    after = {one.id: one for one in read_calls()}
    more = settled_later()
    changed = {id for id, one in after.items() if one != before[id]}
    assert changed == {*more["settled"], *more["answers"]}, "each changes something"
    for id, fields in more["settled"].items():
        assert set(fields) <= {*FIELDS}, id
        assert all(len(why) > 40 for _, why in fields.values()), f"{id}: which guideline, or what is new"
    assert all(len(row["why"]) > 20 for row in more["answers"].values())


def test_what_was_settled_later_can_be_taken_away_again() -> None:
    calls = {one.id: one for one in read_calls(later=False)}
    assert calls["w1-tru-03"].cards == {"acompanar"}
    assert "mar" not in calls["w1-sec-07"].answers["seg-desaparecido"]


ASKED_NO_MORE = {("san-ictus", "cefalea"), ("san-ictus", "vista")}
"""Questions that were answered in the first run and have gone since: the answers stay what they were."""


def test_each_answer_is_one_that_the_protocol_offers() -> None:
    for call in read_calls():
        assert set(call.opens) <= set(reading().content.protocols), call.id
        for protocol, row in call.answers.items():
            for question, answer in row.items():
                found = interview(protocol).protocol.question(question)
                if (protocol, question) in ASKED_NO_MORE:
                    assert found is None
                    continue
                assert found is not None, f"{call.id} {protocol} {question}"
                assert answer in found.codes(), f"{call.id} {protocol} {question}"


def test_the_cards_that_are_right_are_cards_that_there_are() -> None:
    for call in read_calls():
        assert call.cards - {"none"} <= set(cards()), call.id


WRONG: dict[str, Callable[[PlayedCall], dict[str, Any]]] = {
    "priority": lambda _: {"priority": "P4"},
    "resources": lambda _: {"resources": frozenset()},
    "notices": lambda _: {"notices": frozenset()},
    "safety": lambda _: {"safety": frozenset()},
    "first_card": lambda _: {"card": "volcan"},
    "first_sentence": lambda one: {"sentence": one.sentence + " Ahora."},
}


@pytest.mark.parametrize("field", WRONG)
def test_what_is_done_wrong_in_a_right_call_is_found_in_its_field(field: str, played: Played) -> None:
    call, one = next(
        (call, one)
        for call, one in played
        if not any(judge(call, one).values()) and _has(call, field) and field in judge(call, one)
    )
    wrong = {name for name, why in judge(call, replace(one, **WRONG[field](one))).items() if why}
    assert wrong == {field}


def _has(call: WrittenCall, field: str) -> bool:
    return bool(getattr(call, field, True))


def test_kappa_is_agreement_beyond_chance() -> None:
    pairs = [("Y", "Y")] * 20 + [("Y", "N")] * 5 + [("N", "Y")] * 10 + [("N", "N")] * 15
    assert cohen_kappa(pairs) == pytest.approx(0.4)
    assert cohen_kappa([("P0", "P0")] * 3) is None, "chance alone agrees always"


def test_the_agreement_of_the_two_markings_is_what_is_published() -> None:
    told = agreement(read_calls())
    assert {field: one["kappa"] for field, one in told.items()} == {
        "priority": 0.776,
        "resources": 0.783,
        "notices": 0.754,
        "safety": 0.808,
        "first_card": 0.892,
    }
