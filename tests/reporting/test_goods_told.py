"""Aim: the story, the page and the report of a case say which goods were told of, by which edition, and what was corrected."""

from typing import Any

import msgspec
import pytest

from auxilio.app.capabilities import NARRATIVES
from auxilio.archive.report import render
from auxilio.cases.core import messages as m
from auxilio.cases.core.machine import decide, evolve, open_case
from auxilio.cases.core.model import WindFrom
from auxilio.kernel.event import Envelope
from auxilio.kernel.ids import CaseId, HazmatId
from auxilio.platform.i18n import LANGUAGES, catalogues
from auxilio.platform.ids import new_id
from auxilio.reporting.narrative_facts import story_facts
from auxilio.reporting.story import story
from tests.actors import person
from tests.hazmat.reference_tables import looks_up
from tests.platform.proof.factories import START
from tests.reporting.test_case_report import fact, told

CASE, PETROL, DIESEL = CaseId(new_id()), HazmatId(new_id()), HazmatId(new_id())
LUCIA = person("call_taker", "desk-01")


def facts() -> list[Envelope]:
    """A plate, its correction and a wind, as the machine makes them."""
    commands: tuple[Any, ...] = (
        m.ReportHazmat(case=CASE, goods=PETROL, top="33", bottom="1203"),
        m.ReportHazmat(case=CASE, goods=DIESEL, top="30", bottom="1202", replaces=PETROL),
        m.ReportWind(case=CASE, blows_from=WindFrom.NW),
        m.ReportWind(case=CASE, blows_from=WindFrom.N),
    )
    case = None
    envelopes = []

    def keep(event: Any) -> None:
        nonlocal case
        case = evolve(case, event, START)
        body = msgspec.to_builtins(event)
        envelopes.append(fact(len(envelopes), body.pop("kind"), body))

    for event in open_case(m.OpenCase(case=CASE), 4801, LUCIA):
        keep(event)
    for command in commands:
        read = (
            looks_up(top=command.top, bottom=command.bottom) if isinstance(command, m.ReportHazmat) else None
        )
        assert case is not None
        for event in decide(case, command, LUCIA, read):
            keep(event)
    return envelopes


@pytest.mark.parametrize(
    ("language", "first", "second"),
    [
        ("es", "MERCANCÍA PELIGROSA: 33/1203 Gasolina", "MERCANCÍA CORREGIDA: 30/1202 Gasóleo (antes 33/1203)"),
        ("ca", "MERCADERIA PERILLOSA: 33/1203 Gasolina", "MERCADERIA CORREGIDA: 30/1202 Gasoil (abans 33/1203)"),
        ("en", "DANGEROUS GOODS: 33/1203 Petrol", "GOODS CORRECTED: 30/1202 Diesel (before 33/1203)"),
        ("fr", "MARCHANDISE DANGEREUSE : 33/1203 Essence", "MARCHANDISE CORRIGÉE : 30/1202 Gazole (avant 33/1203)"),
    ],
)  # fmt: skip
def test_the_story_tells_the_goods_in_the_readers_own_words(language: str, first: str, second: str) -> None:
    lines = [line.words for _, line in story(story_facts(facts(), NARRATIVES), catalogues(), language)]
    assert any(line.startswith(first) for line in lines), lines
    assert any(line.startswith(second) for line in lines), lines
    assert any("ERG 2016" in line and "128" in line for line in lines)
    assert not any("goods_" in line or "{" in line for line in lines)


def test_the_report_has_what_stands_with_its_distances_and_what_it_corrects() -> None:
    report = told(facts())
    [goods] = [each for each in report.what if each.label == "goods"]
    assert goods.before == ("33/1203",)
    assert goods.value.startswith("30/1202 Gasóleo · Líquido inflamable · guía 128 (ERG 2016, orientación)")
    assert "grande 50/300/300 m" in goods.value
    assert "si arde 800 m" in goods.value
    [wind] = [each for each in report.what if each.label == "wind"]
    assert (wind.value, wind.before) == ("norte (N)", ("noroeste (NO)",))
    assert render(report, catalogues()).startswith(b"%PDF")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_change_is_told_in_words_and_not_in_codes(language: str) -> None:
    change = {"task": "t", "change": {"kind": "hazard", "new": "dangerous_goods: 33/1203"}}
    turned = {"task": "t", "change": {"kind": "hazard", "new": "wind: NW"}}
    lines = [
        line.words
        for _, line in story(
            story_facts(
                [fact(n, "dispatch.task.change_raised", body) for n, body in enumerate((change, turned))],
                NARRATIVES,
            ),
            catalogues(),
            language,
        )
    ]
    assert len(lines) == 2
    assert "33/1203" in lines[0]
    assert not any("dangerous_goods" in line or "wind:" in line.replace("wind: from", "") for line in lines)
