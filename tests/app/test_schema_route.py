"""The schema is built once for each process, whoever asks first and how many at once."""

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from auxilio.app.api_schema import route
from auxilio.app.api_schema.document import SCHEMA_PATH
from auxilio.kernel.refusal import Refused


def asked(path: str, **headers: str) -> Any:
    return SimpleNamespace(scope={"path": path}, app=None, headers=headers)


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Every time that the document was built."""
    times: list[object] = []

    def document_of(*given: object) -> dict[str, str]:
        times.append(given)
        return {"openapi": "3.1.0"}

    monkeypatch.setattr(route, "document_of", document_of)
    return times


async def test_many_who_ask_at_once_have_it_built_once(built: list[object]) -> None:
    answer = route.SchemaAnswer(())
    answers = await asyncio.gather(*(answer(asked(SCHEMA_PATH)) for _ in range(5)))
    assert len(built) == 1
    assert {each.status_code for each in answers} == {200}
    assert {each.content for each in answers} == {b'{"openapi":"3.1.0"}'}


async def test_who_has_this_version_is_sent_no_body(built: list[object]) -> None:
    answer = route.SchemaAnswer(())
    tag = (await answer(asked(SCHEMA_PATH))).headers["etag"]
    again = await answer(asked(SCHEMA_PATH, **{"if-none-match": tag}))
    assert (again.status_code, again.content) == (304, b"")
    assert len(built) == 1


async def test_any_other_path_of_its_folder_is_unknown(built: list[object]) -> None:
    for path in ("/api/schema", "/api/schema/openapi.yaml"):
        with pytest.raises(Refused, match="unknown_route"):
            await route.SchemaAnswer(())(asked(path))
    assert not built


async def test_a_document_that_cannot_be_built_is_tried_once(monkeypatch: pytest.MonkeyPatch) -> None:
    times: list[object] = []

    def document_of(*given: object) -> None:
        times.append(given)
        raise KeyError("no sample")

    monkeypatch.setattr(route, "document_of", document_of)
    answer = route.SchemaAnswer(())
    with pytest.raises(KeyError):
        await answer(asked(SCHEMA_PATH))
    with pytest.raises(RuntimeError, match="could not be built") as again:
        await answer(asked(SCHEMA_PATH))
    assert isinstance(again.value.__cause__, KeyError)
    assert len(times) == 1
