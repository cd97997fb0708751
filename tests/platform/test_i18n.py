"""Words for people: the right form in each language, and never a failure in front of somebody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auxilio.kernel.refusal import Refused
from auxilio.platform.i18n import Catalogues, catalogues, fallback_chain, render
from auxilio.platform.icu import BadMessage, argument_names, parse

WAITING = "{n, plural, =0 {nadie espera} one {espera # llamada} other {esperan # llamadas}}"


@pytest.mark.parametrize(
    ("n", "said"),
    [
        (0, "nadie espera"),
        (1, "espera 1 llamada"),
        (2, "esperan 2 llamadas"),
        (12345, "esperan 12.345 llamadas"),
    ],
)
def test_a_number_takes_its_form(n: int, said: str) -> None:
    assert render(WAITING, "es", {"n": n}) == said


def test_zero_is_singular_in_french_and_plural_in_spanish() -> None:
    text = "{n, plural, one {#-one} other {#-other}}"
    assert render(text, "fr", {"n": 0}) == "0-one"
    assert render(text, "es", {"n": 0}) == "0-other"


def test_a_choice_takes_the_other_way_for_a_word_it_does_not_know() -> None:
    text = "{state, select, open {abierto} closed {cerrado} other {{state}}}"
    assert render(text, "es", {"state": "closed"}) == "cerrado"
    assert render(text, "es", {"state": "held"}) == "held"


def test_choices_can_stand_in_one_another_and_keep_their_number() -> None:
    text = "{who, select, me {{n, plural, one {mi # caso} other {mis # casos}}} other {{n} casos}}"
    assert render(text, "es", {"who": "me", "n": 2}) == "mis 2 casos"


def test_ordinals_and_numbers_follow_the_language() -> None:
    text = "{n, selectordinal, one {#st} two {#nd} few {#rd} other {#th}}"
    assert [render(text, "en", {"n": n}) for n in (1, 2, 3, 4, 11)] == ["1st", "2nd", "3rd", "4th", "11th"]
    assert render("{km, number} km", "fr", {"km": 3.5}) == "3,5 km"


def test_an_apostrophe_is_an_apostrophe_and_can_quote_a_brace() -> None:
    assert render("l'avisador '{no}' l''ha", "ca", {}) == "l'avisador {no} l'ha"


def test_a_fact_that_was_not_given_shows_its_name() -> None:
    assert render("Unidad {unit}", "es", {}) == "Unidad {unit}"
    assert render(WAITING, "es", {}) == "esperan None llamadas"


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "}",
        "{n, plural, one {x}}",
        "{d, date}",
        "{n plural}",
        "{n, plural, one x other {y}}",
        "{}",
        "a '{b",
        "{a, select, x {b} other {c}",
    ],
)
def test_a_malformed_message_is_refused_with_its_place(text: str) -> None:
    with pytest.raises(BadMessage):
        parse(text)


@given(st.text())
def test_any_text_is_read_or_refused_and_never_anything_else(text: str) -> None:
    try:
        message = parse(text)
    except BadMessage:
        return
    assert isinstance(argument_names(message), frozenset)


def test_a_missing_translation_shows_spanish_and_an_unknown_key_itself() -> None:
    some = Catalogues({"es": {"a": "hola {name}", "b": "sólo aquí"}, "ca": {"a": "bon dia {name}"}})
    assert some.text("a", "ca-ES", name="Marta") == "bon dia Marta"
    assert some.text("b", "ca") == "sólo aquí"
    assert some.text("a", "zh-Hant", name="Marta") == "hola Marta"
    assert some.text("never.written", "fr") == "never.written"


def test_a_language_is_looked_for_from_the_nearest_to_spanish() -> None:
    assert fallback_chain("ca-ES-valencia") == ("ca-ES-valencia", "ca-ES", "ca", "es")
    assert fallback_chain("es-MX") == ("es-MX", "es")


def test_a_refusal_is_worded_with_its_facts() -> None:
    said = catalogues().refusal(
        Refused("postgres_major_missing", needed=18, found="17.10", package="postgresql-18")
    )
    assert "postgresql-18" in said
    assert "17.10" in said


def test_the_product_speaks_four_languages() -> None:
    assert set(catalogues().languages) == {"es", "ca", "en", "fr"}
