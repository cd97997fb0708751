"""Four languages on the desk, whoever wrote the document in two."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from auxilio.active_content.content_bundle import ContentBundle
from auxilio.platform.i18n import LANGUAGES
from auxilio.platform.translations import TranslationMemory, read_memory
from tests.content.faulty_content import CONTENT

MEMORY = TranslationMemory(
    {
        "No sabe": {"ca": "No ho sap", "fr": "Ne sait pas"},
        "Fuego": {"ca": "Foc"},
        "Agua": {"ca": "Aigua", "fr": "Eau"},
    },
    {},
)


def texts_of(value: Any, where: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every wording in plain data, with the way to it."""
    if isinstance(value, dict):
        if "es" in value:
            yield where, value
        else:
            for key, one in value.items():
                yield from texts_of(one, f"{where}/{key}")
    elif isinstance(value, list | tuple):
        for one in value:
            yield from texts_of(one, where)


def test_everything_the_desk_shows_is_in_four_languages() -> None:
    published = ContentBundle(CONTENT)
    library = published.library
    shown = {
        "catalog": library.catalog,
        "types": {code: type_.name for code, type_ in library.types.items()},
        "protocols": {id: interview.protocol for id, interview in library.interviews.items()},
        "cards": dict(published.cards.cards),
    }
    texts = list(texts_of(msgspec.to_builtins(shown)))
    assert len(texts) > 1_500
    assert [
        (where, text["es"]) for where, text in texts if text["es"] and not text.keys() >= set(LANGUAGES)
    ] == []


def test_a_memory_fills_what_is_missing_and_replaces_nothing() -> None:
    written = {"label": {"es": "No sabe", "en": "Unknown", "ca": "Ni idea"}, "code": "U", "send": ["als"]}
    assert MEMORY.fill(written) == {
        "label": {"es": "No sabe", "en": "Unknown", "ca": "Ni idea", "fr": "Ne sait pas"},
        "code": "U",
        "send": ["als"],
    }
    assert written["label"] == {"es": "No sabe", "en": "Unknown", "ca": "Ni idea"}


def test_half_a_list_of_warnings_is_not_shown_as_a_whole_one() -> None:
    assert MEMORY.fill({"never": {"es": ["Fuego", "Agua"]}}) == {
        "never": {"es": ["Fuego", "Agua"], "ca": ["Foc", "Aigua"]}
    }
    assert MEMORY.fill({"never": {"es": []}}) == {"never": {"es": []}}


def test_no_memory_is_no_fault(tmp_path: Path) -> None:
    memory, faults = read_memory(tmp_path)
    assert faults == []
    assert memory.fill({"ask": {"es": "¿Qué?"}}) == {"ask": {"es": "¿Qué?"}}
