"""Every answer that is not a success, as `application/problem+json` (RFC 9457).

`{type: "urn:auxilio:refusal:<code>", title, status, code, facts}`. The title is the code: the console words it in
the reader's language from `refusal.<code>` and the facts. Three kinds: a refusal (ours, understood and not
granted), a malformed request (422, with the field), and what is wrong with us (503 weather, 500 defect).
"""

import errno
import logging
from collections.abc import Mapping
from typing import Any

import msgspec
from litestar import Litestar, Request, Response
from litestar.exceptions import HTTPException, ValidationException
from litestar.openapi import ResponseSpec
from litestar.routes import HTTPRoute
from litestar.types import ExceptionHandlersMap

from auxilio.kernel.refusal import Refused
from auxilio.platform.database.connection import TRANSIENT_ERRORS
from auxilio.platform.http.security_middleware import request_id

_log = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"
RETRY_AFTER_S = 1
"""When to ask again after the database was gone or too busy."""

STATUS: dict[str, int] = {
    "malformed": 422,
    "not_a_point": 422,
    "not_a_coverage_time": 422,
    "days_reversed": 422,
    "not_a_phone": 422,
    "not_a_hazard": 422,
    "request_unreadable": 400,
    "not_signed_in": 401,
    "sign_in_refused": 401,
    "token_refused": 401,
    "key_refused": 401,
    "key_expired": 401,
    "key_revoked": 401,
    "key_rotated": 401,
    "key_not_confirmed": 401,
    "key_with_session": 400,
    "not_for_keys": 403,
    "scope_missing": 403,
    "own_key": 403,
    "not_permitted": 403,
    "password_to_change": 403,
    "call_of_practice": 403,
    "not_case_owner": 403,
    "not_own_practice": 403,
    "only_room": 403,
    "own_grant": 403,
    "roster_elsewhere": 403,
    "swap_of_others": 403,
    "swap_own": 403,
    "desk_not_for_role": 403,
    "desk_of_room": 403,
    "case_reserved": 403,
    "channel_not_permitted": 403,
    "no_task_here": 403,
    "csrf_missing": 403,
    "origin_not_ours": 403,
    "https_only": 403,
    "method_not_allowed": 405,
    "upload_too_slow": 408,
    "too_slow": 408,
    "too_large": 413,
    "media_type_unknown": 415,
    "host_not_ours": 421,
    "too_many_attempts": 429,
    "too_many_requests": 429,
    "head_too_large": 431,
    "defect": 500,
    "too_busy": 503,
    "database_unavailable": 503,
    "disk_full": 503,
}
"""The status of a code. `unknown_<noun>` is 404, `not_your_<object>` 403; any other refusal is a conflict with the
present state: 409. A refusal that carries its own kind (kernel.refusal) agrees with this table by a project rule."""

CHALLENGES: dict[str, str | None] = {
    **{code: "invalid_token" for code, status in STATUS.items() if status == 401 and code.startswith("key_")},
    "key_with_session": "invalid_request",
    "not_for_keys": None,
    "scope_missing": "insufficient_scope",
}
"""The error code of RFC 6750, 3.1, that `WWW-Authenticate` states for a refusal of an API key; None: no code applies, as no
scope would open the route."""
_OF_STATUS = {
    401: "not_signed_in",
    403: "not_permitted",
    404: "unknown_route",
    405: "method_not_allowed",
    413: "too_large",
    415: "media_type_unknown",
    429: "too_many_requests",
    503: "too_busy",
}


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """The body of every answer that is not a success."""

    type: str
    title: str
    status: int
    code: str
    facts: dict[str, Any] = {}


def status_of(code: str) -> int:
    """The HTTP status of a refusal's code."""
    known = STATUS.get(code)
    if known is not None:
        return known
    if code.startswith("not_your_"):
        return 403
    return 404 if code.startswith("unknown_") else 409


def body_of(
    code: str, facts: Mapping[str, Any] | None = None, status: int | None = None
) -> tuple[int, bytes]:
    """Status and body of the answer for a code. `status`: what the refusal itself says, before the table by code."""
    status = status or status_of(code)
    body = Problem(
        type=f"urn:auxilio:refusal:{code}", title=code, status=status, code=code, facts=dict(facts or {})
    )
    # Facts may hold anything that a refusal was raised with; what JSON does not know is told as text.
    return status, msgspec.json.encode(body, enc_hook=str)


def problem(code: str, facts: Mapping[str, Any] | None = None, status: int | None = None) -> Response[bytes]:
    """The same as a response of the web framework."""
    status, content = body_of(code, facts, status)
    headers = {}
    if (challenge := _challenge_of(code, facts or {})) is not None:
        headers["www-authenticate"] = challenge
    if status == 429 and facts and "retry_after_s" in facts:
        headers["retry-after"] = str(facts["retry_after_s"])
    elif status == 503:
        headers["retry-after"] = str(RETRY_AFTER_S)
    return Response(content, status_code=status, media_type=MEDIA_TYPE, headers=headers)


def _challenge_of(code: str, facts: Mapping[str, Any]) -> str | None:
    """`WWW-Authenticate` of RFC 6750, 3: for a refused API key, and for a route of a scope that was asked without one."""
    if code not in CHALLENGES and not (code == "not_signed_in" and "scope" in facts):
        return None
    error, scope = CHALLENGES.get(code), facts.get("scope")
    told = {"realm": "auxilio", **({"error": error} if error else {}), **({"scope": scope} if scope else {})}
    return "Bearer " + ", ".join(f'{name}="{value}"' for name, value in told.items())


type _AnyRequest = Request[Any, Any, Any]


def refused(_: _AnyRequest, error: Refused) -> Response[bytes]:
    """A refusal: a good answer."""
    return problem(error.code, error.facts, error.kind)


def malformed(_: _AnyRequest, error: msgspec.DecodeError) -> Response[bytes]:
    """What was sent cannot be read. msgspec ends its reason with the place: `… - at `$.position.lat``."""
    reason, _sep, place = str(error).partition(" - at ")
    return problem("malformed", {"field": place.strip("`") or "$", "reason": reason})


def invalid(_: _AnyRequest, error: ValidationException) -> Response[bytes]:
    """A route's own validation found fields that are wrong; the first names the answer, all are told."""
    found = error.extra if isinstance(error.extra, list) else []
    errors = [_wrong_field(one) for one in found if isinstance(one, dict)]
    first = errors[0] if errors else {"field": "$", "reason": ""}
    return problem("malformed", {**first, "errors": errors})


def _wrong_field(one: dict[str, Any]) -> dict[str, str]:
    reason, _sep, place = str(one.get("message", "")).partition(" - at ")
    path = place.strip("`").removeprefix("$.data").removeprefix("$")
    key = str(one.get("key", "")).removeprefix("data")
    return {"field": f"${path}" if path else f"$.{key}" if key else "$", "reason": reason}


_CLIENT_DISCONNECTED = "client disconnected prematurely"
"""Litestar's words for a client that went before its body was whole; it has no exception of its own for it."""


def framework_error(asked: _AnyRequest, error: HTTPException) -> Response[bytes]:
    """No such route, wrong method, too large, unreadable: the framework's own, in our words."""
    if isinstance(error.__cause__, msgspec.DecodeError | UnicodeDecodeError):
        return problem("malformed", {"field": "$", "reason": type(error.__cause__).__name__})
    if error.detail == _CLIENT_DISCONNECTED:
        return problem(
            "too_slow"
        )  # nobody is there to read it; half a body is a stranger's doing and no defect
    if error.status_code >= 500 and error.status_code != 503:
        return defect(asked, error)
    # A 400 of the framework is a body, header or query that it could not read.
    code = _OF_STATUS.get(error.status_code, "malformed")
    return problem(code, {"field": "$"} if code == "malformed" else None)


def not_utf8(_: _AnyRequest, error: UnicodeDecodeError) -> Response[bytes]:
    """Bytes that are no UTF-8, where text belongs."""
    return problem("malformed", {"field": "$", "reason": "not_utf8", "at": error.start})


def too_deep(asked: _AnyRequest, error: RecursionError) -> Response[bytes]:
    """JSON nested beyond all reason: msgspec stops at the interpreter's limit. Elsewhere recursion is a defect."""
    if "deserializing" in str(error):
        return problem("malformed", {"field": "$", "reason": "too_deep"})
    return defect(asked, error)


def unhandled_error(asked: _AnyRequest, error: Exception) -> Response[bytes]:
    """Weather when the database or the disk is at fault: ask again with the same id. Otherwise a defect of ours."""
    if getattr(error, "sqlstate", None) in _NOT_TEXT:
        return problem("malformed", {"field": "$", "reason": "character_not_storable"})
    code = _transient_problem(error)
    if code is None:
        return defect(asked, error)
    _log.warning(
        "weather", extra={"code": code, "error": type(error).__name__, "kind": request_id(asked.scope)}
    )
    return problem(code)


_NOT_TEXT = frozenset({"22021", "22P05"})
"""SQLSTATE of a character that is valid JSON and that PostgreSQL cannot keep: U+0000."""
_TRANSIENT_SQLSTATES = ("08", "25006", "53", "57")
"""SQLSTATE: connection lost, a standby that cannot write, out of resources, stopped by an operator or a limit."""


def _transient_problem(error: Exception) -> str | None:
    state = str(getattr(error, "sqlstate", None) or "")
    if state == "53100" or (isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)):
        return "disk_full"
    if state.startswith(_TRANSIENT_SQLSTATES):
        return "database_unavailable"
    gone = isinstance(error, TRANSIENT_ERRORS) and (not isinstance(error, OSError) or _from_database(error))
    return "database_unavailable" if gone else None


def _from_database(error: OSError) -> bool:
    """A file of ours that is missing is a defect; a socket of the database that is missing is weather."""
    if isinstance(error, ConnectionError | TimeoutError):
        return True
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_globals.get("__name__", "").startswith("asyncpg"):
            return True
        trace = trace.tb_next
    return False


def defect(asked: _AnyRequest, error: Exception) -> Response[bytes]:
    """Ours. The log has type and place under the id that the person can read out; never the text or the body."""
    id = request_id(asked.scope)
    _log.error(
        "request_defect",
        exc_info=error,
        extra={"kind": id, "route": str(asked.scope.get("path_template", "")), "method": asked.method},
    )
    return problem("defect", {"id": id})


def exception_handlers() -> ExceptionHandlersMap:
    """The table for Litestar; nothing that is raised leaves in other words than these."""
    return {
        Refused: refused,
        ValidationException: invalid,
        HTTPException: framework_error,
        msgspec.DecodeError: malformed,  # ValidationError is one
        UnicodeDecodeError: not_utf8,
        RecursionError: too_deep,
        Exception: unhandled_error,
    }


PROBLEMS: dict[int, ResponseSpec] = {
    status: ResponseSpec(Problem, generate_examples=False, description=kind, media_type=MEDIA_TYPE)
    for status, kind in {
        400: "No HTTP that can be read",
        401: "Not signed in",
        403: "Not permitted",
        404: "Unknown",
        409: "A conflict with how things stand",
        408: "Sent too slowly",
        413: "Too large",
        415: "No media type that this route reads",
        421: "Another host than this installation's",
        422: "Cannot be read; `facts.field` says where",
        429: "Too many; `retry-after` says how long to wait",
        431: "Headers too large",
        500: "A defect of ours; `facts.id` names it",
        503: "Weather: ask again with the same id",
    }.items()
}
"""What any route may answer besides its success."""


def declare_problems(app: Litestar) -> Litestar:
    """Write those answers into the published schema of every route, so that it tells the truth.

    After the application is made and before its schema is asked for: Litestar knows them of single routes only.
    """
    for route in app.routes:
        if isinstance(route, HTTPRoute):
            for handler in route.route_handlers:
                handler.responses = {**PROBLEMS, **(handler.responses or {})}
    return app
