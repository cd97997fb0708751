"""Aim: the running application answers as its published schema says: no defect, no status and no refusal that it does not name."""

import json
from typing import Any
from uuid import uuid4

import requests
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.schemas import APIOperation

from auxilio.app.api_schema.sample_values import BY_FORMAT
from tests.input.conftest import PEOPLE, SOAK, Served
from tests.input.test_routes import JSON, cases_of, published, wire

PATH = "/api/schema/openapi.json"
COMMANDS = "/api/commands"
EXAMPLES, COMMAND_EXAMPLES = (150, 5_000) if SOAK else (3, 120)
OF_EVERY_COMMAND = {"malformed", "unknown_command"}
"""Refusals that need no line at each command: of the decoder, and of a command that no service has."""


def documented(reply: requests.Response, operation: dict[str, Any]) -> None:
    """A status that the operation lists, and no defect."""
    asked = f"{reply.request.method} {reply.request.url} {str(reply.request.body)[:500]}: {reply.text[:300]}"
    assert reply.status_code < 500, asked
    assert str(reply.status_code) in operation["responses"], asked


def send(
    served: Served, operation: APIOperation[Any, Any, Any, Any], written: dict[str, Any], most: int
) -> None:
    """Requests that the schema of this operation allows and forbids, by every person."""
    for mode in GenerationMode:
        cases = cases_of(operation, mode)
        if cases is None:
            continue

        @given(case=cases, who=st.sampled_from(sorted(PEOPLE)))
        @settings(
            max_examples=most, derandomize=not SOAK, suppress_health_check=list(HealthCheck), database=None
        )
        def throw(case: Case, who: str) -> None:
            sat, before = served.seat(who), served.accounts.counted()
            reply = sat.request(**wire(case, served.address))
            served.judge(reply, before)
            documented(reply, written)

        throw()


def test_every_answer_of_a_route_that_reads_is_documented(served: Served) -> None:
    document, seen = published(served), 0
    for found in schemathesis.openapi.from_dict(document).get_all_operations():
        operation = found.ok()
        if operation.method == "get":
            send(served, operation, document["paths"][operation.path]["get"], EXAMPLES)
            seen += 1
    assert seen > 80


def test_every_answer_to_commands_made_from_the_schema_is_documented(served: Served) -> None:
    document = published(served)
    operation = schemathesis.openapi.from_dict(document)[COMMANDS]["POST"]
    send(served, operation, document["paths"][COMMANDS]["post"], COMMAND_EXAMPLES)


def test_the_example_of_every_command_is_decoded_and_refused_only_as_the_schema_says(served: Served) -> None:
    document = published(served)
    written = document["paths"][COMMANDS]["post"]
    schemas = document["components"]["schemas"]
    done = set()
    for kind, example in written["requestBody"]["content"]["application/json"]["examples"].items():
        place = schemas["AnyCommand"]["discriminator"]["mapping"][kind].rpartition("/")[2]
        for who in ("clara", "marta"):
            # About objects of its own: what one example makes must not be what another, or another test, is about.
            body = json.dumps(example["value"]).replace(BY_FORMAT["uuid"], str(uuid4()))
            reply = served.seat(who).post(f"{served.address}{COMMANDS}", data=body, headers=JSON)
            documented(reply, written)
            if reply.ok:
                done.add(kind)
                continue
            told = reply.json()
            assert told.get("facts", {}).get("field") != "$", f"{kind}: {told}"
            assert told["code"] in {*schemas[place]["x-refusals"], *OF_EVERY_COMMAND}, f"{kind}: {told}"
    assert done, "some commands need nothing that would have to be there"


def test_the_schema_is_for_those_who_are_signed_in_and_is_answered_by_its_tag(served: Served) -> None:
    stranger = requests.get(served.address + PATH)
    assert (stranger.status_code, stranger.json()["code"]) == (401, "not_signed_in")
    seat = served.seat("clara")
    whole = seat.get(served.address + PATH)
    assert whole.headers["cache-control"] == "private, no-cache"
    known = seat.get(served.address + PATH, headers={"if-none-match": whole.headers["etag"]})
    assert (known.status_code, known.content) == (304, b"")
    assert seat.get(served.address + "/api/schema").status_code == 404
    assert seat.get(served.address + "/api/schema/openapi.yaml").status_code == 404
