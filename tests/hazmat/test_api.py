"""Aim: a desk asks what a plate says and which goods words mean; who reads no content is not answered."""

import pytest
from httpx import ASGITransport, AsyncClient, Response
from litestar import Litestar
from litestar.di import Provide

from auxilio.hazmat.api import HANDLERS
from auxilio.kernel.actor import Actor
from auxilio.platform.http.problem import exception_handlers
from tests.actors import person
from tests.hazmat.reference_tables import book


async def ask(path: str, body: dict[str, str], who: Actor) -> Response:
    app = Litestar(
        [*HANDLERS],
        dependencies={
            "actor": Provide(lambda: who, sync_to_thread=False),
            "goods": Provide(book, sync_to_thread=False),
        },
        exception_handlers=exception_handlers(),
    )
    async with AsyncClient(transport=ASGITransport(app), base_url="http://auxilio.test") as client:
        return await client.post(path, json=body)


DESK, CREW = person("call_taker", "desk-01"), person("crew")


async def test_a_plate_is_answered_with_its_sheet() -> None:
    answer = await ask("/api/goods/look", {"top": "33", "bottom": "1203"}, DESK)
    assert answer.status_code == 200, answer.text
    sheet = answer.json()
    assert (sheet["guide"], sheet["names"]["ca"], sheet["edition"]) == ("128", "Gasolina", "ERG 2016")


async def test_words_are_answered_with_what_they_may_mean() -> None:
    answer = await ask("/api/goods/find", {"text": "cloro"}, DESK)
    assert answer.status_code == 200, answer.text
    assert [each["un"] for each in answer.json()][:1] == ["1017"]


@pytest.mark.parametrize("body", [{"top": "x" * 21}, {"plate": "33"}])
async def test_what_is_no_question_is_told_with_a_code(body: dict[str, str]) -> None:
    answer = await ask("/api/goods/look", body, DESK)
    assert answer.status_code == 422, answer.text
    assert answer.json()["code"]


@pytest.mark.parametrize("path", ["/api/goods/look", "/api/goods/find"])
async def test_who_reads_no_content_is_not_answered(path: str) -> None:
    answer = await ask(path, {"text": "cloro"} if path.endswith("find") else {"top": "33"}, CREW)
    assert (answer.status_code, answer.json()["code"]) == (403, "not_permitted")
