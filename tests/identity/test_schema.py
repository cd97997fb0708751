"""Whatever is sent to identity's routes is answered as the published schema says, and is never our defect."""

import json
from typing import Any

import pytest
from litestar import Litestar
from litestar.openapi import OpenAPIConfig

from auxilio.identity.api import CONTROLLERS, http_parts
from auxilio.identity.service import IdentityService
from auxilio.platform.http.problem import declare_problems
from tests.http_client import PASSWORD, app_of, client_of, routes_of, sign_in


def test_every_route_publishes_what_it_may_answer_besides_its_success(identity: IdentityService) -> None:
    config = OpenAPIConfig(title="t", version="1")
    app = declare_problems(Litestar(CONTROLLERS, openapi_config=config, **http_parts(identity, https=False)))
    paths = app.openapi_schema.to_schema()["paths"]
    assert paths
    for path, methods in paths.items():
        for method, operation in methods.items():
            answers = operation["responses"]
            assert {"401", "403", "422", "500", "503"} <= answers.keys(), f"{method} {path}"
            assert list(answers["422"]["content"]) == ["application/problem+json"]


VALUES: list[Any] = [
    None, True, 7, -1, 1.5, 10**30, "", " ", "\u0000", "a\u0000b", "\ud800", "'; drop table person; --", "x" * 500,
    "\u202e\u0301", [], ["\u0000"], [["a"]], {}, {"$ref": "a"}, "2026-11-24", "+34900000001",
]  # fmt: skip
BODIES: dict[str, dict[str, Any]] = {
    "POST /api/session": {"login": "x", "password": PASSWORD, "desk": "desk-1", "mode": "real", "language": "es"},
    "PUT /api/session/password": {"old": PASSWORD, "new": "otra frase muy larga"},
    "POST /api/admin/people": {
        "login": "n", "name": "N", "password": PASSWORD, "roles": ["crew"], "agency": "san", "centre": "san-1",
        "languages": ["es"], "active": True,
    },
    "PUT /api/admin/agencies": {
        "id": "a", "service": "health", "name": "A", "phone": "+34900000001", "has_console": True,
    },
    "PUT /api/admin/centres": {"id": "c", "agency": "san", "name": "C", "phone": "+34900000001", "zone": "z"},
    "PUT /api/admin/desks": {"id": "d", "name": "D", "centre": "san-1"},
}  # fmt: skip


@pytest.mark.parametrize("route", BODIES)
async def test_no_value_in_any_field_is_our_defect(identity: IdentityService, route: str) -> None:
    method, path = route.split()
    good = BODIES[route]
    if "id" in good:
        path = f"{path}/{good['id']}"
    async with client_of(app_of(identity, CONTROLLERS)) as client:
        await sign_in(client, "administrator")
        for name in good:
            for value in VALUES:
                body = {**good, name: value}
                answer = await client.request(method, path, content=_written(body), headers=_JSON)
                assert answer.status_code < 500, f"{name}={value!r}: {answer.text}"


async def test_no_path_is_our_defect(identity: IdentityService) -> None:
    app = app_of(identity, CONTROLLERS)
    async with client_of(app) as client:
        await sign_in(client, "administrator")
        for odd in ("%00", "%ff", "%2e%2e", "a" * 5000, "ñ", "'"):
            for method, path, _ in routes_of(app):
                if "0000" in path and method != "GET":
                    place = path.replace("00000000-0000-0000-0000-000000000007", odd)
                    answer = await client.request(method, place, content=b"{}", headers=_JSON)
                    assert answer.status_code in (404, 422), f"{method} {place[:60]}: {answer.text}"


_JSON = {"content-type": "application/json"}


def _written(body: dict[str, Any]) -> bytes:
    return json.dumps(body).encode()
