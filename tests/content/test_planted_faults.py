"""Faults are planted in the shipped content; the verifier names the rule, the file and the line of each.

The last column is the line where the fault is told, counted from the planted line (0: the same).
"""

import shutil
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from auxilio.active_content.content_bundle import read_content
from auxilio.platform.documents import DocumentFault, Severity
from tests.content.faulty_cards import CARD_FAULTS
from tests.content.faulty_content import CONTENT, Folder
from tests.content.faulty_interviews import INTERVIEW_FAULTS
from tests.content.faulty_languages import LANGUAGE_FAULTS
from tests.content.faulty_outcomes import OUTCOME_FAULTS
from tests.content.faulty_records import RECORD_FAULTS

LANGUAGE_RULES = tuple(f"L{n}" for n in range(32, 39))
PCR = "protocols/san-pcr.yaml"
HEM = "protocols/san-hemorragia.yaml"
ENT = "protocols/gen-entrada.yaml"
ICT = "protocols/san-ictus.yaml"
CPR = "cards/rcp-adulto.yaml"
RECORDED = "recordings/recordings.yaml"
CHEST = "cards/dolor-toracico.yaml"
ADRENALINE = "cards/anafilaxia.yaml"
CITED_FROM_MEMORY = (
    "erc-2021-nls",
    "erc-2021-pls",
    "erc-2021-special",
    "general-internal-bleeding",
    "ilcor-heat",
    "nactso-distances",
    "nhs-nosebleed",
    "rcog-50",
    "rcog-eclampsia",
    "rcuk-2021-pbls",
    "uk-dnacpr",
)
"""Guidelines that a step follows and nobody here has read: to be read before anything is approved."""
SUPERSEDED = ("aha-arc-2020", "erc-2021-fa")
"""Editions that have ended, cited where the one that followed is not: it is to be read before the card is approved."""

FAULTS = [
    # S01: what cannot be read, or breaks the schema
    ("S01", "not_yaml", PCR, "rules:", "rules: [", None),
    ("S01", "schema_form", PCR, "version: 0.1.0", "version: one", 0),
    ("S01", "schema_unknown", PCR, "{id: PCR-9, else: true,", "{id: PCR-9, else: true, sned: [als],", 0),
    (
        "S01",
        "schema_refused",
        HEM,
        "when: {site: trunk, intensidad: steady}",
        "when: {not: {site: trunk}}",
        0,
    ),
    ("L17", "not_text", PCR, "answers_ref: age_band", "answers_ref: [age_band]", 0),
    ("S01", "key_twice", PCR, "status: draft", "status: draft\nstatus: draft", None),
    # L02: dangling references
    ("L02", "unknown_type", PCR, "[SAN-01, SEG-31]", "[SAN-01, SAN-99, SEG-31]", 0),
    ("L02", "unknown_type", PCR, "type: SAN-35", "type: SAN-99", 0),
    ("L02", "unknown_capability", PCR, "send: [bls], say: [], label", "send: [dragon], say: [], label", 0),
    ("L02", "unknown_card", PCR, "say: [rcp-adulto]", "say: [rcp-adluto]", 0),
    ("L02", "unknown_protocol", PCR, "goto: san-inconsciente", "goto: san-consciente", 0),
    ("L02", "goes_on_to_itself", PCR, "goto: san-inconsciente", "goto: san-pcr", 0),
    ("L02", "unknown_question", PCR, "when: {causa: water}", "when: {cause: water}", 0),
    ("L02", "unknown_answer", PCR, "when: {causa: water}", "when: {causa: wtaer}", 0),
    ("L02", "unknown_answer_set", PCR, "answers_ref: age_band", "answers_ref: age_bond", 0),
    ("L02", "unknown_question", PCR, "qa: {critical: [consciente,", "qa: {critical: [conscious,", 0),
    ("L02", "unknown_protocol", CHEST, "goto: san-pcr", "goto: san-crp", 0),
    ("L02", "unknown_question", "i18n/critical.ca-fr.yaml", "san-ictus.habla:", "san-ictus.hab:", 0),
    ("L02", "unknown_protocol", "data/typology.csv", "CARDIAC,san-pcr,", "CARDIAC,san-prc,", 0),
    (
        "L02",
        "unknown_service",
        "data/typology.csv",
        "Cardiac arrest,P0,HEALTH,",
        "Cardiac arrest,P0,HELATH,",
        0,
    ),
    ("L02", "unknown_apco_code", "data/typology.csv", ",CHOKE,san-atrag", ",CHOKING,san-atrag", 0),
    ("L02", "unknown_type", "data/synonyms.yaml", "  SAN-47:", "  SAN-97:", 0),
    (
        "L02",
        "unknown_question",
        "protocols/fue-mmpp.yaml",
        "{id: un, data: un_numbers.csv, key: onu}",
        "{id: un, data: un_numbers.csv, key: uno}",
        0,
    ),
    (
        "S01",
        "schema_choice",
        "protocols/fue-mmpp.yaml",
        "data: hin.yaml, key: nip",
        "data: nip.yaml, key: nip",
        0,
    ),
    # L03: order
    ("L03", "no_else", HEM, "{id: HEM-8, else: true,", "{id: HEM-8, when: {causa: U},", 0),
    (
        "L03",
        "not_by_severity",
        HEM,
        "priority: P1, dispatch: standard, type: SAN-09",
        "priority: P3, dispatch: standard, type: SAN-09",
        1,
    ),
    # L04: every rule can decide, every addition can hold
    (
        "L04",
        "rule_never_decides",
        HEM,
        "when: {site: trunk, intensidad: steady}",
        "when: {site: trunk, intensidad: massive}",
        0,
    ),
    (
        "L04",
        "addition_never_holds",
        PCR,
        "{id: A-EVID, when: {evidente: Y}",
        "{id: A-EVID, when: {evidente: Y, respira: normal}",
        0,
    ),
    # L05: every question can matter
    (
        "L05",
        "question_never_asked",
        "protocols/san-diabetes.yaml",
        "phase: post, info: true, ask",
        "phase: post, ask",
        0,
    ),
    # L06, L16: promises of speed
    ("L06", "p0_too_late", HEM, "max_questions_before_p0: 3", "max_questions_before_p0: 1", 0),
    (
        "L06",
        "help_too_late",
        "protocols/tra-accidente.yaml",
        "when: {any: [{via: [Y, U]}, {peligro: U}]}, priority: P2",
        "when: {any: [{via: [Y, U]}, {peligro: U}]}, priority: P1",
        None,
    ),
    ("L16", "too_many_questions", ICT, "max_questions: 7", "max_questions: 2", 0),
    # L07: doubt is never the mildest
    (
        "L07",
        "unknown_milder",
        "protocols/tra-accidente.yaml",
        "{id: ACC-1, when: {atrapado: [Y, U]}",
        "{id: ACC-1, when: {atrapado: [Y, N]}",
        None,
    ),
    # L08: languages
    ("L08", "card_language", CPR, ', ca: "Posi l\'altra mà a sobre i estiri els braços."', "", 0),
    (
        "L08",
        "translation_unused",
        "i18n/memory.ca-fr.yaml",
        '"Electricidad":',
        '"Electricidades":',
        0,
    ),
    (
        "S01",
        "schema_empty",
        "i18n/memory.ca-fr.yaml",
        '"Electricidad": {ca: "Electricitat"',
        '"Electricidad": {ca: ""',
        0,
    ),
    # L09: plain words
    ("L09", "jargon", CPR, "Muy bien. No pare.", "Muy bien. La taquicardia sigue.", 0),
    ("L09", "long_sentence", CPR, "Muy bien. No pare.", "Muy bien " + "y siga " * 20, 0),
    # L10: a life card says what never to do; no idle card
    (
        "L10",
        "no_never_list",
        "cards/colgado.yaml",
        'es: ["No tocar más de lo necesario la escena"]',
        "es: []",
        0,
    ),
    ("L24", "recording_of_no_step", RECORDED, "    dea: {", "    dae: {", 0),
    ("L24", "recording_stale", RECORDED, "d004914ccee89e95", "d004914ccee89e96", 0),
    ("L10", "card_never_said", CPR, "id: rcp-adulto", "id: rcp-de-adulto", 0),
    # L11: a P0 leaves at once with something; nobody is left without anyone in charge
    (
        "L11",
        "p0_not_reflex",
        HEM,
        "when: {site: trunk, intensidad: steady}, priority: P0, dispatch: reflex",
        "when: {site: trunk, intensidad: steady}, priority: P0, dispatch: standard",
        0,
    ),
    (
        "L11",
        "p0_sends_nothing",
        "protocols/san-diabetes.yaml",
        "when: {consciente: altered, traga: [N, U]}, priority: P0, dispatch: reflex, type: SAN-12, send: [als]",
        "when: {consciente: altered, traga: [N, U]}, priority: P0, dispatch: reflex, type: SAN-12, send: []",
        0,
    ),
    (
        "L11",
        "closes_what_is_grave",
        HEM,
        "send: [als, bls, aed]",
        "close_as: OP-INF, send: [als, bls, aed]",
        0,
    ),
    (
        "L11",
        "nobody_in_charge",
        "protocols/san-alergia.yaml",
        "send: [med_reg], say: [], transfer: {to: med_reg, mode: warm, keep_caller: true}",
        "send: [], say: []",
        0,
    ),
    # L12: medicines
    (
        "L12",
        "medication_without_proof",
        CHEST,
        'requires: medical_authorisation, show_if: {consciente: "Y", alergia_asp: N, sangrado_rec: N, prohibida_asp: N, menor: N, golpe: N}, ',
        "requires: medical_authorisation, ",
        0,
    ),
    ("L12", "medicine_unguarded", CHEST, "requires: medical_authorisation, ", "", 0),
    ("L12", "medication_without_guard", CHEST, "requires: medical_authorisation, ", "", -6),
    (
        "L12",
        "medicine_unguarded",
        ADRENALINE,
        '{id: segunda, own_medication: true, mark: adrenaline_2, repeat_s: 300, say: {es: "Si no mejora y tiene otro inyector,',
        '{id: segunda, mark: adrenaline_2, repeat_s: 300, say: {es: "Adrenalina otra vez,',
        0,
    ),
    ("L12", "card_not_marked_medication", "cards/disnea.yaml", "medication: true\n", "", None),
    # L13: approved means signed for this very content
    ("L13", "not_approved", PCR, "status: draft", "status: approved", None),
    ("L13", "no_effective_date", CPR, "status: draft", "status: approved", None),
    # L14: guards look back
    (
        "L14",
        "guard_looks_ahead",
        PCR,
        "answers_ref: breathing, when: {consciente: [N, U]}",
        "answers_ref: breathing, when: {causa: [water]}",
        0,
    ),
    # L15: sources
    ("L15", "unknown_source", PCR, "sources: [aha-tcpr,", "sources: [aha-tpcr,", 0),
    ("L15", "source_not_read", HEM, "sources: [aha-arc-2024,", "sources: [erc-2021-pls,", 0),
    (
        "L15",
        "source_never_cited",
        "data/sources.yaml",
        "aha-tcpr: {",
        'aha-tcpr-2: {title: "x", url: "y", basis: excerpt}\naha-tcpr: {',
        0,
    ),
    # L17: what YAML reads as something else
    ("L17", "yaml_boolean", HEM, "{code: limb,", "{code: no,", 0),
    ("L17", "not_text", HEM, "{code: limb,", "{code: 1,", 0),
    ("L17", "yaml_boolean", HEM, "when: {causa: weapon}, send", "when: {causa: yes}, send", 0),
    # L18: no promise before its time
    ("L18", "promise", CPR, "Estoy enviando ayuda.", "La ayuda ya va de camino.", 0),
    ("L18", "promise", CPR, "I am sending help.", "Help is on its way.", 0),
    ("L18", "promise", CPR, "Estic enviant ajuda.", "L'ajuda ja ve de camí.", 0),
    ("L18", "promise", CPR, "J'envoie les secours.", "Les secours arrivent.", 0),
    (
        "L18",
        "promise",
        "protocols/gen-reiterada.yaml",
        "Puede que ya nos hayan avisado de eso.",
        "Ya va ayuda.",
        0,
    ),
    # L19: a step asks what its protocols ask
    (
        "L19",
        "show_if_never_asked",
        "cards/hemorragia.yaml",
        "show_if: {site: [limb], intensidad: [massive, steady, U]}}",
        "show_if: {sitio: [limb]}}",
        0,
    ),
    (
        "L19",
        "show_if_unknown_answer",
        "cards/hemorragia.yaml",
        "show_if: {site: [limb], intensidad: [massive, steady, U]}}",
        "show_if: {site: [leg]}}",
        0,
    ),
    # L20: shared facts share their answers
    ("L20", "shared_fact_answers", ICT, "answers_ref: conscious", "answers_ref: ynu", 0),
    # L21: doubt on a critical question counts, or the author says why not
    (
        "L21",
        "doubt_ignored",
        PCR,
        "{id: PCR-1, when: {consciente: [N, U], respira: [N, qualified, U]}",
        "{id: PCR-1, when: {consciente: [N, U], respira: [N, qualified]}",
        None,
    ),
    (
        "L21",
        "no_unknown",
        "protocols/gen-silenciosa.yaml",
        'unknown_note: "silence is an answer: N", ',
        "",
        0,
    ),
    # L22: what kills at once, or may, has a protocol
    ("L22", "grave_without_protocol", "data/typology.csv", "CARDIAC,san-pcr,", "CARDIAC,,", 0),
    ("L22", "grave_without_protocol", "data/typology.csv", "RESP,san-disnea,", "RESP,,", 0),
    *OUTCOME_FAULTS,
    *CARD_FAULTS,
    *LANGUAGE_FAULTS,
    *INTERVIEW_FAULTS,
    *RECORD_FAULTS,
    # L26: what a caller reads
    ("L26", "written_beside_said", CPR, "{id: comprimir, by_voice: true,", "{id: comprimir,", 0),
    ("L26", "mark_needs_voice", CPR, "{id: suelo, say", "{id: suelo, by_voice: true, mark: rosc, say", 0),
    # L27: phrases of callers (more of them in test_phrase_files.py)
    ("L27", "word_empty", "data/phrases/health-a.yaml", '"mi padre no respira y está morado",', '"¡!",', 0),
    # L25: tables of words (more of them in test_word_tables.py)
    ("L25", "word_not_as_read", "data/story_words.yaml", "[camion, camio,", "[camión, camio,", 0),
    ("L25", "phrase_wildcard", "data/plain_language.yaml", '"* minutes away"', '"*minutes away"', 0),
]


EACH = pytest.mark.parametrize(
    "number", range(len(FAULTS)), ids=[f"{fault[0]} {fault[1]} {n}" for n, fault in enumerate(FAULTS)]
)


def groups() -> list[list[int]]:
    """Faults that can be planted together: of other files, rules and codes each, so that none answers for another.

    The file with most faults is first: it has one in each group, and the others are shared out among these.
    """

    def together(one: int, other: int) -> bool:
        a, b = FAULTS[one], FAULTS[other]
        return a[2] != b[2] and a[:2] != b[:2] and (a[0] in LANGUAGE_RULES) == (b[0] in LANGUAGE_RULES)

    of_file = Counter(fault[2] for fault in FAULTS)
    found: list[list[int]] = []
    for number in sorted(range(len(FAULTS)), key=lambda number: (-of_file[FAULTS[number][2]], number)):
        room = [group for group in found if all(together(number, other) for other in group)]
        if room:
            min(room, key=len).append(number)
        else:
            found.append([number])
    return found


@dataclass(frozen=True)
class VerifierReport:
    """What the verifier says of a folder, and the line of each fault that was planted in it."""

    lines: dict[int, int]
    faults: tuple[DocumentFault, ...]

    def names(self, number: int) -> bool:
        """Whether it names the fault of this number where it stands."""
        rule, code, file, _, _, below = FAULTS[number]
        found = {one.line for one in self.faults if (one.rule, one.code, one.file) == (rule, code, file)}
        return bool(found) if below is None else self.lines[number] + below in found


def planted(path: Path, numbers: Sequence[int]) -> VerifierReport:
    """Plant these faults in a copy of the shipped content, and verify it."""
    folder = Folder(path)
    lines = {number: folder.plant(*FAULTS[number][2:5]) for number in numbers}
    faults = folder.verify().faults
    shutil.rmtree(folder.path)
    return VerifierReport(lines, faults)


@pytest.fixture(scope="module")
def report_of_group(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], VerifierReport]:
    """What is said of the folder in which a fault stands with others; each folder is verified once."""
    group_of = {number: tuple(group) for group in groups() for number in group}

    @cache
    def of(group: tuple[int, ...]) -> VerifierReport:
        return planted(tmp_path_factory.mktemp("together"), group)

    return lambda number: of(group_of[number])


@EACH
@pytest.mark.usefixtures("tables_unproved")
def test_a_planted_fault_is_named_with_its_rule_file_and_line(
    tmp_path: Path,
    request: pytest.FixtureRequest,
    report_of_group: Callable[[int], VerifierReport],
    number: int,
) -> None:
    """It stands with faults of other files. Where one of those keeps it from being found, it is planted alone."""
    if FAULTS[number][0] not in LANGUAGE_RULES:
        request.getfixturevalue("languages_unproved")
    assert report_of_group(number).names(number) or planted(tmp_path, [number]).names(number)


@EACH
@pytest.mark.thorough
@pytest.mark.usefixtures("tables_unproved")
def test_a_planted_fault_is_named_where_it_is_the_only_one(
    tmp_path: Path, request: pytest.FixtureRequest, number: int
) -> None:
    if FAULTS[number][0] not in LANGUAGE_RULES:
        request.getfixturevalue("languages_unproved")
    assert planted(tmp_path, [number]).names(number)


def test_every_rule_has_a_planted_fault() -> None:
    letters = {rule for rule, *_ in FAULTS}
    assert letters == {
        "S01",
        "L24",
        "L25",
        "L26",
        "L27",
        "L28",
        "L29",
        "L30",
        "L31",
        *(f"L{n}" for n in range(40, 50)),
        *LANGUAGE_RULES,
        *(f"L{n:02}" for n in range(2, 23)),
        *(f"L{n}" for n in range(50, 62)),
        "L68",
        "L80",
        "L70",
        "L72",
        "L73",
    }


def test_the_shipped_content_has_no_error_and_only_known_warnings() -> None:
    verified = read_content(CONTENT)[2]
    assert verified.errors == []
    assert {(f.code, f.facts.get("name")) for f in verified.faults} == {
        *(("source_not_read", name) for name in CITED_FROM_MEMORY),
        *(("source_superseded", name) for name in SUPERSEDED),
        ("weak_sources_excused", None),
    }
    assert all(fault.severity is Severity.WARNING for fault in verified.faults)
    assert (verified.protocols, verified.cards, verified.types) == (101, 121, 196)
    assert verified.paths > 5_000
