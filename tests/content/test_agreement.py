"""Aim: a text that says in one language what it does not say in the others refuses the folder, whoever made which mistake."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from auxilio.active_content.agreement.checks import LanguageAgreement
from auxilio.active_content.agreement.concepts import read_concepts, split_sentences, unknown_telephones
from auxilio.active_content.content_bundle import agreement_of
from auxilio.instructions.content import read_cards
from auxilio.platform.documents import SourceDocument
from auxilio.triage.content import read_triage
from tests.content.faulty_content import CONTENT


@pytest.fixture(scope="module")
def agreement() -> LanguageAgreement:
    return agreement_of(CONTENT, read_triage(CONTENT), read_cards(CONTENT))


def codes_of(agreement: LanguageAgreement, texts: Mapping[str, str], **more: Mapping[str, str]) -> set[str]:
    """The rules that a card with one step breaks."""
    step = {"id": "a", "say": dict(texts), **{key: dict(one) for key, one in more.items()}}
    data = {"id": "x", "title": {"es": "Bebé, niño, adulto"}, "steps": [step]}
    document = SourceDocument(file="cards/x.yaml", data=data, lines={(): 1})
    return {fault.rule for fault in agreement.check_document(document)}


RIGHT = {
    "es": "Ponga dos dedos en el centro del pecho del bebé y empuje treinta veces. No pare si llora.",
    "ca": "Posi dos dits al centre del pit del nadó i premi trenta vegades. No s'aturi si plora.",
    "en": "Put two fingers on the centre of the baby's chest and push thirty times. Do not stop if it cries.",
    "fr": "Mettez deux doigts au centre de la poitrine du bébé et appuyez trente fois. N'arrêtez pas s'il pleure.",
}
COLD = {
    "es": "Abra la puerta y salga. Túmbele boca arriba, lejos del fuego, con agua fría sobre la mano izquierda.",
    "ca": "Obri la porta i surti. Estiri'l panxa enlaire, lluny del foc, amb aigua freda sobre la mà esquerra.",
    "en": "Open the door and get out. Lay them face up, away from the fire, with cold water on the left hand.",
    "fr": "Ouvrez la porte et sortez. Allongez-le sur le dos, loin du feu, avec de l'eau froide sur la main gauche.",
}


NOISES = {
    "es": "¿Respira con normalidad, sin ruidos?",
    "ca": "Respira amb normalitat, sense sorolls?",
    "en": "Is the breathing normal, with no noises?",
    "fr": "La respiration est-elle normale, sans bruits ?",
}
STILL = {
    "es": "No mueva a la persona y espere sin ruidos.",
    "ca": "No mogui la persona i esperi sense sorolls.",
    "en": "Do not move the person and wait with no noises.",
    "fr": "Ne bougez pas la personne et attendez sans bruits.",
}


@pytest.mark.parametrize("texts", [RIGHT, COLD, NOISES, STILL])
def test_a_right_translation_is_let_through(agreement: LanguageAgreement, texts: dict[str, str]) -> None:
    assert codes_of(agreement, texts) == set()


def test_the_shipped_texts_agree_and_no_exception_is_idle(agreement: LanguageAgreement) -> None:
    assert agreement.check() == []


@pytest.mark.parametrize(
    ("rule", "texts", "language", "old", "new"),
    [
        # L32: a number or a unit
        ("L32", RIGHT, "ca", "dos dits", "tres dits"),
        ("L32", RIGHT, "en", "thirty times", "thirteen times"),
        ("L32", RIGHT, "fr", "trente fois", "fois"),
        ("L32", RIGHT, "es", "treinta veces", "treinta segundos"),
        ("L32", RIGHT, "en", "thirty times", "30 minutes"),
        ("L32", RIGHT, "ca", "trenta vegades", "tres-centes vegades"),
        ("L32", RIGHT, "fr", "deux doigts", "douze doigts"),
        ("L32", RIGHT, "en", "two fingers", "2.5 fingers"),
        ("L32", RIGHT, "es", "dos dedos", "cuatro dedos"),
        ("L32", RIGHT, "fr", "trente fois", "trente heures"),
        # L33: a negation or a condition
        ("L33", RIGHT, "en", "Do not stop", "Do stop"),
        ("L33", RIGHT, "fr", "N'arrêtez pas", "Arrêtez"),
        ("L33", RIGHT, "ca", "No s'aturi", "Aturi's"),
        ("L33", RIGHT, "es", "No pare", "Pare"),
        ("L33", RIGHT, "en", " if it cries", ""),
        ("L33", RIGHT, "fr", " s'il pleure", ""),
        ("L33", RIGHT, "ca", "si plora", "i plora"),
        ("L33", COLD, "en", "with cold water", "without cold water"),
        ("L33", COLD, "es", "con agua", "sin agua"),
        ("L33", COLD, "fr", "et sortez", "et ne sortez pas"),
        # L34: what is named
        ("L34", RIGHT, "en", "chest", "belly"),
        ("L34", RIGHT, "fr", "poitrine du", "tête du"),
        ("L34", RIGHT, "ca", "nadó", "nen"),
        ("L34", RIGHT, "en", "fingers", "fists"),
        ("L34", COLD, "en", "Open", "Shut"),
        ("L34", COLD, "fr", "Ouvrez", "Fermez"),
        ("L34", COLD, "ca", "panxa enlaire", "bocaterrosa"),
        ("L34", COLD, "en", "cold water", "hot water"),
        ("L34", COLD, "fr", "gauche", "droite"),
        ("L34", COLD, "ca", "lluny", "prop"),
        ("L34", COLD, "es", "agua fría", "leche fría"),
        # L35: another language
        ("L35", RIGHT, "en", RIGHT["en"], RIGHT["es"]),
        ("L35", RIGHT, "ca", RIGHT["ca"], RIGHT["es"]),
        ("L35", RIGHT, "fr", RIGHT["fr"], RIGHT["ca"]),
        ("L35", RIGHT, "es", RIGHT["es"], RIGHT["en"]),
        ("L35", COLD, "ca", COLD["ca"], COLD["fr"]),
        ("L35", COLD, "fr", COLD["fr"], COLD["en"]),
        ("L35", COLD, "en", COLD["en"], COLD["ca"]),
        ("L35", COLD, "fr", COLD["fr"], COLD["es"]),
        ("L35", COLD, "ca", COLD["ca"], COLD["es"]),
        ("L35", COLD, "es", COLD["es"], COLD["ca"]),
        # L36: something left out or added
        ("L36", RIGHT, "en", " Do not stop if it cries.", ""),
        (
            "L36",
            RIGHT,
            "fr",
            "Mettez deux doigts au centre de la poitrine du bébé et appuyez trente fois. ",
            "",
        ),
        ("L36", RIGHT, "ca", "trenta vegades.", "trenta vegades. Esperi."),
        ("L36", COLD, "es", "Abra la puerta y salga. ", ""),
        ("L36", COLD, "fr", COLD["fr"], "Ouvrez."),
        ("L36", COLD, "en", "get out.", "get out. Call your neighbours. Take your keys."),
        # L38: a telephone that is none
        ("L38", RIGHT, "es", "si llora", "si llora, llame al 017"),
        ("L38", RIGHT, "en", "if it cries", "if it cries, call 113"),
        ("L38", COLD, "fr", "sortez", "appelez le 116 112"),
        ("L38", COLD, "ca", "surti", "truqui al 900 20 20 11"),
    ],
)
def test_a_mistake_in_one_language_is_refused(
    agreement: LanguageAgreement, rule: str, texts: dict[str, str], language: str, old: str, new: str
) -> None:
    wrong = {**texts, language: texts[language].replace(old, new)}
    assert wrong != texts
    assert rule in codes_of(agreement, wrong)


def test_what_a_language_lacks_is_told_at_its_field_in_the_words_that_lack(
    agreement: LanguageAgreement,
) -> None:
    step = {"id": "a", "say": {**NOISES, "en": "Is the breathing normal, with noises?"}}
    document = SourceDocument(file="cards/x.yaml", data={"id": "x", "steps": [step]}, lines={(): 1})
    [fault] = agreement.check_document(document)
    assert (fault.rule, fault.facts["field"]) == ("L33", "steps/0/say/en")
    assert (fault.facts["missing_words"], fault.facts["added_words"]) == ("«sin»", "")


@pytest.mark.parametrize(
    ("spoken", "written"),
    [
        ("Push down hard on the chest.", "Pull hard on the chest."),
        ("Push down hard on the chest.", "Push down hard on the belly."),
        ("Put the left hand on top.", "Put the right hand on top."),
        ("Lay the baby face up.", "Lay the baby face down."),
        ("Press for ten minutes.", "Press for twenty minutes."),
        ("Give the adrenaline now.", "Give the insulin now."),
        ("Stay outside.", "Stay inside."),
        ("Raise the legs.", "Raise the arms."),
        ("Turn the child over.", "Turn the adult over."),
        ("Give thirty compressions.", "Give fifteen compressions."),
    ],
)
def test_a_written_step_that_says_something_else_is_refused(
    agreement: LanguageAgreement, spoken: str, written: str
) -> None:
    assert "L37" in codes_of(agreement, {"en": spoken, "es": spoken}, write={"en": written, "es": written})
    assert "L37" not in codes_of(agreement, {"en": spoken, "es": spoken}, write={"en": spoken, "es": spoken})


def test_translations_that_changed_places_are_refused(agreement: LanguageAgreement) -> None:
    steps = [
        {"id": "a", "say": RIGHT | {"en": COLD["en"]}},
        {"id": "b", "say": COLD | {"en": RIGHT["en"]}},
    ]
    document = SourceDocument(file="cards/x.yaml", data={"id": "x", "steps": steps}, lines={(): 1})
    assert "translation_of_another" in {fault.code for fault in agreement.check_document(document)}


def test_a_sentence_ends_where_it_is_spoken_to_end() -> None:
    assert split_sentences("¿Respira? No lo mueva. Uno, dos.") == ["¿Respira?", "No lo mueva.", "Uno, dos."]
    assert split_sentences("Respire-t-elle ? Ne bougez pas.") == ["Respire-t-elle ?", "Ne bougez pas."]
    assert split_sentences("Sin punto") == ["Sin punto"]


def test_a_dose_is_no_telephone() -> None:
    assert unknown_telephones("Una de 300 mg, o 1.100 metros, 30:2, 120 por minuto.", set()) == []
    assert unknown_telephones("Llame al 116 111, al 024 o al 900 20 20 10.", {"024"}) == [
        "116111",
        "900202010",
    ]


def test_a_folder_without_the_table_uses_that_of_the_package(tmp_path: Path) -> None:
    assert read_concepts(tmp_path, CONTENT).table == read_concepts(CONTENT, CONTENT).table


def test_the_longest_form_of_a_concept_wins() -> None:
    table = read_concepts(CONTENT, CONTENT).table
    assert table is not None
    assert dict(table.named("Túmbele boca arriba", "es")) == {("posture", "lie"): 1, ("way", "face_up"): 1}
    assert ("number", "300") in table.named("una de 300", "es")
