"""Aim: whatever is thrown at any route of the real application, it answers with a code, and nothing is half done.

The routes are read from the application's own published schema (OpenAPI), so that a new one is thrown at by being there.
"""

import itertools
from typing import Any

import requests
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.schemas import APIOperation

from tests.input.conftest import PEOPLE, SOAK, Served

EXAMPLES = 150 if SOAK else 4
UNREADABLE: list[bytes] = [
    b"", b"null", b"[]", b"7", b'"text"', b"{", b'{"id":', b"\xff\xfe\x00", b'{"id": "\xc3\x28"}', b"[" * 20_000,
    b'{"a":' * 5_000, b'{"id": 1, "id": 2}', b'{"id": NaN}', b'{"id": 1e999}', b'{"id": ' + b"9" * 5_000 + b"}",
    b'{"id": "\\u0000"}', b'{"id": "\\ud800"}', b"\x00" * 100, b"%PDF-1.7", b"id=1&command=2", b"<a/>",
    b'{"surplus": true}', b'{"data": {}}', b'{"id": "7", "command": {"kind": "no.such"}}',
]  # fmt: skip
"""What no page of ours sends: cut off, not UTF-8, too deep, not JSON, not an object, not what was asked for."""
TYPES = ["text/plain", "application/json; charset=latin1", "multipart/form-data", "x"]
JSON = {"content-type": "application/json"}


def published(served: Served) -> dict[str, Any]:
    reply = served.seat("clara").get(f"{served.address}/api/schema/openapi.json")
    assert reply.status_code == 200, reply.text
    document: dict[str, Any] = reply.json()
    return document


def unsafe(served: Served) -> list[tuple[str, str]]:
    """Method and address of every route that takes a body."""
    some = "00000000-0000-0000-0000-000000000007"
    return [
        (method.upper(), served.address + path.replace("{case}", some).replace("{id}", some))
        for path, methods in published(served)["paths"].items()
        for method in methods
        if method in {"post", "put"}
    ]


def cases_of(
    operation: APIOperation[Any, Any, Any, Any], mode: GenerationMode
) -> st.SearchStrategy[Case] | None:
    """Requests that the schema allows, or forbids; None where nothing can be wrong: no parameter and no body."""
    if mode == GenerationMode.NEGATIVE and not (list(operation.iter_parameters()) or operation.body):
        return None
    return operation.as_strategy(generation_mode=mode)


def test_no_route_falls_over_what_its_schema_allows_or_forbids(served: Served) -> None:
    schema = schemathesis.openapi.from_dict(published(served))
    seen = set()
    for found in schema.get_all_operations():
        operation = found.ok()
        seen.add(operation.label)
        for mode in GenerationMode:
            if (cases := cases_of(operation, mode)) is not None:
                throw_at(served, cases)
    assert len(seen) > 30, "the published schema names the routes"


def throw_at(served: Served, cases: st.SearchStrategy[Case]) -> None:
    @given(case=cases, who=st.sampled_from(sorted(PEOPLE)))
    @settings(
        max_examples=EXAMPLES, derandomize=not SOAK, suppress_health_check=list(HealthCheck), database=None
    )
    def throw(case: Case, who: str) -> None:
        sat = served.seat(who)
        before = served.accounts.counted()
        served.judge(sat.request(**wire(case, served.address)), before)

    throw()


def wire(case: Case, address: str) -> dict[str, Any]:
    """The request as `requests` sends it; headers that the client itself could not put on the wire are left out."""
    given: dict[str, Any] = case.as_transport_kwargs(base_url=address)
    given["headers"] = {k: v for k, v in dict(given.get("headers") or {}).items() if sendable(v)}
    given.pop("cookies", None)  # whose session it is, is not for the schema to say
    return given


def sendable(value: object) -> bool:
    text = str(value)
    return text == text.strip() and text.isascii() and text.isprintable()


def test_no_route_falls_over_bytes_that_are_no_request_at_all(served: Served) -> None:
    routes = unsafe(served)
    assert len(routes) > 8
    for method, address in routes:
        for body, type_ in [
            *((body, "application/json") for body in UNREADABLE),
            *itertools.product(UNREADABLE[:3], TYPES),
        ]:
            sat, before = served.seat("clara"), served.accounts.counted()
            served.judge(sat.request(method, address, data=body, headers={"content-type": type_}), before)


LARGE = {"attachments": 12 * 1024 * 1024, "premise-notes/preview": 300 * 1024}
"""Bytes beyond what routes take that take files."""


def test_a_body_that_is_too_large_is_refused_before_it_is_read(served: Served) -> None:
    for method, address in unsafe(served):
        limit = next((size for part, size in LARGE.items() if part in address), 44 * 1024)
        body = b'{"words": "' + b"a" * limit + b'"}'
        for sent in (body, iter([body[:1_000], body[1_000:]])):  # with its length, and in pieces without one
            sat, before = served.seat("clara"), served.accounts.counted()
            reply = sat.request(method, address, data=sent, headers=JSON)
            served.judge(reply, before)
            assert reply.status_code >= 400, reply.request.url


def test_a_path_or_a_query_of_any_characters_is_answered(served: Served) -> None:
    odd = [
        "%00",
        "%ff",
        "..%2f..",
        "a" * 4_000,
        "ñ",
        "'",
        "%F0%9F%9A%91",
        "{}",
        "1e400",
        "-1",
        "NaN",
        "99999999999999999999",
    ]
    for path, methods in published(served)["paths"].items():
        for text in odd:
            place = path
            for name in ("id", "case", "z", "x", "y"):
                place = place.replace("{" + name + "}", text)
            for method in methods:
                sat, before = served.seat("clara"), served.accounts.counted()
                parameters = methods[method].get("parameters", [])
                queries = "&".join(f"{one['name']}={text}" for one in parameters if one["in"] == "query")
                if (method, path) == ("delete", "/api/session"):
                    continue  # it takes nothing that could be odd, and would only sign out
                reply = sat.request(method, f"{served.address}{place}?{queries}", headers=JSON)
                served.judge(reply, before)


def test_what_a_stranger_may_open_is_written_down_here_and_nothing_else(served: Served) -> None:
    """Every route of the application, asked without session and without token."""
    open_, by_token = set(), set()
    some = "00000000-0000-0000-0000-000000000007"
    for path, methods in published(served)["paths"].items():
        for method in methods:
            place = path
            for name in ("id", "case", "call", "unit", "training", "partner", "key"):
                place = place.replace("{" + name + "}", some)
            place = (
                place.replace("{z}/{x}/{y}", "0/0/0").replace("{digest}", "0" * 64).replace("{number}", "7")
            )
            reply = requests.request(method, served.address + place, data=b"{}", headers=JSON)
            code = reply.json()["code"] if reply.status_code in {401, 429} else None
            # Stories before this one have tried many false keys from this very address.
            if code in {"token_refused", "too_many_requests"}:
                by_token.add(f"{method.upper()} {path}")
            elif code != "not_signed_in":
                open_.add(f"{method.upper()} {path}")
    assert open_ == {
        "POST /api/session",
        "GET /api/desks",
        "POST /api/caller",
        "GET /api/health",
        "GET /api/case-files/public-key",
        "GET /api/voice",
        # With the secret of a link that exists while nobody is registered.
        "POST /api/setup/link",
        # It shows by a signature that a network sent it (decision 0391).
        "POST /api/aml",
        "POST /api/setup/administrators",
    }
    assert by_token == {
        "GET /api/position/traccar",
        "POST /api/position/traccar",
        "POST /api/position/owntracks",
        "POST /api/position/geojson",
    }, "phones show a token of their own (decision 0208)"


def test_every_route_publishes_what_it_may_answer_besides_its_success(served: Served) -> None:
    for path, methods in published(served)["paths"].items():
        for method, operation in methods.items():
            assert {"401", "403", "422", "429", "500", "503"} <= operation["responses"].keys(), (
                f"{method} {path}"
            )
