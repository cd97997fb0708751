"""Defects in what follows from a protocol: next protocol, cards, types, transfers, notices."""

import re

from benchmarks.content_defects.interview_effects import additions, rules, worse
from benchmarks.content_defects.kinds import kind
from benchmarks.content_defects.protocol_rules import PRO
from benchmarks.content_defects.text_edits import (
    a,
    change,
    codes,
    data,
    drop_item,
    drop_key,
    first_that,
    get,
    items,
    put,
    tree,
    val,
    z,
)

ALIKE_PROTOCOL = {
    "san-pcr": "san-inconsciente",
    "san-inconsciente": "san-desmayo",
    "gen-imv": "tra-accidente",
    "fue-incendio-edificio": "fue-contenedor",
    "san-dolor-toracico": "san-abdomen",
    "san-trauma": "san-espalda",
    "seg-robo": "seg-hurto",
    "fue-electrico": "ser-averia",
    "san-intoxicacion": "san-vomitos",
    "seg-atacante": "seg-agresion",
    "fue-mmpp": "fue-gas",
    "tra-accidente": "tra-averia",
    "fue-contenedor": "fue-quema",
    "seg-agresion": "seg-desorden",
    "fue-gas": "fue-mmpp",
    "fue-forestal": "fue-quema",
    "san-suicidio": "san-ansiedad",
    "san-ictus": "san-desmayo",
    "san-hemorragia": "san-trauma",
    "soc-no-contesta": "soc-desatendido",
    "seg-violencia-genero": "seg-amenazas",
    "seg-maltrato": "seg-menor-solo",
    "res-vehiculo-agua": "pcv-inundacion",
    "san-quemadura": "san-calor",
    "gen-silenciosa": "gen-reiterada",
    "san-consulta": "gen-informacion",
    "san-alergia": "san-consulta",
    "res-derrumbe": "res-caida-objeto",
    "san-parto": "san-abdomen",
    "san-agitacion": "san-ansiedad",
    "seg-amenazas": "seg-estafa",
    "seg-bomba": "seg-sospechoso",
    "san-electrodependiente": "ser-averia",
    "pcv-inundacion": "pcv-nieve",
    "res-via-tren": "tra-obstaculo",
    "tra-contrario": "tra-temerario",
    "gen-entrada": "gen-informacion",
    "gen-reiterada": "gen-informacion",
}


@kind(
    "next_protocol_wrong",
    PRO,
    True,
    "The interview goes on in a protocol that only sounds alike: the right questions and the right card never come.",
)
def _(text, rng):
    own = data(text)["id"]
    them = [
        get(r, "goto")
        for r in rules(text) + additions(text)
        if val(r, "goto") in ALIKE_PROTOCOL and ALIKE_PROTOCOL[val(r, "goto")] != own
    ]
    return first_that(rng, them, lambda g: change(text, g, ALIKE_PROTOCOL[g.value]))


@kind(
    "next_protocol_lost",
    PRO,
    True,
    "The jump to the next protocol is gone: the interview ends before the question that finds the arrest.",
)
def _(text, rng):
    them = [r for r in rules(text) + additions(text) if get(r, "goto") is not None]
    return first_that(rng, them, lambda r: drop_key(text, r, "goto"), worse(text))


OTHER_AGE = {
    "rcp-adulto": ["rcp-nino", "rcp-lactante"],
    "rcp-nino": ["rcp-adulto", "rcp-lactante"],
    "rcp-lactante": ["rcp-nino", "rcp-adulto"],
    "atragantamiento": ["atragantamiento-bebe"],
    "atragantamiento-bebe": ["atragantamiento"],
}
ALIKE_CARD = {
    "incendio-salir": "incendio-atrapado",
    "incendio-atrapado": "incendio-salir",
    "incendio-fuera": "incendio-salir",
    "forestal": "forestal-lejos",
    "forestal-lejos": "forestal",
    "derrumbe-lejos": "derrumbe-atrapado",
    "derrumbe-atrapado": "derrumbe-lejos",
    "bomba": "bomba-aviso",
    "bomba-aviso": "bomba",
    "posicion-lateral": "desmayo",
    "dolor-toracico": "dolor-tripa",
    "anafilaxia": "disnea",
    "disnea": "ansiedad",
    "calor": "frio",
    "frio": "calor",
    "barco-averia": "barco-precario",
    "barco-incendio": "barco-averia",
    "trauma": "hemorragia",
    "hemorragia": "trauma",
    "sepultado": "derrumbe-lejos",
    "avalancha": "montana",
    "gas-salir": "incendio-salir",
    "mmpp-alejarse": "gas-salir",
    "electrico": "sin-luz",
    "sin-luz": "electrico",
    "averia": "trafico-seguro",
    "trafico-seguro": "averia",
    "sentido-contrario": "conductor-peligroso",
    "conductor-peligroso": "sentido-contrario",
    "violencia-seguridad": "pelea",
    "pelea": "violencia-seguridad",
    "convulsion": "desmayo",
    "hipoglucemia": "desmayo",
    "ictus": "desmayo",
    "intoxicacion": "vomitos",
    "ahogado-agua": "vehiculo-agua",
    "vehiculo-agua": "inundacion",
    "inundacion": "vehiculo-agua",
    "huir-esconderse": "intruso",
    "intruso": "huir-esconderse",
    "suicidio-hablar": "ansiedad",
    "parto": "dolor-tripa",
    "quemadura": "fuego-calle",
    "sin-hablar": "linea-silenciosa",
    "linea-silenciosa": "sin-hablar",
    "maltrato": "agresion-sexual",
    "dea": "rcp-adulto",
    "colgado": "suicidio-hablar",
    "via-tren": "obstaculo",
    "fiebre": "vomitos",
    "explosion": "bomba",
    "volcan": "terremoto",
}


@kind(
    "card_for_another_age",
    PRO,
    True,
    "The card is that of another age (a child's for an adult, an adult's for a baby): wrong force, wrong breaths, wrong hands.",
)
def _(text, rng):
    them = [
        (s, o)
        for r in rules(text) + additions(text)
        for s in items(get(r, "say"))
        for o in OTHER_AGE.get(s.value, [])
        if o not in codes(get(r, "say"))
    ]
    return first_that(rng, them, lambda c: change(text, *c), worse(text))


@kind(
    "card_that_looks_alike",
    PRO,
    True,
    "The card is one with a similar name (leave the fire / trapped by the fire): the caller is told to do the opposite of what saves them.",
)
def _(text, rng):
    them = [
        s
        for r in rules(text) + additions(text)
        for s in items(get(r, "say"))
        if s.value in ALIKE_CARD and ALIKE_CARD[s.value] not in codes(get(r, "say"))
    ]
    return first_that(rng, them, lambda s: change(text, s, ALIKE_CARD[s.value]), worse(text))


@kind(
    "card_dropped",
    PRO,
    True,
    "One of the cards of a rule or addition is gone: the caller waits without instructions (no defibrillator, no pressure on the wound).",
)
def _(text, rng):
    them = [(r, i) for r in rules(text) + additions(text) for i in range(len(items(get(r, "say"))))]
    return first_that(rng, them, lambda c: drop_item(text, get(c[0], "say"), c[1]), worse(text))


@kind(
    "instead_of_dropped",
    PRO,
    True,
    "An addition no longer says which card it replaces: the desk shows the adult's and the baby's card together.",
)
def _(text, rng):
    them = [r for r in additions(text) if get(r, "instead_of") is not None]
    return first_that(rng, them, lambda r: drop_key(text, r, "instead_of"))


@kind(
    "instead_of_wrong_card",
    PRO,
    True,
    "An addition replaces the wrong card, the one it should add to: the caller loses a card that was right.",
)
def _(text, rng):
    said = {s for r in data(text)["rules"] for s in r["say"]}
    them = [
        (i, o)
        for r in additions(text)
        for i in items(get(r, "instead_of"))
        for o in sorted(said)
        if get(r, "say") is not None and o not in codes(get(r, "instead_of")) + codes(get(r, "say"))
    ]
    return first_that(rng, them, lambda c: change(text, *c), worse(text))


def neighbour(code):
    head, num = code.rsplit("-", 1)
    return f"{head}-{int(num) + (1 if int(num) < 9 else -1):02d}"


@kind(
    "incident_type_off_by_one",
    PRO,
    True,
    "A rule opens the neighbouring incident type: other services are asked and the case is hidden from the right desk.",
)
def _(text, rng):
    them = [get(r, "type") for r in rules(text) if re.fullmatch(r"[A-Z]{3}-\d\d", val(r, "type", ""))]
    return first_that(rng, them, lambda t: change(text, t, neighbour(t.value)))


@kind(
    "served_type_off_by_one",
    PRO,
    True,
    "incident_types names a neighbouring type: the right emergency is offered no interview, another is offered this one.",
)
def _(text, rng):
    seq = get(tree(text), "incident_types")
    them = [t for t in items(seq) if neighbour(t.value) not in codes(seq)]
    return first_that(rng, them, lambda t: change(text, t, neighbour(t.value)))


@kind(
    "line_not_kept", PRO, True, "keep_line is gone: the desk hangs up on somebody who must not be left alone."
)
def _(text, rng):
    them = [r for r in rules(text) + additions(text) if get(r, "keep_line") is not None]
    return first_that(rng, them, lambda r: drop_key(text, r, "keep_line"))


@kind(
    "transfer_drops_caller",
    PRO,
    True,
    "A warm transfer is written blind, or keep_caller false: the caller is lost between two centres.",
)
def _(text, rng):
    them = [get(r, "transfer") for r in rules(text) + additions(text) if get(r, "transfer") is not None]
    return first_that(
        rng,
        them,
        lambda t: rng.choice(
            [
                put(text, (a(get(t, "mode")), z(get(t, "mode")), "blind")),
                put(text, (a(get(t, "keep_caller")), z(get(t, "keep_caller")), "false"))
                if get(t, "keep_caller") is not None
                else None,
            ]
        ),
    )


@kind(
    "transfer_to_wrong_desk",
    PRO,
    True,
    "The call is passed to another desk of the list (crisis line for doctor): the patient reaches somebody who cannot help.",
)
def _(text, rng):
    other = {"med_reg": ["poison", "crisis_line"], "crisis_line": ["med_reg", "psych"]}
    them = [
        (get(r, "transfer", "to"), o)
        for r in rules(text) + additions(text)
        if get(r, "transfer") is not None
        for o in other.get(val(get(r, "transfer"), "to"), [])
    ]
    return first_that(rng, them, lambda c: change(text, *c))


@kind(
    "notice_dropped",
    PRO,
    True,
    "A notice is gone (stop the trains, cut the grid, locate the phone): nobody stops the next train.",
)
def _(text, rng):
    them = [(r, i) for r in rules(text) + additions(text) for i in range(len(items(get(r, "notify"))))]

    def make(c):
        r, i = c
        return (
            drop_item(text, get(r, "notify"), i)
            if len(items(get(r, "notify"))) > 1
            else drop_key(text, r, "notify")
        )

    return first_that(rng, them, make, worse(text))


@kind(
    "notice_of_another_kind",
    PRO,
    True,
    "The notice is another one of the list: the duty officer is told, the railway is not.",
)
def _(text, rng):
    every = [
        "duty_officer",
        "rail_stop_traffic",
        "road_signs_warn",
        "locate_phone_urgent",
        "hospitals_alert",
        "grid_operator_cut",
        "stroke_code",
        "csn",
    ]
    them = [n for r in rules(text) + additions(text) for n in items(get(r, "notify"))]
    return first_that(
        rng, them, lambda n: change(text, n, rng.choice([e for e in every if e != n.value])), worse(text)
    )


@kind(
    "closed_as_something_else",
    PRO,
    True,
    "A low rule closes as information or as a dead call instead of a new case: nobody looks again.",
)
def _(text, rng):
    them = [get(r, "close_as") for r in rules(text) if get(r, "close_as") is not None]
    other = {
        "OP-NEW": "OP-INF",
        "OP-INF": "NO-ERR",
        "OP-ALR": "NO-TST",
        "NO-SIL": "NO-EMP",
        "OP-UPD": "OP-DUP",
        "OP-DUP": "OP-INF",
    }
    return first_that(rng, them, lambda c: change(text, c, other.get(c.value, "OP-INF")))
