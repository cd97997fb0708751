"""The technical log carries codes and ids, and nobody's name."""

import io
import json
import logging

import pytest

from auxilio.platform.logging import set_up_logging


@pytest.fixture
def lines():
    root, auxilio = logging.getLogger(), logging.getLogger("auxilio")
    before = (root.handlers[:], root.level, auxilio.level)
    out = io.StringIO()
    set_up_logging("INFO", as_json=True, stream=out)
    yield lambda: [json.loads(line) for line in out.getvalue().splitlines()]
    root.handlers[:], level, auxilio_level = before
    root.setLevel(level)
    auxilio.setLevel(auxilio_level)


def test_a_line_is_one_json_object_with_time_level_place_and_code(lines) -> None:
    logging.getLogger("auxilio.dispatch").info("unit_alerted", extra={"case": "c-1", "duration_ms": 12})
    (line,) = lines()
    assert line.pop("at").endswith("Z")
    assert line == {
        "level": "info",
        "logger": "auxilio.dispatch",
        "event": "unit_alerted",
        "case": "c-1",
        "duration_ms": 12,
    }


def test_a_field_that_could_hold_a_person_is_dropped_and_named(lines) -> None:
    logging.getLogger("auxilio.calls").info("call_ringing", extra={"phone": "+34600000000", "call": "c-2"})
    (line,) = lines()
    assert "+34600000000" not in json.dumps(line)
    assert line["dropped"] == "phone"
    assert line["call"] == "c-2"


def test_an_object_in_a_field_shows_its_type_alone(lines) -> None:
    logging.getLogger("auxilio.calls").info("odd", extra={"call": {"caller": "Marta"}})
    assert lines()[0]["call"] == "dict"


def test_an_error_tells_its_type_and_place_and_not_its_text(lines) -> None:
    try:
        int("Calle de la Luna 7")
    except ValueError:
        logging.getLogger("auxilio.geo").exception("not_a_number")
    (line,) = lines()
    assert line["error"] == "ValueError"
    assert "Luna" not in json.dumps(line)
    assert "test_logging.py" in line["error_at"][-1]


def test_the_values_in_a_library_s_sentence_are_not_written(lines) -> None:
    logging.getLogger("some.library").warning("refused %s", "+34600000000")
    assert lines()[0]["event"] == "refused %s"


def test_the_web_server_keeps_no_list_of_addresses(lines) -> None:
    logging.getLogger("uvicorn.access").info("GET from %s", "192.0.2.7")
    assert lines() == []


def test_a_terminal_gets_the_same_in_words(lines) -> None:
    out = io.StringIO()
    set_up_logging("INFO", as_json=False, stream=out)
    logging.getLogger("auxilio.platform.postgres").warning("postgres_back", extra={"restarts": 1})
    assert "WARNING platform.postgres postgres_back restarts=1" in out.getvalue()
