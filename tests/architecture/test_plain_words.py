"""What people read holds no code of a setting, and a caller's page in Catalan has one register."""

import re

import pytest

from tests.architecture.test_catalogues import CATALOGUES

_CALLER = {key: words for key, words in CATALOGUES["ca"].items() if key.startswith("call.")}
_FAMILIAR = re.compile(
    r"(^|[.:;?!] |Sí, |No, )"
    r"(acaba|amaga|atura|continua|deixa|envia|escriu|espera|fes|no tanquis|prem|respon|toca|torna|treu|tria|truca)\b",
    re.IGNORECASE,
)
"""Imperatives of «tu»; a caller is «vostè», and a button says what it does by an infinitive."""
_CODE = re.compile(r"\b[a-z]+_[a-z_]+\b")


def test_a_caller_is_addressed_in_one_register_in_catalan() -> None:
    assert {key: words for key, words in _CALLER.items() if _FAMILIAR.search(words)} == {}


@pytest.mark.parametrize("language", sorted(CATALOGUES))
def test_no_alarm_and_no_page_of_the_room_and_the_desk_names_a_setting_by_its_code(language: str) -> None:
    read = {
        key: re.sub(r"\{.*\}", "", words)
        for key, words in CATALOGUES[language].items()
        if key.startswith(("room.", "desk.", "centre.", "call.", "find.", "login.", "shell."))
    }
    assert {key: words for key, words in read.items() if _CODE.search(words)} == {}
