"""What a console is sent of the content in force: for an operator of one language, and for every caller."""

import dataclasses
import json
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from msgspec.structs import replace

from auxilio.active_content.content_bundle import ContentBundle
from auxilio.active_content.views import ContentViews, content_json
from auxilio.kernel.refusal import NotFound
from auxilio.platform.i18n import LANGUAGES
from auxilio.triage.core.model import ProtocolValidity
from tests.content.faulty_content import CONTENT


@pytest.fixture(scope="module")
def content() -> ContentBundle:
    return ContentBundle(CONTENT)


def sent(content: ContentBundle, language: str | None = None) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(content_json(content, language))
    return found


def test_what_an_operator_reads_comes_in_their_language_and_what_a_caller_hears_in_all(
    content: ContentBundle,
) -> None:
    whole, french = sent(content), sent(content, "fr")
    every, one = whole["cards"]["dolor-toracico"], french["cards"]["dolor-toracico"]
    for field in ("title", "note", "never"):
        assert set(every[field]) == set(LANGUAGES)
        assert one[field] == {"fr": every[field]["fr"]}, field
    assert one["steps"] == every["steps"]
    every, one = (each["protocols"]["san-pcr"] for each in (whole, french))
    assert one["title"] == {"fr": every["title"]["fr"]}
    assert all(set(rule["label"]) == {"fr"} for rule in one["rules"])
    for asked, also in zip(every["questions"], one["questions"], strict=True):
        assert (asked["ask"], asked.get("answers")) == (also["ask"], also.get("answers"))
    assert one["digest"] == every["digest"]
    assert {*french["types"]["SAN-01"]["name"]} == {"fr"}


async def test_it_is_made_once_for_each_language_and_for_no_other(content: ContentBundle) -> None:
    views = ContentViews(content, SimpleNamespace(on_swap=[]))  # type: ignore[arg-type]  # all that is used of it
    catalan = await views.content_for("ca")
    assert await views.content_for("ca") is catalan
    assert len(catalan.encoded["br"]) < 0.85 * len((await views.content_for(None)).encoded["br"])
    with pytest.raises(NotFound, match="unknown_language"):
        await views.content_for("xx")


async def test_a_protocol_is_offered_from_its_first_day_to_its_last_and_its_types_open_another_meanwhile() -> (
    None
):
    content = ContentBundle(CONTENT)
    known = content.library.content
    ends = replace(
        known.protocols["san-pcr"], effective=ProtocolValidity(from_="2026-12-01", until="2026-12-31")
    )
    begins = replace(known.protocols["gen-datos"], effective=ProtocolValidity(from_="2027-01-01"))
    content.library.publish(
        dataclasses.replace(known, protocols={**known.protocols, "san-pcr": ends, "gen-datos": begins})
    )
    today = date(2026, 12, 31)
    views = ContentViews(content, SimpleNamespace(on_swap=[]), lambda: today)  # type: ignore[arg-type]

    def offered(body: bytes) -> tuple[bool, bool, str | None]:
        told = json.loads(body)
        protocols = told["protocols"]
        return "san-pcr" in protocols, "gen-datos" in protocols, told["types"]["SAN-01"]["protocol"]

    async def plain() -> bytes:
        return (await views.content_for(None)).answer("", "")[1]

    assert offered(await plain()) == (True, False, "san-pcr")
    english = await views.content_for("en")
    today = date(2027, 1, 1)
    assert offered(await plain()) == (False, True, "gen-entrada")
    assert await views.content_for("en") is not english
