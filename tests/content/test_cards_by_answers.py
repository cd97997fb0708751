"""Which card the answers of an interview lead to, where another would harm or speaks to somebody else (issue 16, point 12)."""

from collections.abc import Mapping

import pytest

from auxilio.instructions.content import read_cards
from auxilio.instructions.core.card_steps import StepGate, gate
from auxilio.triage import verifier
from auxilio.triage.content import read_triage
from auxilio.triage.core.engine import Interview
from tests.content.faulty_content import CONTENT

AWAKE = {"consciente": "Y"}
BLEEDS = {**AWAKE, "intensidad": "massive", "site": "limb", "causa": "accident"}
CHOKES = {**AWAKE, "tose": "N", "edad": "adult"}
ON_THE_FLOOR = {**AWAKE, "mecanismo": "low", "grave": "N", "mueve": "Y", "fragil": "N", "levanta": "N"}
AGITATED = {"arma": "N", "dano": "N", "consciente": "altered", "cuerpo": "N", "solo": "Y"}
CRASH = {"peligro": "fuel", "heridos": "1-2", "noresp": "Y", "atrapado": "Y", "quien": "cars", "via": "Y"}
BATTERY = {**AWAKE, "producto": "battery", "intencion": "N", "violento": "N"}

type Case = tuple[str, Mapping[str, str], tuple[str, ...], tuple[str, ...]]
CASES: list[Case] = [
    # protocol, answers, said, not said
    ("san-hemorragia", {**BLEEDS, "parte": "embedded"}, ("objeto-clavado",), ("hemorragia",)),
    ("san-hemorragia", {**BLEEDS, "parte": "cut_off"}, ("hemorragia", "amputacion"), ("objeto-clavado",)),
    ("san-hemorragia", {**BLEEDS, "parte": "U"}, ("hemorragia",), ("objeto-clavado", "amputacion")),
    ("san-intoxicacion", BATTERY, ("pila-boton",), ("intoxicacion",)),
    ("san-parto", {"asoma": "breech", "sangra": "N"}, ("parto-nalgas",), ("cordon-fuera",)),
    ("san-parto", {"asoma": "hand", "sangra": "N"}, ("cordon-fuera",), ("parto-nalgas",)),
    ("san-parto", {"asoma": "breech", "sangra": "fit"}, ("eclampsia",), ("parto-nalgas", "embarazo-urgente")),
    ("san-parto", {"asoma": "N", "empuja": "N", "sangra": "fit"}, ("eclampsia",), ("embarazo-urgente",)),
    ("san-convulsion", {"sigue": "Y", "dura": "N", "riesgo": "pregnant"}, ("eclampsia",), ("convulsion",)),
    ("san-convulsion", {"sigue": "Y", "dura": "N", "riesgo": "risk"}, ("convulsion",), ("eclampsia",)),
    ("san-atragantamiento", {**CHOKES, "uno_mismo": "Y"}, ("atragantado-solo",), ("atragantamiento",)),
    ("san-atragantamiento", {**CHOKES, "uno_mismo": "N"}, ("atragantamiento",), ("atragantado-solo",)),
    ("seg-menor-solo", {"donde": "home", "mal": "N", "llama": "Y"}, ("menor-llama",), ("acompanar",)),
    ("fue-mmpp", {"estado": "leak", "contacto": "Y"}, ("mmpp-alejarse", "descontaminar"), ()),
    ("tra-accidente", {**CRASH, "respira": "N"}, ("atrapado-barbilla", "rcp-adulto"), ("trauma",)),
    ("tra-accidente", {**CRASH, "respira": "qualified"}, ("atrapado-barbilla",), ("rcp-adulto",)),
    ("san-trauma", {**ON_THE_FLOOR, "suelo": "Y"}, ("trauma", "caido-horas"), ()),
    ("san-quemadura", {"causa": "blast", "respira_mal": "N"}, ("quemadura", "herido-explosion"), ()),
    ("seg-bomba", {"que": "exploded", "heridos": "1-2"}, ("explosion", "herido-explosion"), ()),
    ("san-agitacion", {**AGITATED, "cuerpo": "dementia"}, ("demencia",), ("agitacion",)),
    ("san-agitacion", {**AGITATED, "cuerpo": "autism"}, ("autismo",), ("agitacion",)),
    ("san-agitacion", {**AGITATED, "arma": "Y", "cuerpo": "autism"}, ("agitacion",), ("autismo",)),
    ("soc-desorientado", {**AWAKE, "sitio": "N", "condicion": "dementia"}, ("demencia",), ()),
]


@pytest.mark.parametrize(
    ("protocol", "answers", "said", "unsaid"), CASES, ids=lambda each: each if isinstance(each, str) else ""
)
def test_the_answers_lead_to_the_card_that_fits(
    protocol: str, answers: Mapping[str, str], said: tuple[str, ...], unsaid: tuple[str, ...]
) -> None:
    proved = Interview(read_triage(CONTENT).content.protocols[protocol]).prove(answers).say
    assert set(said) <= set(proved)
    assert not set(unsaid) & set(proved)


@pytest.mark.parametrize("missing", ["ano", "traga", "horas"])
def test_honey_is_read_only_where_age_swallowing_and_hours_are_proved(missing: str) -> None:
    steps = {step.id: step for step in read_cards(CONTENT).cards["pila-boton"].steps}
    proved = {"ano": "Y", "traga": "Y", "horas": "Y"}
    for honey in ("miel", "repetir"):
        assert gate(steps[honey], proved) is StepGate.OPEN
        assert gate(steps[honey], {k: v for k, v in proved.items() if k != missing}) is StepGate.UNPROVED
        assert gate(steps[honey], {**proved, missing: "U"}) is StepGate.HIDDEN


def test_who_has_left_the_place_of_a_crash_is_not_told_to_get_out_of_the_car() -> None:
    steps = read_cards(CONTENT).cards["trafico-seguro"].steps

    def first(answers: Mapping[str, str]) -> str:
        return next(step.id for step in steps if gate(step, answers) is StepGate.OPEN)

    assert first({"noresp": "away"}) == "vuelta"
    assert {first(answers) for answers in ({}, {"noresp": "U"}, {"noresp": "Y"})} == {"chaleco"}


def test_what_is_done_after_help_was_sent_is_said_by_the_desk_alone() -> None:
    reading = read_triage(CONTENT)
    card = reading.content.catalog.card_groups["after_help"][0]
    assert verifier.uses_of_cards(reading)[card] == [{}]
    assert all(
        card not in each.say
        for protocol in reading.content.protocols.values()
        for each in (*protocol.rules, *protocol.additions)
    )
