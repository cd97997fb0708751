"""What the kinds that come seldom end in: each outcome that would harm if it were another (issue 16, point 12)."""

from collections.abc import Mapping

import pytest

from auxilio.instructions.content import read_cards
from auxilio.kernel.condition import truth
from auxilio.triage.core.engine import Interview
from auxilio.triage.core.model import InterviewProof
from tests.content.faulty_content import CONTENT
from tests.triage.shipped_content import reading

type Answers = Mapping[str, str]

ALONE_AT_SEA = {"agua": "N", "aislado": "N", "retira": "N", "heridos": "0", "entra": "N", "cerca": "N"}
NOT_AWAKE = {"consciente": "N", "respira": "N"}
DOUBTS: list[Answers] = [
    {"escrito": "N"},
    {"escrito": "U"},
    *({"escrito": "Y", "otra": other} for other in ("choke", "fall", "U")),
]
OWN = {"urgencia": "N", "quien": "own"}
CASES: list[tuple[str, Answers, str, dict[str, set[str]]]] = [
    # protocol, answers, the rule that decides, what it brings
    ("pcv-costa", {**ALONE_AT_SEA, "agua": "Y"}, "MAR-1", {"send": {"sea", "als"}, "goto": {"san-ahogamiento"}}),
    ("pcv-costa", {**ALONE_AT_SEA, "aislado": "Y"}, "MAR-2", {"send": {"sea", "rescue"}, "say": {"temporal-mar"}}),
    ("pcv-costa", {**ALONE_AT_SEA, "agua": "U"}, "MAR-4", {"send": {"sea", "patrol"}}),
    ("pcv-costa", {**ALONE_AT_SEA, "retira": "Y"}, "MAR-3", {"goto": {"pcv-terremoto"}, "notify": {"tsunami_warning_check"}}),
    ("pcv-costa", {**ALONE_AT_SEA, "cerca": "Y"}, "MAR-6", {"send": {"local"}}),
    ("san-paliativo", {"consciente": "N", "respira": "normal", "escrito": "N"}, "PAL-2", {"goto": {"san-inconsciente"}}),
    ("san-paliativo", {"consciente": "Y", "sintoma": "distress"}, "PAL-4", {"send": {"als", "med_reg"}, "goto": {"san-disnea"}}),
    ("san-paliativo", {"consciente": "Y", "sintoma": "none"}, "PAL-9", {"send": {"gp_visit", "med_reg"}}),
    ("seg-trata", {"peligro": "N", "encerrado": "N", "menor": "N", "herido": "N", "usted": "Y", "oye": "Y"}, "TRT-1S", {"say": {"sin-hablar"}, "send": {"patrol", "social"}}),
    ("seg-trata", {"peligro": "N", "encerrado": "N", "menor": "N", "herido": "Y"}, "TRT-4", {"safety": {"stage_until_police"}}),
    ("seg-drogas", {"mal": "Y", "arma": "U"}, "DRO-1", {"send": {"als", "patrol"}, "safety": {"stage_until_police"}}),
    ("amb-vertido", {"enfermo": "N", "humo": "N", "pica": "Y"}, "VER-2", {"send": {"hazmat", "pump"}, "safety": {"nobody_enters"}}),
    ("amb-vertido", {"enfermo": "N", "humo": "N", "pica": "N", "donde": "sea", "sigue": "N"}, "VER-5", {"send": {"sea"}}),
    ("amb-vertido", {"enfermo": "N", "humo": "N", "pica": "N", "donde": "river", "bebe": "Y"}, "VER-3", {"notify": {"basin_authority", "mass_alert_option"}}),
    ("san-brote", {"consciente": "Y", "ahogo": "N", "cuantos": "3+"}, "BRO-3", {"notify": {"duty_officer"}}),
    ("san-traslado", {"vida": "N", "limite": "U"}, "TRS-1", {"send": {"als"}}),
    ("soc-apoyo", {"dano": "U"}, "APO-1", {"say": {"suicidio-hablar"}, "goto": {"san-suicidio"}}),
    ("amb-furtivos", {"disparos": "N", "veneno": "Y"}, "FUR-2", {"send": {"poison"}, "goto": {"san-intoxicacion"}}),
    ("gen-otro-centro", {"vida": "N", "que": "calls"}, "OTR-2", {"notify": {"duty_officer", "supervisor_review"}}),
    ("gen-aviso", {"gente": "N", "que": "warning", "nivel": "red"}, "AVO-2", {"notify": {"mass_alert_option", "plan_activation_option"}}),
    ("gen-preventivo", {"real": "N", "que": "drill", "consta": "N"}, "PRV-2", {"goto": {"gen-entrada"}, "notify": {"supervisor_review"}}),
    ("gen-preventivo", {"real": "N", "que": "drill", "consta": "Y"}, "PRV-9", {}),
    ("gen-datos", {"vida": "Y", "quien": "police"}, "DAT-1", {"notify": {"locate_phone_urgent"}}),
    ("san-pcr", {"consciente": "N", "respira": "N", "nino": "noplace"}, "PCR-1", {"notify": {"locate_phone_urgent"}}),
    ("san-inconsciente", {"respira": "normal", "despierta": "N", "nino": "noplace"}, "INC-2", {"notify": {"locate_phone_urgent"}}),
    ("seg-menor-solo", {"donde": "U", "llama": "Y"}, "MEN-5", {"notify": {"locate_phone_urgent"}, "say": {"menor-llama"}}),
    ("tra-accidente", {"peligro": "N", "heridos": "U", "noresp": "away"}, "ACC-0", {"send": {"als"}, "say": {"trafico-seguro"}}),
    ("ser-112", {**OWN, "entran": "N"}, "FAL-2", {"say": {"centro-falla"}, "notify": {"duty_officer", "mass_alert_option"}}),
]  # fmt: skip


def proved(protocol: str, answers: Answers) -> InterviewProof:
    return Interview(reading().content.protocols[protocol]).prove(answers)


@pytest.mark.parametrize(
    ("protocol", "answers", "rule", "brings"), CASES, ids=[f"{c[0]}-{c[2]}" for c in CASES]
)
def test_the_answers_end_in_what_the_call_needs(
    protocol: str, answers: Answers, rule: str, brings: dict[str, set[str]]
) -> None:
    found = proved(protocol, answers)
    assert rule in found.rules
    for field, codes in brings.items():
        assert codes <= set(getattr(found, field)), field


@pytest.mark.parametrize(
    ("failing", "steps"),
    [
        ({}, []),
        ({"entran": "N"}, ["desviar", "probar"]),
        ({"sistema": "U"}, ["papel"]),
        ({"radio": "N"}, ["telefono"]),
        ({"entran": "N", "sistema": "N", "radio": "N"}, ["desviar", "probar", "papel", "telefono"]),
    ],
)
def test_each_thing_that_fails_in_this_centre_shows_its_own_steps(failing: Answers, steps: list[str]) -> None:
    answers = {**OWN, "entran": "Y", "sistema": "Y", "radio": "Y", **failing}
    assert ("centro-falla" in proved("ser-112", answers).say) is bool(failing)
    card = read_cards(CONTENT).cards["centro-falla"]
    shown = [one.id for one in card.steps if one.show_if is not None and truth(one.show_if, answers)]
    assert shown == steps


@pytest.mark.parametrize("doubt", DOUBTS)
def test_without_a_written_order_that_covers_what_happened_compressions_begin(doubt: Answers) -> None:
    found = proved("san-paliativo", {**NOT_AWAKE, **doubt})
    assert (found.rules[0], found.priority) == ("PAL-1", 0)
    assert "rcp-adulto" in found.say


def test_with_the_order_in_the_hand_nothing_is_compressed_and_the_doctor_decides() -> None:
    found = proved("san-paliativo", {**NOT_AWAKE, "escrito": "Y", "otra": "none"})
    assert found.rules == ("PAL-3",)
    assert {"als", "med_reg"} <= set(found.send)
    assert found.say == ("final-vida",)
