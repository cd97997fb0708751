"""Aim: nobody compresses before breathing was asked about, and no outcome tells a caller two things at odds (L30, L31)."""

from pathlib import Path

import pytest

from auxilio.triage.content import read_triage
from auxilio.triage.core.engine import Interview
from tests.content.faulty_content import CONTENT, Folder

CATALOG = "data/catalog.yaml"


@pytest.mark.parametrize(
    ("rule", "code", "told_in", "old", "new"),
    [
        ("L30", "compressions_not_listed", "cards/rcp-adulto.yaml", "[rcp-adulto, rcp-ahogado,", "[rcp-ahogado,"),
        ("L31", "cards_contradict", "protocols/san-quemadura.yaml", "unless: {san-quemadura:", "unless: {fue-electrico:"),
        ("L31", "conflict_excused_idly", "protocols/fue-electrico.yaml", "unless: {san-quemadura:", "unless: {fue-electrico:"),
        ("L30", "breathing_note_idle", "protocols/res-montana.yaml", "unresponsive: [no responde,", "unresponsive: [no contesta,"),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("languages_unproved", "tables_unproved")
def test_a_fault_of_the_catalogue_is_told_where_it_harms(
    tmp_path: Path, rule: str, code: str, told_in: str, old: str, new: str
) -> None:
    folder = Folder(tmp_path)
    folder.plant(CATALOG, old, new)
    assert (rule, code, told_in) in {(f.rule, f.code, f.file) for f in folder.verify().faults}


def test_whoever_flees_is_not_told_to_press_a_wound() -> None:
    interview = Interview(read_triage(CONTENT).content.protocols["seg-atacante"])
    said = {"ahora": "Y", "arma": "gun", "heridos": "1-2"}
    assert interview.prove({**said, "llamante": "exposed"}).say == ("huir-esconderse",)
    assert interview.prove({**said, "llamante": "safe"}).say == ("hemorragia",)


def test_whoever_no_longer_responds_is_helped_and_not_fled_from() -> None:
    interview = Interview(read_triage(CONTENT).content.protocols["san-agitacion"])
    said = {"arma": "N", "dano": "N", "cuerpo": "N", "solo": "N"}
    assert interview.prove({**said, "consciente": "N"}).say == ("posicion-lateral",)
    assert "huir-esconderse" in interview.prove({**said, "consciente": "altered"}).say


def test_a_boat_that_landed_asks_whether_who_does_not_wake_breathes() -> None:
    interview = Interview(read_triage(CONTENT).content.protocols["res-embarcacion-precaria"])
    said = {"estado": "landed", "agua": "N", "enfermos": "noresp"}
    assert "respira" in interview.prove(said).open_questions
    proof = interview.prove({**said, "respira": "N"})
    assert "rcp-adulto" in proof.say
    assert "posicion-lateral" not in proof.say
    assert "aed" in proof.send
