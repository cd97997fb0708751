"""Aim: a card in which an act is lost, swapped, unguarded or contradicted is refused, in whatever way it came about (L40 to L49)."""

import re
from pathlib import Path

import pytest

from auxilio.instructions.card_specifications import SPECIFICATIONS, read_card_acts
from auxilio.instructions.spoken_numbers import numbers_of
from auxilio.platform.documents import Severity
from tests.content.card_defects import (
    Defect,
    added,
    backwards,
    both,
    everywhere,
    faults_of,
    lose,
    move,
    of_card,
    of_step,
    repeat,
    shipped,
    warnings,
    words,
)
from tests.content.faulty_content import CONTENT, Folder

DEFECTS: list[tuple[str, str, Defect]] = [
    # L40: the acts of a card, each once, in their order, for its purpose
    ("L40", "rcp-adulto", move("comprimir", 1)),
    ("L40", "rcp-adulto", move("relevo", 0)),
    ("L40", "rcp-soplos", move("soplos", 6)),
    ("L40", "incendio-salir", backwards),
    ("L40", "electrico", lose("no_tocar", "cortar")),
    ("L40", "rcp-lactante", lose("soplos", "ciclo")),
    ("L40", "hemorragia", repeat("presion", "presion_otra")),
    ("L40", "parto", of_step("nace", id="sale")),
    ("L40", "convulsion", added("Cuente los segundos.", 1)),
    ("L40", "desaparecido", of_card(risk="life")),
    ("L40", "trauma", of_card(risk="comfort")),
    ("L40", "gas-salir", both(lose("chispas"), added("Encienda una luz para ver.", 1))),
    # L41: the words that make a step its act
    ("L41", "incendio-atrapado", words("cerrar", "Cierre", "Abra")),
    ("L41", "forestal", words("pie", "cuesta abajo", "cuesta arriba")),
    ("L41", "hemorragia", words("no_quitar", "No quite el primero.", "Quite el primero.")),
    ("L41", "electrico", words("no_tocar", "No le toque.", "Tóquele con cuidado.")),
    ("L41", "rcp-adulto", words("rodillas", "pecho", "vientre")),
    ("L41", "rcp-ahogado", words("abrir", "incline la cabeza atrás y levante", "levante")),
    ("L41", "anafilaxia", words("autoinyector", "muslo", "brazo")),
    ("L41", "serpiente", words("nada", "No ate, no corte, no chupe y no ponga hielo.", "No corte.")),
    ("L41", "incendio-salir", words("escalera", "nunca por el ascensor", "o por el ascensor")),
    ("L41", "rcp-nino", of_card(title={"es": "RCP guiada: adulto", "en": "Guided CPR: adult"})),
    ("L41", "hemorragia", of_card(note={"es": "Torniquete donde sangre.", "en": "Tourniquet."})),
    ("L41", "rcp-adulto", words("contar", "No pare.", "Pare.", part="write")),
    # L42: what an act is shown by
    ("L42", "hipoglucemia", of_step("azucar", show_if={"consciente": ["Y", "altered"]})),
    ("L42", "hipoglucemia", of_step("azucar", show_if={"any": [{"traga": "Y"}, {"glucosa": ["low"]}]})),
    ("L42", "calor", of_step("beber", show_if={"consciente": ["Y", "altered"]})),
    ("L42", "calor", of_step("bano", show_if={"consciente": "altered", "respira": "normal"})),
    ("L42", "dolor-toracico", of_step("aspirina", show_if={"consciente": "Y", "alergia_asp": ["N", "U"]})),
    ("L42", "serpiente", of_step("autoinyector", show_if={"respira_mal": "N"})),
    ("L42", "hemorragia", of_step("torniquete", show_if={"intensidad": ["massive"]})),
    ("L42", "intoxicacion", of_step("naloxona", show_if={"producto": ["opioid", "U"]})),
    ("L42", "intoxicacion", of_step("lado", show_if={"consciente": ["Y"], "respira": ["normal"]})),
    ("L42", "gas-salir", of_step("chispas", show_if={"victimas": ["none"]})),
    ("L42", "electrico", of_step("cortar", show_if={"tension": ["high", "U"]})),
    ("L42", "vomitos", of_step("lado", show_if={"consciente": ["altered"]})),
    # L43: acts at odds (by the acts alone: no specification is asked)
    ("L43", "rcp-adulto", added("Túmbele de lado.")),
    ("L43", "incendio-salir", added("Quédense dentro y cierre.")),
    ("L43", "electrico", added("Eche agua al suelo.")),
    ("L43", "trauma", added("Levántele y que ande.")),
    ("L43", "dolor-tripa", added("Que beba un poco.", show_if={"consciente": "Y"})),
    ("L43", "sangre-dentro", added("Dele agua.", show_if={"consciente": "Y"})),
    ("L43", "adormilado", added("Dele un vaso de leche.", show_if={"traga": "Y"})),
    ("L43", "disnea", added("Túmbele.")),
    ("L43", "quemadura", added("Ponga hielo en la quemadura.")),
    ("L43", "quemadura-quimica", added("Después, ponga crema.")),
    ("L43", "intoxicacion", added("Hágale vomitar con los dedos.")),
    ("L43", "convulsion", added("Sujétele fuerte los brazos.")),
    ("L43", "parto", added("Tire con suavidad de los hombros. Tire del bebé.")),
    ("L43", "derrumbe-lejos", added("Vuelva a entrar a por los demás.")),
    # L44: what must never be done
    ("L44", "rcp-lactante", warnings("es", lambda _: ["Sacudir al bebé"])),
    ("L44", "rcp-lactante", warnings("en", lambda _: ["Shake the baby"])),
    ("L44", "hemorragia", warnings("es", lambda it: [it[1], it[0]])),
    ("L44", "hemorragia", warnings("en", lambda it: [it[0], it[0]])),
    ("L44", "serpiente", warnings("ca", lambda it: it[:-1])),
    ("L44", "serpiente", warnings("fr", lambda _: [])),
    ("L44", "incendio-salir", warnings("es", lambda it: [*it, "No abrir las ventanas"])),
    ("L44", "atragantamiento-bebe", warnings("es", lambda it: ["No golpear", *it[1:]])),
    ("L44", "hipoglucemia", warnings("en", lambda it: ["Nothing by mouth if hungry", it[1]])),
    ("L44", "parto", warnings("es", lambda it: ["No tirar de la toalla", it[1]])),
    ("L44", "azucar-alto", warnings("fr", lambda it: list(reversed(it)))),
    ("L44", "cordon-fuera", warnings("es", lambda it: [one.replace("No ", "") for one in it])),
    # L45: intervals, waiting, pace
    ("L45", "adormilado", of_step("vigilar", repeat_s=600)),
    ("L45", "adormilado", of_step("vigilar", repeat_s=5)),
    ("L45", "anafilaxia", of_step("segunda", repeat_s=240)),
    ("L45", "rcp-nino", of_step("ciclo", repeat_s=60)),
    ("L45", "rcp-adulto", of_step("relevo", repeat_s=300)),
    ("L45", "hipoglucemia", of_step("repetir", repeat_s=450)),
    ("L45", "rcp-adulto", of_step("contar", wait="confirm", repeat_s=None)),
    ("L45", "parto", of_step("secar", wait="none")),
    ("L45", "gas-salir", of_step("fuera", wait="timer", repeat_s=60)),
    ("L45", "rcp-lactante", of_step("sin_soplos", wait="confirm")),
    ("L45", "rcp-adulto", of_card(pace=None)),
    ("L45", "recien-nacido", of_card(pace={"bpm": 100})),
    # L46: numbers, in every language
    ("L46", "rcp-nino", words("comprimir", "Treinta", "Quince")),
    ("L46", "rcp-nino", words("soplos", "Five times", "Two times", "en")),
    ("L46", "bomba", words("lejos", "cien metros", "diez metros")),
    ("L46", "bomba", words("lejos", "quatre cents", "quatorze", "fr")),
    ("L46", "dolor-toracico", words("aspirina", "300", "600")),
    ("L46", "dolor-toracico", words("aspirina", "half of one", "one", "en")),
    ("L46", "electrico", words("distancia", "diez", "100")),
    ("L46", "ojo", words("tiempo", "veinte minutos", "unos minutos")),
    ("L46", "sangre-nariz", words("apretar", "diez", "dos")),
    ("L46", "rcp-ahogado", words("comprimir", "dues cada", "tres cada", "ca", "write")),
    ("L46", "hemorragia", words("presion", "apriete", "durante cinco minutos apriete")),
    ("L46", "atragantamiento", everywhere("alternar", es="Diez en la espalda y cinco en la tripa, hasta que salga o respire.", en="Ten on the back and five on the belly, until it comes out or they breathe.")),
    # L47: moments, checks, voice, leaving out, medicines
    ("L47", "rcp-adulto", of_step("suelo", mark="first_compression")),
    ("L47", "hemorragia", of_step("presion", mark="tourniquet_applied")),
    ("L47", "rcp-soplos", of_step("comprimir", skip_if="unwilling")),
    ("L47", "rcp-soplos", of_step("abrir", skip_if=None)),
    ("L47", "colgado", of_step("suelo", check={"q": "resp_ahora", "worse": {"goto": "san-desmayo"}})),
    ("L47", "parto", of_step("secar", check={"q": "bebe_respira", "worse": {"card": "rcp-adulto"}})),
    ("L47", "atragantamiento-leve", of_step("vigilar_bebe", check={"q": "deja_toser", "worse": {"card": "atragantamiento"}})),
    ("L47", "sin-hablar", of_step("peor", by_voice=None)),
    ("L47", "rcp-adulto", of_step("suelo", by_voice=True)),
    ("L47", "disnea", of_step("inhalador", own_medication=None, requires="medical_authorisation")),
    ("L47", "intoxicacion", of_step("naloxona", requires=None, own_medication=True)),
    ("L47", "parto", of_card(marks=["head_visible"])),
    # L48: no promise of help, of a time or of an outcome
    ("L48", "rcp-adulto", words("seguir", "Siga hasta", "La ambulancia llega en cinco minutos. Siga hasta")),
    ("L48", "rcp-adulto", words("seguir", "Siga hasta", "Los bomberos ya están cerca. Siga hasta")),
    ("L48", "incendio-atrapado", words("conmigo", "No salte.", "No salte: el rescate está llegando.")),
    ("L48", "incendio-atrapado", words("conmigo", "Do not jump.", "Do not jump: the crew is around the corner.", "en")),
    ("L48", "parto", words("no_cortar", "The placenta", "The doctor will be there shortly. The placenta", "en")),
    ("L48", "adormilado", words("lado", "Háblele", "Todo va a ir bien. Háblele")),
    ("L48", "adormilado", words("vigilar", "Mírele", "No va a morir. Mírele")),
    ("L48", "hemorragia", words("tumbar", "Estiri'l", "El metge arriba de seguida. Estiri'l", "ca")),
    ("L48", "hemorragia", words("tumbar", "Allongez", "Les pompiers sont presque là. Allongez", "fr")),
    ("L48", "suicidio-hablar", words("gracias", "Quiero", "La policía ya está en la puerta. Quiero")),
    ("L48", "calor", words("mirar", "Siga", "El médico no tarda. Siga")),
    ("L48", "rcp-adulto", words("comprimir", "Empuje", "La ayuda está cerca. Empuje", part="write")),
    # L49: sources
    ("L49", "rcp-adulto", of_card(sources=["aha-tcpr"])),
    ("L49", "rcp-adulto", of_card(sources=["aha-tcpr", "aha-dispatch-examples", "hard-push", "riou-2018", "mayo-co"])),
    ("L49", "electrico", of_card(sources=["es-electro-albacete"])),
    ("L49", "bomba", of_card(sources=["us-riot-tips"])),
    ("L49", "parto", of_card(sources=["es-axopar"])),
    ("L49", "gas-salir", of_card(sources=["es-gas-72h"])),
    ("L49", "volcan", of_card(sources=["es-volcan-maldita", "plescamac-volcan"])),
    ("L49", "animal", of_card(sources=["es-perro-sevilla", "erc-2025-fa"])),
    ("L49", "frio", of_card(sources=["es-hipotermia-diario"])),
    ("L49", "inundacion", of_card(sources=["es-inund-pc", "es-inund-mallorca"])),
    ("L49", "hemorragia", of_card(sources=["aha-arc-2020", "erc-2021-fa"])),
    ("L49", "avalancha", of_card(sources=["ortovox-alud", "pieps-alud", "beacon-interference", "erc-2025-fa"])),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "card", "defect"), DEFECTS, ids=[f"{r} {c} {n}" for n, (r, c, _) in enumerate(DEFECTS)]
)
def test_a_defect_of_a_card_is_refused_by_the_rule_of_its_family(
    rule: str, card: str, defect: Defect
) -> None:
    found = faults_of(card, defect)
    assert rule in {fault.rule for fault in found if fault.severity is Severity.ERROR}
    assert all(fault.file == f"cards/{card}.yaml" and fault.line >= 1 for fault in found)


UNSPECIFIED: list[tuple[str, str, Defect]] = [
    ("act_unproved", "vomitos", added("Dele agua.")),
    ("act_unproved", "vomitos", added("Que tome una pastilla.", show_if={"consciente": ["Y", "U"]})),
    ("act_unproved", "serpiente", added("Clave el inyector otra vez.")),
    ("act_unproved", "trauma", added("Ponga un torniquete en el brazo. No aflojar.")),
    ("act_unproved", "calor", of_step("bano", show_if={"fragil": ["N", "U"]})),
    ("proof_not_needed", "calor", of_step("bano", needs_proof=False)),
    ("proof_not_needed", "vomitos", of_step("sorbos", needs_proof=False)),
    ("proof_not_needed", "fiebre", added("Dele agua.", show_if={"consciente": "Y"})),
    ("nothing_to_prove", "vomitos", added("Espere.", needs_proof=True)),
    ("acts_exclude", "rcp-nino", added("Póngale de lado.")),
    ("acts_exclude", "gas-salir", added("Quédese dentro.")),
    ("act_forbidden_here", "adormilado", added("Que beba.", show_if={"traga": "Y"})),
    ("act_without_warning", "hemorragia", both(warnings("es", lambda it: it[:1]), lose("hora"))),
    ("act_without_warning", "atragantamiento", warnings("es", lambda _: ["No gritar"])),
    ("never_not_negated", "colgado", warnings("en", lambda _: ["Touch it all"])),
    ("interval_out_of_bounds", "disnea", of_step("vigilar", repeat_s=180)),
    ("question_does_not_wait", "ansiedad", added("¿Cómo se llama?", wait="none")),
    ("repeats_without_timer", "colgado", of_step("suelo", repeat_s=60)),
    ("act_needs_voice", "trauma", added("Ponga el altavoz.")),
    ("act_not_refusable", "rcp-nino", added("Cinco soplos más en la boca.")),
    ("check_leads_elsewhere", "ictus", of_step("vigilar", check={"q": "resp_ahora", "worse": {"goto": "san-ictus"}})),
    ("promise_of_help", "trauma", added("El helicóptero llegará en diez minutos.")),
    ("life_card_without_guideline", "bomba", of_card(sources=["us-riot-tips"])),
]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "card", "defect"), UNSPECIFIED, ids=[f"{c} {n}" for n, (c, _, _) in enumerate(UNSPECIFIED)]
)
def test_an_act_is_known_by_its_words_where_no_specification_is_asked(
    code: str, card: str, defect: Defect
) -> None:
    assert code in {fault.code for fault in faults_of(card, defect, by_acts_alone=True)}


HONEST: list[tuple[str, Defect]] = [
    ("rcp-adulto", words("contar", "Muy bien.", "Estupendo.")),
    ("hemorragia", words("presion", "Si está a salvo", "Si está usted a salvo")),
    ("hemorragia", of_step("hora", show_if={"intensidad": ["U", "steady", "massive"], "site": "limb"})),
    ("adormilado", of_step("vigilar", repeat_s=45)),
    ("rcp-adulto", of_card(pace={"bpm": 112})),
    ("hipoglucemia", of_card(version="0.2.0")),
    ("calor", of_card(version="0.3.0")),
    ("incendio-salir", words("salir", "No se paren", "Ni miren: no se paren")),
]


@pytest.mark.parametrize(("card", "defect"), HONEST)
def test_an_edit_that_changes_no_act_is_not_refused(card: str, defect: Defect) -> None:
    assert [f for f in faults_of(card, defect) if f.severity is Severity.ERROR] == []


def test_shipped_cards_have_a_specification_each_and_no_error_of_acts() -> None:
    reading = shipped()
    assert reading.faults == []
    assert reading.acts.acts is not None
    assert reading.acts.acts.cards.keys() == reading.cards.keys()
    for id in reading.cards:
        found = faults_of(id, of_card(version="9.9.9"))
        assert [fault for fault in found if fault.severity is Severity.ERROR] == []


@pytest.mark.parametrize(
    ("rule", "code", "old", "new"),
    [
        ("L02", "unknown_act", "acts: [walk, lie_still]", "acts: [walk, lie_stil]"),
        ("L02", "step_twice", "- {id: abrigo, says: [\"sombr", "- {id: mirar, says: [\"sombr"),
        ("L45", "bounds_reversed", "every_s: [10, 20]", "every_s: [20, 10]"),
        ("S01", "schema_refused", "intervals: {watched: [15, 150]", "intervals: {watched: [15]"),
    ],
)  # fmt: skip
def test_a_fault_of_the_table_is_told_in_the_table(
    tmp_path: Path, rule: str, code: str, old: str, new: str
) -> None:
    folder = Folder(tmp_path)
    line = folder.plant(SPECIFICATIONS, old, new)
    assert (rule, SPECIFICATIONS, line) in {
        (f.rule, f.file, f.line) for f in read_card_acts(folder.path).faults
    }


def test_a_folder_without_the_table_is_read_as_before(tmp_path: Path) -> None:
    assert read_card_acts(tmp_path).acts is None
    assert read_card_acts(tmp_path).faults == []


@pytest.mark.parametrize(
    ("text", "language", "numbers"),
    [
        ("Cuatrocientos metros, dos veces, media de 500", "es", ("2", "400", "500", "½")),
        ("Two hundred metres, twice", "en", ("2", "200")),
        ("Dos-cents metres i mitja volta", "ca", ("200",)),
        ("quatre cents mètres", "fr", ("400",)),
        ("una mano", "es", ()),
    ],
)
def test_numbers_are_read_in_digits_and_in_words(text: str, language: str, numbers: tuple[str, ...]) -> None:
    assert numbers_of(text, language) == numbers


def test_a_language_whose_numbers_are_not_known_is_not_judged() -> None:
    assert numbers_of("trei", "ro") is None


def test_every_life_card_says_who_carries_it() -> None:
    acts = shipped().acts.acts
    assert acts is not None
    for id, card in shipped().cards.items():
        weak = card.risk.value == "life" and set(card.sources) <= set(acts.weak_sources)
        assert weak is (acts.cards[id].weak_because is not None)
    known = set(
        re.findall(r"^([a-z0-9-]+): ", (CONTENT / "data/sources.yaml").read_text("utf-8"), re.MULTILINE)
    )
    assert set(acts.weak_sources) | set(acts.editions) <= known
