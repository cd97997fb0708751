"""Rules L50 to L59: defects of our own invention, each planted in one protocol; the rule and its code are told of."""

import copy
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import msgspec
import pytest

from auxilio.platform.documents import Severity, SourceDocument
from auxilio.triage.content import TriageLoadResult, read_protocol, read_triage
from auxilio.triage.verifier import interview
from auxilio.triage.verifier.subject import ProtocolSubject
from tests.content.faulty_content import CONTENT

type Data = dict[str, Any]
type Plant = Callable[[Data], object]


@cache
def shipped() -> TriageLoadResult:
    return read_triage(CONTENT)


def faults_of(protocol: str, plant: Plant) -> set[tuple[str, str]]:
    """The rules and codes that a protocol breaks with a defect."""
    reading = shipped()
    known = reading.documents[protocol]
    data = copy.deepcopy(known.data)
    plant(data)
    document = SourceDocument(file=known.file, data=data, lines=known.lines)
    found, wrong = read_protocol(document, reading)
    assert found is not None, wrong
    faults = interview.check(ProtocolSubject(found, document, reading.content))
    assert all(fault.severity is Severity.ERROR for fault in faults)
    return {(fault.rule, fault.code) for fault in faults}


def part(data: Data, name: str, id: str) -> Data:
    return next(one for one in data[name] if id in (one.get("id"), one.get("code")))


def question(id: str, **fields: Any) -> Plant:
    """A question with other fields; None removes one."""

    def plant(data: Data) -> None:
        one = part(data, "questions", id)
        for field, value in fields.items():
            one.pop(field, None) if value is None else one.__setitem__(field, value)

    return plant


def asks(id: str, language: str, words: str) -> Plant:
    return lambda data: part(data, "questions", id)["ask"].__setitem__(language, words)


def label(question_id: str, code: str, language: str, words: str) -> Plant:
    def plant(data: Data) -> None:
        part(part(data, "questions", question_id), "answers", code)["label"][language] = words

    return plant


def outcome(name: str, id: str, language: str, words: str) -> Plant:
    return lambda data: part(data, name, id)["label"].__setitem__(language, words)


def field(*path: str, to: Any) -> Plant:
    def plant(data: Data) -> None:
        for key in path[:-1]:
            data = data[key]
        data[path[-1]] = to

    return plant


def gone(name: str) -> Plant:
    return lambda data: data.pop(name)


def addition_transfer(id: str, **fields: Any) -> Plant:
    return lambda data: part(data, "additions", id)["transfer"].update(fields)


def transfer(id: str, **fields: Any) -> Plant:
    return lambda data: part(data, "rules", id)["transfer"].update(fields)


CRITICAL = ("L50", "decides_and_not_critical")
LATE = ("L51", "decides_and_asked_late")
VITAL = ("L52", "vital_not_asked_again")
BOUNDS = ("L52", "asked_again_out_of_bounds")
MEANS = ("L53", "answer_means_another")
SAME_ANSWER = ("L53", "answers_alike")
SAME_QUESTION = ("L54", "questions_alike")
WORDS = ("L55", "outcome_in_other_words")
OPEN = ("L56", "not_confidential")
RINGS = ("L56", "no_callback_policy")
FIRST = ("L57", "not_said_first")
CAPTURE = ("L57", "not_captured")
LOOKUP = ("L57", "lookup_by_other_answer")
LOST = ("L57", "caller_lost_in_transfer")
NUMBER = ("L57", "transfer_without_number")
DESK = ("L57", "transferred_to_other_desk")
ENDS = ("L58", "ends_before_it_begins")
REVIEW = ("L59", "critical_not_reviewed")
LIMIT = ("L59", "limit_too_high")
TIME = ("L59", "time_too_late")

DEFECTS: list[tuple[tuple[str, str], str, Plant]] = [
    *(
        (CRITICAL, protocol, question(id, critical=None))
        for protocol, id in (
            ("san-pcr", "respira"),
            ("san-pcr", "consciente"),
            ("san-hemorragia", "site"),
            ("tra-accidente", "atrapado"),
            ("tra-contrario", "choque"),
            ("seg-bomba", "heridos"),
            ("fue-gas", "victimas"),
            ("san-dolor-toracico", "grave"),
            ("seg-violencia-genero", "arma"),
            ("san-suicidio", "respira"),
            ("res-vehiculo-agua", "dentro"),
        )
    ),
    *(
        (LATE, protocol, question(id, phase="post"))
        for protocol, id in (
            ("san-pcr", "respira"),
            ("san-ictus", "habla"),
            ("san-parto", "semanas"),
            ("san-frio", "resguardo"),
            ("fue-gas", "fuerte"),
            ("fue-forestal", "casas"),
            ("seg-robo", "herido"),
            ("seg-violencia-genero", "orden"),
            ("tra-accidente", "via"),
            ("res-ascensor", "enfermo"),
            ("gen-imv", "victimas"),
        )
    ),
    *(
        (VITAL, protocol, field("reassess", "questions", to=asked))
        for protocol, asked in (
            ("san-diabetes", ["consciente"]),
            ("san-trauma", ["grave"]),
            ("san-calor", ["respira"]),
            ("san-ictus", ["cara_brazo"]),
            ("san-atragantamiento", ["respira"]),
        )
    ),
    *(
        (BOUNDS, protocol, field("reassess", "every_s", to=seconds))
        for protocol, seconds in (
            ("san-pcr", 20),
            ("san-disnea", 1200),
            ("san-vomitos", 900),
            ("fue-forestal", 1800),
            ("seg-robo", 3600),
            ("civ-ruido", 7200),
        )
    ),
    (MEANS, "tra-accidente", label("peligro", "fire", "es", "Derrame o placa naranja")),
    (MEANS, "tra-accidente", label("peligro", "N", "en", "Fire or smoke")),
    (MEANS, "tra-accidente", label("quien", "bus", "es", "Camioneta")),
    (MEANS, "san-pcr", label("causa", "U", "es", "Nada")),
    (MEANS, "san-pcr", label("causa", "water", "en", "Injury")),
    (MEANS, "san-hemorragia", label("site", "limb", "es", "Nariz o boca")),
    (MEANS, "seg-violencia-genero", label("herida", "N", "es", "Herida")),
    (MEANS, "seg-violencia-genero", label("herida", "Y", "es", "No")),
    (MEANS, "san-intoxicacion", label("producto", "gas", "en", "Pills")),
    (SAME_ANSWER, "san-pcr", label("causa", "drug", "en", "Water")),
    (SAME_ANSWER, "tra-accidente", label("quien", "truck", "es", "autobús.")),
    (SAME_ANSWER, "fue-gas", label("fuente", "bottle", "es", "Estufa, caldera o brasero")),
    *(
        (SAME_QUESTION, protocol, asks(id, language, words))
        for protocol, id, language, words in (
            ("san-pcr", "edad", "es", "¿Está despierto? ¿Le contesta?"),
            ("san-pcr", "edad", "en", "are they awake, do they answer you"),
            ("san-pcr", "respira", "ca", "Quina edat té?"),
            ("san-pcr", "causa", "fr", "Quel âge a-t-elle ?"),
            ("tra-accidente", "via", "es", "¿Hay alguien atrapado?"),
            ("tra-accidente", "via", "en", "Is anyone trapped?"),
            ("tra-accidente", "noresp", "ca", "Hi ha algú atrapat?"),
            ("tra-accidente", "atrapado", "fr", "Y a-t-il quelqu'un qui ne répond pas ?"),
            ("seg-violencia-genero", "menores", "en", "Does he have a weapon, such as a knife?"),
            ("seg-violencia-genero", "ahora", "es", "¿Tiene un arma, como un cuchillo?"),
        )
    ),
    *(
        (WORDS, protocol, outcome(name, id, language, words))
        for protocol, name, id, language, words in (
            ("san-pcr", "rules", "PCR-2", "en", "Arrest: guided CPR now"),
            ("san-pcr", "rules", "PCR-2", "es", "PCR: RCP guiada ya"),
            ("san-pcr", "rules", "PCR-9", "en", "Unresponsive, breathing"),
            ("san-pcr", "additions", "A-BEBE", "es", "Ahorcado"),
            ("san-pcr", "additions", "A-AIRE", "ca", "Desfibril·lador"),
            ("san-pcr", "additions", "A-DEA", "fr", "Adulte noyé : bouche-à-bouche d'abord"),
            ("tra-accidente", "rules", "ACC-9", "en", "Trapped"),
            ("tra-accidente", "rules", "ACC-7", "es", "Sin heridos"),
            ("tra-accidente", "additions", "A-LAT", "es", "No respira con normalidad"),
            ("seg-violencia-genero", "additions", "A-SAN", "en", "Weapon"),
        )
    ),
    *((OPEN, id, gone("confidential")) for id in ("seg-maltrato", "seg-secuestro", "seg-agresion-sexual")),
    *((OPEN, id, field("confidential", to=False)) for id in ("seg-violencia-genero", "seg-maltrato")),
    *(
        (OPEN, id, field("incident_types", to=["SEG-18"]))
        for id in ("seg-agresion", "san-trauma", "seg-robo")
    ),
    *((RINGS, id, gone("callback_policy")) for id in ("seg-violencia-genero", "gen-silenciosa")),
    *((RINGS, id, field("incident_types", to=["SEG-20"])) for id in ("seg-agresion", "seg-amenazas")),
    *((FIRST, id, gone("instruct_first")) for id in ("res-vehiculo-agua", "res-via-tren", "tra-contrario")),
    (FIRST, "seg-atacante", field("instruct_first", to=["tras-robo"])),
    (CAPTURE, "tra-accidente", field("capture", to=["road", "direction", "location_verified"])),
    (CAPTURE, "res-montana", field("capture", to=["last_known_point"])),
    (CAPTURE, "gen-entrada", field("capture", to=["caller_name"])),
    (CAPTURE, "seg-desaparecido", gone("capture")),
    (LOOKUP, "fue-mmpp", question("onu", pattern="^X?[0-9]{2,4}$")),
    (LOOKUP, "fue-mmpp", question("nip", pattern="^[0-9]{2,4}$")),
    (LOOKUP, "fue-mmpp", question("onu", pattern=None)),
    (LOST, "san-alergia", transfer("ALE-9", mode="blind")),
    (LOST, "san-suicidio", transfer("SUI-9", keep_caller=False)),
    (DESK, "san-alergia", transfer("ALE-9", to="crisis_line")),
    (DESK, "san-suicidio", transfer("SUI-9", to="poison")),
    (NUMBER, "san-suicidio", transfer("SUI-9", to="poison")),
    (NUMBER, "res-montana", addition_transfer("A-ALU", to="hems")),
    *(
        (ENDS, protocol, field("effective", to={"from": begins, "until": ends}))
        for protocol, begins, ends in (
            ("san-pcr", None, "2024-12-31"),
            ("san-pcr", None, "2031-01-01"),
            ("fue-gas", "2027-01-01", "2026-01-01"),
            ("seg-robo", "2027-01-01", "2027-01-01"),
            ("tra-averia", "2027-06-01", "2027-05-31"),
            ("san-ictus", "2026-12-31", "2026-01-31"),
            ("san-parto", "2027-03-01", "2027-02-28"),
            ("fue-mmpp", "2028-02-29", "2028-02-28"),
            ("seg-bomba", "2030-01-01", "2027-01-01"),
            ("res-vehiculo-agua", "2027-12-01", "2027-12-01"),
        )
    ),
    *(
        (REVIEW, protocol, lambda data: data["qa"]["critical"].pop())
        for protocol in ("san-pcr", "seg-robo", "san-suicidio", "tra-accidente")
    ),
    *(
        (LIMIT, protocol, field("limits", "max_questions_before_p0", to=limit))
        for protocol, limit in (("san-pcr", 5), ("fue-gas", 9), ("tra-accidente", 6), ("san-ictus", 12))
    ),
    *(
        (TIME, protocol, field("qa", "times", to=times))
        for protocol, times in (
            ("san-pcr", {"recognition_s": 900}),
            ("san-pcr", {"first_compression_s": 181}),
            ("san-hemorragia", {"pressure_s": 1200}),
            ("tra-contrario", {"first_instruction_s": 200}),
        )
    ),
]


@pytest.mark.parametrize(
    ("wanted", "protocol", "plant"),
    DEFECTS,
    ids=[f"{rule} {code} {protocol} {n}" for n, ((rule, code), protocol, _) in enumerate(DEFECTS)],
)
def test_a_defect_is_told_by_its_rule(wanted: tuple[str, str], protocol: str, plant: Plant) -> None:
    assert wanted in faults_of(protocol, plant)


@pytest.mark.parametrize("rule", [f"L{number}" for number in range(50, 60)])
def test_each_rule_has_defects_of_our_own(rule: str) -> None:
    assert sum(told[0] == rule for told, _, _ in DEFECTS) >= 10


def test_no_protocol_that_ships_breaks_one_of_the_rules() -> None:
    broken = {id: faults_of(id, lambda _: None) for id in shipped().content.protocols}
    assert {id: found for id, found in broken.items() if found} == {}
    assert interview.check_tables(shipped()) == []


def test_an_honest_edit_of_words_is_no_fault() -> None:
    assert faults_of("san-pcr", asks("edad", "es", "¿Cuántos años tiene?")) == set()
    assert faults_of("tra-accidente", label("peligro", "fire", "es", "Humo, llamas o fuego")) == set()
    assert (
        faults_of("san-pcr", outcome("rules", "PCR-9", "es", "Contesta: elegir por lo que le pasa")) == set()
    )


def test_a_set_that_was_published_before_helplines_is_only_told_that_numbers_are_missing() -> None:
    reading = shipped()
    old = replace(reading.content, catalog=msgspec.structs.replace(reading.content.catalog, helplines={}))
    subject = ProtocolSubject(old.protocols["san-suicidio"], reading.documents["san-suicidio"], old)
    assert [(one.code, one.severity) for one in interview.check(subject)] == [
        ("transfer_without_number", Severity.WARNING)
    ] * 2, "the doctor on line, and 024"
