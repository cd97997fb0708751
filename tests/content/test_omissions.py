"""Aim: the graver of two cases never gets less help, without a reason that a reviewer reads (rule L28)."""

from pathlib import Path

import pytest

from auxilio.triage.content import read_triage
from auxilio.triage.core.engine import Interview
from auxilio.triage.verifier.omissions import cached_omissions
from tests.content.faulty_content import CONTENT, Folder


@pytest.mark.parametrize(
    ("protocol", "answers", "field", "brings"),
    [
        ("san-agitacion", {"arma": "Y", "dano": "N", "consciente": "N"}, "safety", "stage_until_police"),
        ("fue-contenedor", {"personas": "Y", "pegado": "building"}, "send", "patrol"),
        ("tra-obstaculo", {"que": "person", "choque": "Y"}, "notify", "road_signs_warn"),
        ("soc-desatendido", {"consciente": "Y", "suelo": "Y", "dano": "Y"}, "goto", "seg-maltrato"),
        ("gen-reiterada", {"peligro": "Y", "mismo": "Y", "nuevo": "Y"}, "notify", "incident_owner_update"),
    ],
)
def test_the_graver_outcome_has_what_the_milder_one_brings(
    protocol: str, answers: dict[str, str], field: str, brings: str
) -> None:
    proof = Interview(read_triage(CONTENT).content.protocols[protocol]).prove(answers)
    assert brings in getattr(proof, field)


def test_who_is_confused_and_not_violent_does_not_wait_for_the_police() -> None:
    interview = Interview(read_triage(CONTENT).content.protocols["san-ansiedad"])
    said = {"consciente": "altered", "morir": "done", "pecho": "N"}
    assert interview.prove({**said, "violento": "N"}).safety == ()
    assert interview.prove({**said, "violento": "Y"}).safety == ("stage_until_police",)


def test_every_exception_names_a_pair_that_was_tried() -> None:
    content = read_triage(CONTENT).content
    excused = {
        (protocol.id, rule.id, one.rule, item)
        for protocol in content.protocols.values()
        for rule in protocol.rules
        for one in rule.less_than
        for item in one.without
    }
    found = {
        (protocol.id, *pair, item)
        for protocol in content.protocols.values()
        for pair, items in cached_omissions(protocol, content.catalog).items()
        for item in items
    }
    assert excused == found
    assert len(excused) == 11


@pytest.mark.usefixtures("languages_unproved", "tables_unproved")
def test_a_unit_that_covers_another_counts_once(tmp_path: Path) -> None:
    """One advanced ambulance does the work of one basic one, not of two."""
    folder = Folder(tmp_path)
    folder.plant("data/catalog.yaml", "covers: [bls], ", "")
    without = {f.document for f in folder.verify().faults if f.rule == "L28"}
    assert {"res-ascensor", "soc-desatendido"} & without
    again = Folder(tmp_path / "again")
    again.plant(
        "protocols/res-ascensor.yaml",
        "send: [pump, bls], say: [ascensor]",
        "send: [pump, bls, bls], say: [ascensor]",
    )
    assert "res-ascensor" in {f.document for f in again.verify().faults if f.rule == "L28"}
