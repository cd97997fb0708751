"""Who opens a route, as OpenAPI security schemes; read from the `opt` that the guard itself reads (identity.api)."""

from collections.abc import Mapping
from typing import Any

from auxilio.identity.api import COOKIE, CSRF_HEADER
from auxilio.identity.core.gate import CITIZEN, KEY_SCOPE, PUBLIC

type Requirement = dict[str, list[str]]
SAFE = frozenset({"get", "head", "options"})

SCHEMES: dict[str, dict[str, str]] = {
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": COOKIE,
        "description": "The cookie that `POST /api/session` sets, for a person who is signed in. Scripts cannot read it. What the person "
        "may do follows from the roles of the session.",
    },
    "csrf": {
        "type": "apiKey",
        "in": "header",
        "name": CSRF_HEADER,
        "description": "With `session`, in every request that is not GET, HEAD or OPTIONS: the `csrf` of the answer to `POST /api/session`. "
        "Where a request states `Origin`, on public routes too, it must be an origin of this installation: else 403 `origin_not_ours`. A "
        "client that is no browser sends none.",
    },
    "callerToken": {
        "type": "http",
        "scheme": "bearer",
        "description": "The token of one caller's page, from `POST /api/caller`. It speaks for that call alone.",
    },
    "apiKey": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "aux_<id>_<secret>",
        "description": "An API key of another system. It opens the routes that name this scheme, each for keys with the scope that is "
        "listed there; every other route, a public one too, refuses a key with 403 `not_for_keys`.",
    },
}
"""By name. Of these a document has those that a route of it names."""


def security_of(opt: Mapping[str, Any], method: str) -> list[Requirement]:
    """Every way to open a route, each of which is enough; none for a public route. `method` in lower case."""
    audience = opt.get("audience")
    if audience == PUBLIC["audience"]:
        return []
    session: Requirement = {"session": []} if method in SAFE else {"session": [], "csrf": []}
    ways = [session]
    if audience == CITIZEN["audience"]:
        ways.append({"callerToken": []})
    if scope := opt.get(KEY_SCOPE):
        ways.append({"apiKey": [str(scope)]})
    return ways


def schemes_named(operations: list[dict[str, Any]]) -> dict[str, dict[str, str]]:
    """The schemes that at least one of these operations names."""
    named = {name for one in operations for way in one.get("security", ()) for name in way}
    return {name: scheme for name, scheme in SCHEMES.items() if name in named}
