"""Aim: what a reader found to kill or to harm does not come back (`docs/content-review.md`, sections 1 and 2).

Each case is a finding by its number: what the answers end with, or what a card says, as the engine proves it.
Numbers with `R` are of the reader of 1 December.
"""

import re
from collections import Counter
from collections.abc import Mapping

import msgspec
import pytest

from auxilio.instructions.content import read_cards
from auxilio.instructions.core.card_steps import StepGate, first_step, gate
from auxilio.kernel.shared_types import CallBackPolicy, Priority
from auxilio.triage.core.call_back import call_back_of
from auxilio.triage.core.engine import Interview
from auxilio.triage.core.model import InterviewProof
from tests.content.faulty_content import CONTENT
from tests.triage.shipped_content import reading

AWAKE = {"consciente": "Y"}
OUT_COLD = {"consciente": "N"}
BREATHES = {**OUT_COLD, "respira": "normal"}
ARREST = {**OUT_COLD, "respira": "N"}


class Ends(msgspec.Struct, frozen=True, kw_only=True):
    """What an interview ends with: cards in their order from the first, what else there is, what there is not."""

    first: tuple[str, ...] = ()
    say: tuple[str, ...] = ()
    unsaid: tuple[str, ...] = ()
    send: tuple[str, ...] = ()
    notify: tuple[str, ...] = ()
    untold: tuple[str, ...] = ()
    safety: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    priority: Priority | None = None


CPR = ("rcp-adulto", "rcp-soplos", "rcp-ahogado", "rcp-nino", "rcp-lactante")
INSIDE = {"llamante": "trapped", "otros": "N"}
CRASH = {"heridos": "1-2", "noresp": "N", "atrapado": "Y"}
ORDER = {**BREATHES, "escrito": "Y", "otra": "none"}
LIFE = {"vida": "Y"}
POISON = {"veneno": "Y"}
SEX = {"ahora": "N", "hablar": "Y", "victima": "N", "herida": "N"}
BOAT = {"abordo": "Y", "agua": "Y"}
STROKE = {**AWAKE, "cara_brazo": "N", "habla": "N"}

CASES: list[tuple[str, str, Mapping[str, str], Ends]] = [
    ("1", "san-alergia", OUT_COLD, Ends(unsaid=CPR, asked=("respira",))),
    ("1", "san-dolor-toracico", OUT_COLD, Ends(unsaid=CPR, asked=("respira",))),
    ("1", "san-disnea", OUT_COLD, Ends(unsaid=CPR, asked=("respira",))),
    ("1", "san-atragantamiento", OUT_COLD, Ends(unsaid=CPR, asked=("respira",))),
    ("A1", "seg-bomba", {"que": "threat"}, Ends(first=("bomba-aviso",), unsaid=("bomba",))),
    ("A2", "san-diabetes", {**AWAKE, "glucosa": "high"}, Ends(first=("azucar-alto",), unsaid=("hipoglucemia",))),
    ("A3", "san-inconsciente", {"respira": "normal", "despierta": "N", "causa": "diabetes"}, Ends(unsaid=("hipoglucemia",))),
    ("A4", "san-atragantamiento", {**AWAKE, "tose": "Y", "edad": "infant"}, Ends(first=("atragantamiento-leve",), unsaid=("atragantamiento-bebe",))),
    ("A4", "san-atragantamiento", {**AWAKE, "tose": "N"}, Ends(unsaid=("atragantamiento",), asked=("edad",))),
    ("A6", "fue-incendio-edificio", {"llamante": "canleave", "otros": "Y"}, Ends(first=("incendio-salir",), unsaid=("incendio-atrapado",), asked=("que", "heridos"))),
    ("A6", "fue-incendio-edificio", {"llamante": "safe", "otros": "Y", "que": "building"}, Ends(first=("incendio-fuera",), unsaid=("incendio-atrapado", "incendio-salir"), asked=("altura", "heridos"))),
    ("A6", "fue-incendio-edificio", {**INSIDE, "que": "building"}, Ends(first=("incendio-atrapado",), unsaid=("incendio-salir",))),
    ("A7", "res-derrumbe", {"llamante": "trapped"}, Ends(first=("derrumbe-atrapado",), unsaid=("derrumbe-lejos",))),
    ("A8", "res-montana", {"tipo": "avalanche", "grave": "unresp", "alli": "Y"}, Ends(first=("avalancha",), unsaid=("montana",))),
    ("A8", "res-montana", {"tipo": "fall", "grave": "bleed"}, Ends(say=("hemorragia",))),
    ("A8", "res-montana", {"tipo": "fall", "grave": "breath"}, Ends(say=("trauma",), unsaid=("disnea",))),
    ("A9", "tra-accidente", {"peligro": "N", "heridos": "1-2", "noresp": "Y"}, Ends(asked=("respira", "atrapado"))),
    ("A9", "tra-accidente", {**CRASH, "peligro": "fire"}, Ends(first=("coche-fuego",), send=("pump", "pump", "rescue", "als"))),
    ("A9", "tra-accidente", {**CRASH, "peligro": "spill"}, Ends(send=("pump", "hazmat", "rescue"))),
    ("A9", "tra-accidente", {**CRASH, "peligro": "water"}, Ends(send=("water", "rescue"))),
    ("A9", "tra-accidente", {**CRASH, "peligro": "N", "heridos": "3+", "quien": "bus"}, Ends(send=("als", "als", "bls", "cp_officer"))),
    ("A10", "san-pcr", {**ARREST, "edad": "adult", "causa": "drug"}, Ends(first=("rcp-soplos",), unsaid=("intoxicacion",))),
    ("A10", "san-pcr", {**ARREST, "edad": "adult", "causa": "choke"}, Ends(first=("rcp-soplos",), unsaid=("atragantamiento",))),
    ("A10", "san-pcr", {**ARREST, "edad": "adult", "causa": "water"}, Ends(first=("rcp-ahogado",), unsaid=("ahogado-agua",))),
    ("A11", "seg-violencia-genero", {"presente": "Y", "ahora": "Y"}, Ends(first=("violencia-seguridad",), say=("sin-hablar",), unsaid=("linea-silenciosa",), asked=("arma", "herida"))),
    ("A11", "seg-violencia-genero", {"presente": "Y", "ahora": "N", "arma": "Y"}, Ends(first=("sin-hablar",), unsaid=("linea-silenciosa",), asked=("herida",))),
    ("A11", "seg-violencia-genero", {"presente": "N", "ahora": "N", "arma": "Y"}, Ends(send=("patrol_armed",), safety=("stage_until_police",))),
    ("A12", "san-suicidio", {"quien": "third", "hecho": "Y"}, Ends(asked=("consciente", "metodo"))),
    ("A12", "san-suicidio", {"quien": "third", "hecho": "Y", **BREATHES, "metodo": "cut"}, Ends(first=("posicion-lateral",), say=("hemorragia",), unsaid=("suicidio-hablar",))),
    ("A12", "san-suicidio", {"quien": "self", "hecho": "N", "lugar": "height"}, Ends(asked=("plan",))),
    ("A13", "san-quemadura", {"causa": "electric"}, Ends(first=("electrico",))),
    ("A13", "san-quemadura", {"causa": "chemical"}, Ends(first=("quemadura-quimica",), unsaid=("quemadura", "placa-lejos"))),
    ("A14", "fue-gas", {"victimas": "ill", **BREATHES}, Ends(first=("gas-salir",), say=("posicion-lateral",))),
    ("A14", "san-disnea", {**AWAKE, "causa": "smoke", "frase": "N"}, Ends(first=("gas-salir", "disnea"))),
    ("A14", "san-intoxicacion", {**AWAKE, "producto": "gas"}, Ends(first=("gas-salir",))),
    ("A15", "san-parto", {"asoma": "cord"}, Ends(first=("cordon-fuera",), unsaid=("parto",))),
    ("A15", "san-parto", {"asoma": "N", "empuja": "N", "sangra": "bleed"}, Ends(first=("embarazo-urgente",), unsaid=("parto",))),
    ("A15", "san-parto", {"asoma": "born", "bebe_respira": "N"}, Ends(first=("recien-nacido",), unsaid=("rcp-lactante",), asked=("sangra",))),
    ("A16", "san-alergia", BREATHES, Ends(first=("anafilaxia",), say=("posicion-lateral",), unsaid=CPR)),
    ("A16", "san-alergia", {**AWAKE, "previa": "snake"}, Ends(say=("serpiente",), unsaid=("anafilaxia",))),
    ("A17", "pcv-inundacion", {"peligro": "N", "sube": "Y", "lugar": "ground", "fragil": "Y"}, Ends(priority=Priority.P0, send=("water",))),
    ("A17", "pcv-inundacion", {"peligro": "Y", "sube": "dam"}, Ends(notify=("dam_operator", "mass_alert_option"))),
    ("A18", "fue-forestal", {"peligro": "N", "casas": "Y", "llama": "flames"}, Ends(first=("forestal-lejos",), unsaid=("forestal",))),
    ("A19", "seg-maltrato", {"ahora": "N", "herido": "noresp"}, Ends(first=("maltrato",), unsaid=("violencia-seguridad",), asked=("respira",))),
    ("A20", "seg-bomba", {"que": "exploded"}, Ends(first=("explosion",), unsaid=("bomba",), send=("als", "bls", "cp_officer"), asked=("heridos",))),
    ("B1", "san-hemorragia", {**AWAKE, "intensidad": "slow", "site": "nose"}, Ends(first=("sangre-nariz",), unsaid=("hemorragia",))),
    ("B1", "san-hemorragia", {**AWAKE, "intensidad": "massive", "site": "inner"}, Ends(first=("sangre-dentro",), unsaid=("hemorragia",))),
    ("B1", "san-hemorragia", OUT_COLD, Ends(asked=("respira",))),
    ("B2", "san-ictus", {"consciente": "altered"}, Ends(asked=("inicio",))),
    ("B2", "san-ictus", {"consciente": "altered", "inicio": "lt6"}, Ends(notify=("stroke_code",))),
    ("B2", "san-ictus", {**STROKE, "brusco": "sight", "inicio": "lt6"}, Ends(priority=Priority.P1, send=("als",), notify=("stroke_code",))),
    ("B2", "san-ictus", {**STROKE, "brusco": "balance", "inicio": "gt24"}, Ends(priority=Priority.P1, send=("als",))),
    ("B3", "pcv-terremoto", {"atrapado": "Y", "mar": "Y"}, Ends(notify=("tsunami_warning_check", "mass_alert_option"))),
    ("B4", "fue-mmpp", {"estado": "fire", "continente": "radio"}, Ends(notify=("csn",))),
    ("B4", "seg-secuestro", {"victima": "child", "ahora": "Y"}, Ends(notify=("missing_alert_option",))),
    ("B5", "seg-agresion-sexual", {"ahora": "Y", "hablar": "Y"}, Ends(first=("huir-esconderse",), asked=("victima",))),
    ("B5", "seg-agresion-sexual", {**SEX, "cuando": "d7"}, Ends(send=("bls",))),
    ("B6", "san-calor", BREATHES, Ends(first=("posicion-lateral", "calor"))),
    ("B6", "san-frio", BREATHES, Ends(first=("posicion-lateral", "frio"))),
    ("B6", "san-electrodependiente", BREATHES, Ends(first=("posicion-lateral", "sin-luz"))),
    ("B10", "fue-embarcacion", {**BOAT, "donde": "inland"}, Ends(send=("water",))),
    ("B10", "fue-embarcacion", {**BOAT, "donde": "sea"}, Ends(send=("sea",))),
    ("B12", "seg-agresion", {"ahora": "Y", "arma": "N", "grave": "N", "pareja": "N"}, Ends(first=("pelea",), unsaid=("violencia-seguridad",))),
    ("B12", "seg-danos", {"peligro": "hurt"}, Ends(unsaid=("violencia-seguridad",))),
    ("B12", "civ-ruido", {"violencia": "Y"}, Ends(unsaid=("violencia-seguridad",))),
    ("R4", "seg-trata", {"peligro": "N", "usted": "Y", "oye": "Y"}, Ends(say=("sin-hablar",), safety=("no_sirens_near",))),
    ("R6", "san-paliativo", {**AWAKE, "sintoma": "pain"}, Ends(unsaid=("final-vida",))),
    ("R6", "san-paliativo", {**AWAKE, "sintoma": "none"}, Ends(unsaid=("final-vida",))),
    ("R6", "san-paliativo", ORDER, Ends(first=("final-vida",))),
    ("R6", "san-paliativo", {**ORDER, "escrito": "N"}, Ends(unsaid=("final-vida",))),
    ("R9", "pcv-costa", {"agua": "Y", "retira": "Y"}, Ends(first=("temporal-mar",), unsaid=("ahogado-agua",), send=("sea", "als"))),
    ("R10", "amb-furtivos", {**POISON, "disparos": "Y"}, Ends(first=("huir-esconderse",), send=("bls",), safety=("stage_until_police",))),
    ("R10", "amb-furtivos", {**POISON, "disparos": "N", "arma": "U"}, Ends(send=("bls",), safety=("stage_until_police",))),
    ("R10", "amb-vertido", {"enfermo": "Y"}, Ends(send=("als",), safety=("nobody_enters",))),
    ("R11", "gen-datos", {**LIFE, "quien": "private"}, Ends(send=("patrol",), notify=("supervisor_review",), untold=("locate_phone_urgent",))),
    ("R11", "gen-datos", LIFE, Ends(untold=("locate_phone_urgent",), priority=Priority.P1, asked=("quien",))),
    ("R11", "gen-datos", {**LIFE, "quien": "police"}, Ends(notify=("locate_phone_urgent",))),
]  # fmt: skip
READING = reading()


def proof(protocol: str, answers: Mapping[str, str]) -> InterviewProof:
    return Interview(READING.content.protocols[protocol]).prove(answers)


@pytest.mark.parametrize(("finding", "protocol", "answers", "ends"), CASES, ids=lambda each: each if isinstance(each, str) else "")  # fmt: skip
def test_a_finding_of_the_review_stays_mended(
    finding: str, protocol: str, answers: Mapping[str, str], ends: Ends
) -> None:
    found = proof(protocol, answers)
    assert found.say[: len(ends.first)] == ends.first, finding
    assert set(ends.say) <= set(found.say)
    assert not set(ends.unsaid) & set(found.say)
    assert Counter(ends.send) <= Counter(found.send)
    assert set(ends.notify) <= set(found.notify)
    assert not set(ends.untold) & set(found.notify)
    assert set(ends.safety) <= set(found.safety)
    assert set(ends.asked) <= set(found.open_questions)
    assert ends.priority in (None, found.priority)


def test_no_way_of_telling_of_gas_in_a_fire_sends_hazmat_to_a_flat() -> None:
    """B11."""
    said = {"llamante": "safe", "otros": "N", "que": "building", "peligro": "U"}
    assert "hazmat" not in proof("fue-incendio-edificio", said).send
    assert "hazmat" in proof("fue-incendio-edificio", {**said, "que": "industry"}).send


STEPS: list[tuple[str, str, str, Mapping[str, str], StepGate]] = [
    ("A2", "hipoglucemia", "azucar", {**AWAKE, "traga": "Y", "glucosa": "high"}, StepGate.HIDDEN),
    ("A3", "hipoglucemia", "azucar", {**AWAKE}, StepGate.UNPROVED),
    ("A14", "intoxicacion", "envase", {"producto": "gas"}, StepGate.HIDDEN),
    ("A18", "forestal", "coche", {"via": "Y", "lugar": "car"}, StepGate.HIDDEN),
    ("A18", "forestal", "casa", {"via": "Y", "lugar": "house"}, StepGate.HIDDEN),
    ("A21", "ascensor", "dentro", {"grave": "smoke"}, StepGate.HIDDEN),
    ("A21", "ascensor", "dentro", {"grave": "water"}, StepGate.HIDDEN),
    ("B1", "hemorragia", "torniquete", {"site": "limb", "intensidad": "slow"}, StepGate.HIDDEN),
    ("B1", "hemorragia", "torniquete", {"site": "trunk", "intensidad": "massive"}, StepGate.HIDDEN),
    ("B5", "agresion-sexual", "pruebas", {"ahora": "Y"}, StepGate.HIDDEN),
    ("B7", "dolor-toracico", "aspirina", {**AWAKE, "menor": "Y"}, StepGate.HIDDEN),
    ("B7", "dolor-toracico", "aspirina", {"consciente": "altered"}, StepGate.HIDDEN),
    ("R8", "temporal-mar", "lejos", {"aislado": "Y"}, StepGate.HIDDEN),
]


@pytest.mark.parametrize(("finding", "card", "step", "known", "shown"), STEPS)
def test_a_step_that_would_harm_is_not_shown(
    finding: str, card: str, step: str, known: Mapping[str, str], shown: StepGate
) -> None:
    steps = {one.id: one for one in read_cards(CONTENT).cards[card].steps}
    assert gate(steps[step], known) is shown, finding


SILENT = {"fondo": "none", "tecla": "Y"}
CALL_BACKS: list[tuple[str, str, Mapping[str, str], CallBackPolicy]] = [
    ("R3", "gen-silenciosa", {}, CallBackPolicy.MESSAGE_FIRST),
    ("R3", "gen-silenciosa", {**SILENT, "servicio": "U"}, CallBackPolicy.MESSAGE_FIRST),
    ("R3", "gen-silenciosa", {**SILENT, "servicio": "police"}, CallBackPolicy.NEVER),
    ("R4", "seg-trata", {"usted": "Y", "oye": "U"}, CallBackPolicy.MESSAGE_FIRST),
    ("R4", "seg-trata", {"usted": "Y", "oye": "Y"}, CallBackPolicy.NEVER),
    ("R4", "seg-secuestro", {"victima": "child"}, CallBackPolicy.MESSAGE_FIRST),
    ("R4", "seg-secuestro", {"victima": "self"}, CallBackPolicy.NEVER),
    ("R4", "seg-secuestro", {"victima": "U", "hablar": "N"}, CallBackPolicy.NEVER),
    ("R4", "seg-robo", {"ahora": "Y", "dentro": "Y"}, CallBackPolicy.MESSAGE_FIRST),
    ("R4", "seg-robo", {"ahora": "Y", "dentro": "Y", "hablar": "N"}, CallBackPolicy.NEVER),
    ("R4", "seg-atacante", {"llamante": "U"}, CallBackPolicy.MESSAGE_FIRST),
    ("R4", "seg-atacante", {"llamante": "hiding"}, CallBackPolicy.NEVER),
]


@pytest.mark.parametrize(("finding", "protocol", "answers", "policy"), CALL_BACKS)
def test_nobody_rings_beside_whoever_hurts_the_caller(
    finding: str, protocol: str, answers: Mapping[str, str], policy: CallBackPolicy
) -> None:
    assert call_back_of(READING.content.protocols[protocol], answers) is policy, finding


def test_who_may_be_watched_is_asked_who_hears_before_anything_that_needs_words() -> None:
    """R4."""
    assert proof("seg-trata", {"peligro": "Y"}).next_question == "usted"
    assert proof("seg-trata", {"peligro": "Y", "usted": "Y"}).next_question == "oye"


def test_who_is_cut_off_by_waves_is_first_told_to_go_up() -> None:
    """R8."""
    card = read_cards(CONTENT).cards["temporal-mar"]
    assert first_step(card, {"aislado": "Y"}) == "isla"
    assert first_step(card, {"aislado": "N"}) == "lejos"


def test_a_centre_that_asks_for_units_is_not_proposed_to_have_needed_no_help() -> None:
    """R24."""
    rules = {rule.id: rule for rule in READING.content.protocols["gen-otro-centro"].rules}
    assert rules["OTR-4"].close_as is None


UNSAID = {
    "R5": r"conteste ni borre nada|answer him or delete|contesti ni esborri res|répondez pas et n'effacez",
    "R7": r"viento en la espalda|wind (?:at your back|behind you)|vent a l'esquena|vent dans le dos",
    "R14": r"[Nn]e tirez pas dessus",
    "R15": r"No l'estir(?:in|i per)",
}


@pytest.mark.parametrize("finding", UNSAID)
def test_no_step_says_what_a_reader_found_to_harm(finding: str) -> None:
    found = [
        f"{card.id}.{step.id}: {words}"
        for card in read_cards(CONTENT).cards.values()
        for step in card.steps
        for words in step.say.values()
        if re.search(UNSAID[finding], words) and step.id not in ("no_cortar", "cordon")
    ]
    assert found == []


def test_in_french_the_patient_is_the_same_person_in_each_health_interview() -> None:
    """Section 4: «la personne», and so she, wherever consciousness, breathing or a sign is asked about."""
    he = re.compile(r"(?<!y a)(?<!Cela a)(?<!cela a)-t-il|\b(?:Est|répond|respire|s'évanouit)-il\b")
    theirs = (
        "hôpital",
        "bébé",
        "objet",
        "Cela a",
        "cela a",
        "y a-t-il",
        "Y a-t-il",
        "Quelqu",
        "reste-t-il",
        "sang",
        "enfant",
        "médecin",
    )
    said = {
        f"{id}.{question.id}": question.ask.get("fr", "")
        for id, protocol in READING.content.protocols.items()
        if id.startswith("san-")
        for question in protocol.questions
        if question.answers_ref in ("conscious", "breathing", "ynu")
    }
    assert {k: v for k, v in said.items() if he.search(v) and not any(one in v for one in theirs)} == {}


def test_a_card_says_that_help_is_sent_in_the_words_that_the_desk_knows() -> None:
    """C: the desk warns of them until help was sent (`console/src/features/desk/help-words.ts`)."""
    said = {
        f"{card.id}.{step.id}": step.say["es"]
        for card in read_cards(CONTENT).cards.values()
        for step in card.steps
        if re.search(r"(?:env[ií]\w+|mand\w+) (?:la )?ayuda", step.say["es"])
    }
    assert said
    assert {name for name, words in said.items() if "Estoy enviando ayuda" not in words} == set()
