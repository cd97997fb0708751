"""Aim: an easy text that says less, more or another thing than its step is refused, in whatever language (L64 to L67)."""

import copy
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from auxilio.active_content.content_bundle import set_files
from auxilio.active_content.whole_difference import compare_sets
from auxilio.instructions.easy_steps import EASY_STEPS, EasySteps, EasyStepsReading
from auxilio.instructions.verifier_easy import verify_easy
from auxilio.kernel.plain_language import PlainLanguage
from auxilio.platform.documents import DocumentFault, SourceDocument, check_schema
from tests.content.card_defects import shipped
from tests.content.faulty_content import CONTENT

type Raw = dict[str, Any]
NAMED = [
    "rcp-adulto",
    "rcp-nino",
    "rcp-lactante",
    "rcp-soplos",
    "rcp-ahogado",
    "dea",
    "atragantamiento",
    "atragantamiento-bebe",
    "posicion-lateral",
    "hemorragia",
    "quemadura",
    "ahogado-agua",
    "ahogado-fuera",
    "ictus",
    "dolor-toracico",
    "convulsion",
    "parto",
    "recien-nacido",
    "anafilaxia",
    "incendio-salir",
    "incendio-atrapado",
    "gas-salir",
    "inundacion",
]
"""Arrest, choking, unconscious, bleeding, burn, drowning, stroke, chest pain, seizure, birth, allergy, fire, gas, flood."""


def text(id: str, **words: str) -> Callable[[Raw], None]:
    return lambda raw: raw["texts"][id].update(words)


def lose(card: str, step: str) -> Callable[[Raw], None]:
    return lambda raw: raw["cards"][card].pop(step) and None


def point(card: str, step: str, to: str) -> Callable[[Raw], None]:
    return lambda raw: raw["cards"][card].update({step: to})


def lose_card(card: str) -> Callable[[Raw], None]:
    return lambda raw: raw["cards"].pop(card) and None


DEFECTS: list[tuple[str, Callable[[Raw], None]]] = [
    ("easy_step_missing", lose("rcp-adulto", "manos")),
    ("easy_card_missing", lose_card("rcp-lactante")),
    ("easy_card_unknown", lambda raw: raw["cards"].update({"rcp-oso": {"suelo": "back_on_floor"}})),
    ("easy_step_unknown", point("rcp-adulto", "altavoz", "back_on_floor")),
    ("easy_text_unknown", point("rcp-adulto", "manos", "hands_off")),
    ("easy_text_unused", lose("inundacion", "senal")),
    ("easy_text_long", text("look_at_clock", fr="Regardez bien l'heure qu'il est sur la montre là-bas.")),
    ("easy_text_two_acts", text("close_every_door", en="Close every door. Open a window.")),
    ("easy_text_promises", text("push_until_help", es="Siga: la ambulancia llega enseguida.")),
    ("easy_numbers", text("cool_twenty", ca="Posi aigua fresca de l'aixeta deu minuts.")),
    ("easy_numbers", text("five_breaths", en="Blow until the chest rises.")),
    ("easy_numbers", point("rcp-ahogado", "soplos", "two_breaths")),
    ("easy_negation", text("out_of_water", es="Entre en el agua.")),
    ("easy_negation", text("do_not_cross", fr="Traversez l'eau.")),
    ("easy_negation", text("nobody_touches", en="Touch the person.")),
    ("easy_negation", text("hand_on_top", ca="No posi l'altra mà a sobre.")),
    ("easy_condition", text("gas_off", es="Cierre el gas.")),
    ("easy_condition", text("push_only", en="Keep pushing and never blow.")),
    ("easy_condition", text("stops_on_side", fr="Mettez-la sur le côté.")),
    ("pictogram_unknown", text("stairs", pictogram="unicorn")),
    ("pictogram_unused", text("stairs", pictogram="get_out")),
]


def faults_of(defect: Callable[[Raw], None]) -> list[DocumentFault]:
    reading = shipped()
    assert reading.easy.document is not None
    raw = copy.deepcopy(reading.easy.document.data)
    defect(raw)
    document = SourceDocument(file=reading.easy.document.file, data=raw, lines=reading.easy.document.lines)
    assert check_schema(document, "easy-steps") == []
    easy = EasyStepsReading(steps=msgspec.convert(raw, EasySteps), document=document)
    return list(verify_easy(easy, reading.cards, reading.acts.acts, PlainLanguage()))


@pytest.mark.parametrize(
    ("code", "defect"), DEFECTS, ids=[f"{n}-{code}" for n, (code, _) in enumerate(DEFECTS)]
)
def test_an_easy_text_that_is_not_its_step_is_refused(code: str, defect: Callable[[Raw], None]) -> None:
    assert code in {fault.code for fault in faults_of(defect)}


def test_the_shipped_texts_are_those_of_their_steps_and_every_named_card_has_them() -> None:
    assert faults_of(lambda _: None) == []
    steps = shipped().easy.steps
    assert steps is not None
    assert set(NAMED) <= set(steps.cards)


def test_a_language_may_not_be_left_out() -> None:
    document = shipped().easy.document
    assert document is not None
    raw = copy.deepcopy(document.data)
    del raw["texts"]["all_out"]["ca"]
    assert check_schema(SourceDocument(file=document.file, data=raw, lines=document.lines), "easy-steps")


def test_a_release_tells_a_change_of_an_easy_text_as_what_it_is() -> None:
    before = set_files(CONTENT)
    text = before[EASY_STEPS].decode().replace('es: "No entre en el agua."', 'es: "Entre en el agua."')
    text = text.replace("pictogram: stairs_not_lift", "pictogram: get_out").replace(", senal: be_seen", "")
    changes = compare_sets(before, before | {EASY_STEPS: text.encode()}).changes
    assert all(change.harms and change.named for change in changes)
    said = " ".join(change.words["es"] for change in changes)
    for words in ("la negación se pierde", "pictograma: get_out", "tarjeta inundacion, paso senal"):
        assert words in said
