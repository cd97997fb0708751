"""Aim: what a network says of a telephone by `POST /api/location` reaches the call of its number and no other (decision 0401).

Against the real application and its database. No worker runs: what waits for it stays parked.
"""

from pathlib import Path
from typing import Any

import pytest
import requests

from auxilio.app.settings import Settings
from auxilio.calls.core.messages.positions import RAW_MAX
from auxilio.calls.core.model import NumberSource
from auxilio.identity.core.scopes import KeyScope
from auxilio.interop.api import LOCATION_BYTES_MAX
from auxilio.interop.formats.held import HELD
from tests.input.conftest import Served
from tests.input.test_aml import dial, fixes, parked, told
from tests.input.test_sms import key_of

PLACE = (Path(__file__).parents[1] / "voice" / "place.xml").read_text()
TUPLE = PLACE[PLACE.index("  <tuple") : PLACE.index("</presence>")]
BOTH = PLACE.replace("</presence>", TUPLE.replace("42.5463", "42.9").replace("t1", "t2") + "</presence>")
ANSWER = f'<locationResponse xmlns="{HELD}">{PLACE.partition("?>")[2]}</locationResponse>'
ERROR = f'<error xmlns="{HELD}" code="locationUnknown"/>'
_numbers = iter(range(100_000, 999_999))


def a_number() -> str:
    """A mobile that no other test has."""
    return f"+34644{next(_numbers)}"


@pytest.fixture
def token(seeded: Settings) -> str:
    return key_of(seeded, KeyScope.LOCATION_WRITE).token


def send(served: Served, token: str, number: str, document: str, **more: Any) -> requests.Response:
    body = {"number": number, "document": document, **more}
    headers = {"authorization": f"Bearer {token}"}
    return requests.post(f"{served.address}/api/location", json=body, headers=headers)


def receipt(reply: requests.Response) -> tuple[int, bool, int, int, list[str]]:
    said = reply.json()
    return (reply.status_code, said["read"], said["positions"], said["calls"], said["flags"])


@pytest.mark.parametrize("document", [PLACE, ANSWER], ids=["PIDF-LO", "HELD"])
def test_a_document_reaches_the_call_of_its_number_and_is_kept_as_it_came(
    served: Served, seeded: Settings, token: str, document: str
) -> None:
    phone = a_number()
    call, stranger = dial(seeded, phone), dial(seeded, a_number())
    assert receipt(send(served, token, phone, document)) == (200, True, 1, 1, [])
    arrived, reported = told(served, call)
    assert arrived["message"]["raw"] == document
    fix = reported["position"]
    assert (fix["point"], fix["uncertainty_m"]) == ({"lat": 42.5463, "lon": 1.5033}, 30)
    assert (fix["source"], fix["at"]) == ("held", "2026-11-24T03:12:40Z")
    assert told(served, stranger) == []


def test_a_national_number_is_read_and_every_place_of_a_document_is_a_position(
    served: Served, seeded: Settings, token: str
) -> None:
    phone = a_number()
    call = dial(seeded, phone)
    assert receipt(send(served, token, phone.removeprefix("+34"), BOTH)) == (
        *(200, True, 2, 1),
        ["several_locations"],
    )
    assert [fix["point"]["lat"] for fix in fixes(served, call)] == [42.5463, 42.9]


def test_the_same_document_again_is_nothing_and_the_same_fix_in_another_is_one_fix(
    served: Served, seeded: Settings, token: str
) -> None:
    phone = a_number()
    call = dial(seeded, phone)
    for document in (PLACE, PLACE, ANSWER):
        assert send(served, token, phone, document).json()["calls"] == 1
    kinds = [fact["kind"].rpartition(".")[2] for fact in told(served, call)]
    assert kinds == ["location_message_received", "position_reported", "location_message_received"]


def test_several_calls_of_one_number_have_it_each_with_a_flag(
    served: Served, seeded: Settings, token: str
) -> None:
    phone = a_number()
    calls = dial(seeded, phone), dial(seeded, phone)
    assert receipt(send(served, token, phone, BOTH))[3] == 2
    for call in calls:
        assert [fix["flags"] for fix in fixes(served, call)] == [["shared_number"], ["shared_number"]]


@pytest.mark.parametrize("document", [PLACE, f"<a>{'\x01' * (RAW_MAX - 7)}</a>"], ids=["place", "long"])
def test_without_a_call_it_waits_and_opens_nothing(served: Served, token: str, document: str) -> None:
    phone, before = a_number(), served.accounts.counted()
    assert send(served, token, phone, document).json()["calls"] == 0
    assert served.accounts.counted() == before
    assert parked(served, phone) == 1


def test_a_number_that_a_caller_states_has_nothing(served: Served, seeded: Settings, token: str) -> None:
    phone = a_number()
    call = dial(seeded, phone, known_by=NumberSource.SAID)
    assert receipt(send(served, token, phone, PLACE))[3] == 0
    assert told(served, call) == []


@pytest.mark.parametrize(
    ("document", "read", "flag"),
    [
        (ERROR, True, None),
        ("no document", False, "not_well_formed"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', False, None),
        ("<a/>", False, "not_held"),
        ("<a>" * 2_000, False, None),
        ("\u202e\x00", False, None),
    ],
    ids=["error", "rubbish", "entities", "another document", "nested", "no text"],
)
def test_what_states_no_position_is_kept_with_its_flags_and_moves_nothing(
    served: Served, seeded: Settings, token: str, document: str, read: bool, flag: str | None
) -> None:
    phone = a_number()
    call = dial(seeded, phone)
    status, was_read, positions, calls, flags = receipt(send(served, token, phone, document))
    assert (status, was_read, positions, calls) == (200, read, 0, 1)
    assert flag is None or flag in flags
    (arrived,) = told(served, call)
    assert arrived["message"]["flags"] == flags
    assert bool(flags) != read


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ({"number": ""}, "malformed"),
        ({"number": "1" * 41}, "malformed"),
        ({"number": "x"}, "not_a_phone"),
        ({"number": None}, "malformed"),
        ({"document": ""}, "malformed"),
        ({"document": "x" * (RAW_MAX + 1)}, "malformed"),
        ({"document": ["<a/>"]}, "malformed"),
        ({"at": "2026-12-02T10:00:00Z"}, "malformed"),
        ({"document": "x" * LOCATION_BYTES_MAX}, "too_large"),
    ],
)
def test_malformed_input_is_refused_with_a_code_and_leaves_nothing(
    served: Served, token: str, content: dict[str, Any], code: str
) -> None:
    before = served.accounts.counted()
    reply = send(served, token, **{"number": a_number(), "document": PLACE, **content})
    assert reply.json()["code"] == code
    served.judge(reply, before)


def test_without_a_key_of_the_scope_nothing_is_taken(served: Served, seeded: Settings) -> None:
    phone = a_number()
    other = key_of(seeded, KeyScope.SMS_WRITE).token
    assert send(served, "auxilio_nothing", phone, PLACE).status_code == 401
    assert send(served, other, phone, PLACE).json()["code"] == "scope_missing"
    reply = served.seat("lucia").post(
        f"{served.address}/api/location", json={"number": phone, "document": PLACE}
    )
    assert reply.json()["code"] == "not_permitted"
    assert parked(served, phone) == 0
