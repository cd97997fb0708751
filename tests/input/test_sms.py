"""Aim: AML in a short message reaches the call of its sender by `POST /api/sms`, and no other message opens or moves anything.

Against the real application and its database (decision 0392).
"""

import json
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
import requests

from auxilio.app.settings import Settings
from auxilio.calls.core.model import NumberSource
from auxilio.calls.text_messages import TEXTS_OF_NUMBER
from auxilio.identity.core.scopes import KeyScope
from auxilio.interop.api import SMS_BYTES_MAX
from auxilio.interop.formats.gsm7 import pack_septets
from auxilio.interop.short_message import DATA_MAX, TEXT_MAX
from auxilio.interop.sms_receiver import NOT_TAKEN_OF_GATEWAY
from auxilio.kernel.ids import CommandId
from auxilio.partners.core.messages import RegisterPartner
from auxilio.partners.core.model import ApiKeyId, PartnerId
from auxilio.partners.core.views import NewApiKey
from auxilio.partners.issuing import ApiKeyRequest, KeyIssuer
from auxilio.platform.ids import new_id
from auxilio.workflows.runner import system_actor
from tests.input import test_aml
from tests.input.conftest import Served
from tests.input.test_aml import dial, fixes, form, parked, told, within

__all__ = ["keys", "opened"]
keys, opened = test_aml.keys, test_aml.opened
V1 = 'A"ML=1;lt=+39.47000;lg=-0.37000;rd=12;top=20261202025320;lc=90;pm=G;si=214070000000000;ei=356938035643809;mcc=214;mnc=07'
V2 = 'A"ML=2;en=112;et=1796180000;lo=39.47,-0.37,12;lt=0;lc=90;ls=G;ei=356938035643809;nc=21407'
NULL = 'A"ML=1;lt=+00.00000;lg=+000.00000;rd=N;top=20261202025320;lc=0;pm=N;ei=356938035643809'
_numbers = iter(range(100_000, 999_999))


def a_number() -> str:
    """A mobile that no other test has."""
    return f"+34622{next(_numbers)}"


def key_of(settings: Settings, *scopes: KeyScope) -> NewApiKey:
    """A key of a gateway of its own."""

    async def make(runtime: Any) -> NewApiKey:
        partner = PartnerId(new_id())
        register = RegisterPartner(partner=partner, name=f"SMS {partner}", agency=None)
        await runtime.commands.handle(CommandId(new_id()), register, system_actor(settings.mode))
        asked = ApiKeyRequest(
            key=ApiKeyId(new_id()),
            name="sms",
            scopes=scopes,
            expires_at=runtime.clock.now() + timedelta(days=1),
            per_minute=6_000,
        )
        issuer = KeyIssuer(runtime.pool, runtime.commands)
        return await issuer.issue(partner, asked, system_actor(settings.mode))

    made: NewApiKey = within(settings, make)
    return made


@pytest.fixture
def token(seeded: Settings) -> str:
    return key_of(seeded, KeyScope.SMS_WRITE).token


def send(served: Served, token: str, sender: str, **content: Any) -> requests.Response:
    body = {"id": "gw-1", "sender": sender, "recipient": "112", **content}
    headers = {"authorization": f"Bearer {token}"}
    return requests.post(f"{served.address}/api/sms", json=body, headers=headers)


def outcome(reply: requests.Response) -> tuple[int, str]:
    return reply.status_code, reply.json()["code"]


@pytest.mark.parametrize(
    "content",
    [
        {"text": V1},
        {"text": V2},
        {"hex": pack_septets(V1).hex()},
        {"base64": b64encode(pack_septets(V2)).decode()},
        {"hex": (b"\x06\x05\x04\x1f\x98\x00\x00" + V2.encode()).hex()},
        {"hex": V2.encode("utf-16-be").hex()},
    ],
    ids=["text 1", "text 2", "packed 1", "packed 2", "with a header", "UCS-2"],
)
def test_a_fix_reaches_the_call_of_its_sender_however_the_gateway_writes_the_message(
    served: Served, seeded: Settings, token: str, content: dict[str, str]
) -> None:
    phone = a_number()
    call, stranger = dial(seeded, phone), dial(seeded, a_number())
    reply = send(served, token, phone, **content)
    assert outcome(reply) == (200, "aml_taken")
    assert reply.json()["id"] == "gw-1"
    (fix,) = fixes(served, call)
    assert fix["point"] == {"lat": 39.47, "lon": -0.37}
    assert (fix["uncertainty_m"], fix["confidence_pct"], fix["method"]) == (12, 90, "gnss")
    assert told(served, stranger) == []
    raw = told(served, call)[0]["message"]["raw"]
    assert "gw-1" in raw
    assert next(iter(content.values()))[:20].replace('"', '\\"') in raw


def test_a_sender_without_its_plus_is_the_same_telephone(
    served: Served, seeded: Settings, token: str
) -> None:
    phone = "+33612345678"
    call = dial(seeded, phone)
    assert outcome(send(served, token, phone[1:], text=V1)) == (200, "aml_taken")
    assert len(fixes(served, call)) == 1


def test_the_same_fix_by_sms_and_https_is_one_and_a_repeated_message_is_known(
    opened: Served, seeded: Settings, token: str
) -> None:
    phone = a_number()
    call = dial(seeded, phone)
    body = form(phone).partition(b"&hmac=")[0]
    assert quote(phone).encode() in body
    assert test_aml.send(opened, form(phone)).status_code == 200
    for name in ("gw-1", "gw-2"):
        assert outcome(send(opened, token, phone, id=name, text=V1)) == (200, "aml_taken")
    kinds = [fact["kind"].rpartition(".")[2] for fact in told(opened, call)]
    assert kinds == ["location_message_received", "position_reported", "location_message_received"]


def test_a_message_without_a_fix_moves_nothing(served: Served, seeded: Settings, token: str) -> None:
    phone = a_number()
    call = dial(seeded, phone)
    assert outcome(send(served, token, phone, text=NULL)) == (200, "aml_taken")
    (arrived,) = told(served, call)
    assert "no_fix" in arrived["message"]["flags"]


def test_a_fix_without_a_call_waits_and_opens_nothing(served: Served, token: str) -> None:
    phone, before = a_number(), served.accounts.counted()
    assert outcome(send(served, token, phone, text=V1)) == (200, "aml_taken")
    assert served.accounts.counted() == before
    assert parked(served, phone) == 1


def test_a_number_that_a_caller_states_has_nothing(served: Served, seeded: Settings, token: str) -> None:
    phone = a_number()
    call = dial(seeded, phone, known_by=NumberSource.SAID)
    assert send(served, token, phone, text=V2).status_code == 200
    assert told(served, call) == []


def test_a_message_that_its_gateway_kept_for_long_is_flagged(
    served: Served, seeded: Settings, token: str
) -> None:
    phone = a_number()
    call = dial(seeded, phone)
    assert send(served, token, phone, text=V1, received_at="2020-01-01T00:00:00Z").status_code == 200
    assert "delayed" in told(served, call)[0]["message"]["flags"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ({"text": "Oferta", "sender": "MOVISTAR"}, "texts_not_taken"),
        ({"hex": "00ff00"}, "texts_not_taken"),
        ({"text": 'A"ML=9;lt=1'}, "aml_unreadable"),
        ({"text": V1.replace("ei=356938035643809;", ""), "sender": "MOVISTAR"}, "aml_without_telephone"),
    ],
)
def test_what_is_not_taken_is_answered_with_its_code_and_told_of_in_the_log(
    served: Served, token: str, content: dict[str, str], code: str
) -> None:
    sender = content.pop("sender", None) or a_number()
    count = "select count(*) from event where kind = 'calls.location_sender.rejected' and body like $1"
    before = served.accounts.rows(count, f'%"{code}"%')[0]["count"]
    assert outcome(send(served, token, sender, **content)) == (202, code)
    assert served.accounts.rows(count, f'%"{code}"%')[0]["count"] == before + 1
    assert parked(served, sender) == 0


def calls_of(served: Served, phone: str) -> list[dict[str, Any]]:
    rows = served.accounts.rows(
        "select state::text from stream where noun = 'call' and state->>'phone' = $1 order by changed_at",
        phone,
    )
    return [json.loads(row["state"]) for row in rows]


def test_a_text_is_a_call_and_the_next_ones_of_its_number_are_its_lines(served: Served, token: str) -> None:
    phone = a_number()
    first = {"text": "Ayuda, calle Mayor 3", "id": "a"}
    for content in (first, first, {"text": "está aquí", "id": "b"}, {"text": "está aquí", "id": "b"}):
        assert outcome(send(served, token, phone, **content)) == (200, "text_taken")
    (call,) = calls_of(served, phone)
    assert (call["channel"], call["state"], call["phone_known_by"]) == ("sms", "queued", "network_asserted")
    assert call["cannot_speak"]
    assert [line["words"] for line in call["said"]] == ["Ayuda, calle Mayor 3", "está aquí"]


def test_a_form_of_aml_as_a_text_is_a_text(served: Served, token: str) -> None:
    phone = a_number()
    assert (
        outcome(send(served, token, phone, text=form("+34600000001").decode()[:TEXT_MAX]))[1] == "text_taken"
    )
    assert parked(served, phone) == 0


def test_texts_of_one_number_that_come_at_once_are_one_call(served: Served, token: str) -> None:
    phone = a_number()
    with ThreadPoolExecutor(6) as pool:
        sent = [pool.submit(send, served, token, phone, text=f"parte {nth}", id=f"{nth}") for nth in range(6)]
        assert {outcome(one.result()) for one in sent} == {(200, "text_taken")}
    (call,) = calls_of(served, phone)
    assert sorted(line["words"] for line in call["said"]) == [f"parte {nth}" for nth in range(6)]


def test_of_one_number_so_many_texts_are_taken_and_no_more(served: Served, token: str) -> None:
    phone = a_number()
    outcomes = [
        outcome(send(served, token, phone, text=f"{nth}", id=f"{nth}"))[1]
        for nth in range(TEXTS_OF_NUMBER.count + 5)
    ]
    assert outcomes[: TEXTS_OF_NUMBER.count] == ["text_taken"] * TEXTS_OF_NUMBER.count
    assert outcomes[-1] == "too_many_texts"
    assert len(calls_of(served, phone)) == 1


def test_a_text_with_a_null_rings_with_a_mark_in_its_place(served: Served, token: str) -> None:
    phone = a_number()
    assert outcome(send(served, token, phone, text="ay\0uda")) == (200, "text_taken")
    (call,) = calls_of(served, phone)
    assert "ay\ufffduda" in json.dumps(call, ensure_ascii=False, default=str)


@pytest.mark.parametrize("encoding", ["latin-1", "utf-8", "ascii"])
def test_words_that_a_centre_passes_on_as_data_are_a_call(served: Served, token: str, encoding: str) -> None:
    phone, words = a_number(), "Ayúdeme, está aquí" if encoding != "ascii" else "help, he is here"
    assert outcome(send(served, token, phone, hex=words.encode(encoding).hex())) == (200, "text_taken")
    (call,) = calls_of(served, phone)
    assert words in json.dumps(call, ensure_ascii=False, default=str)


def test_of_one_gateway_few_texts_an_hour_are_told_of(served: Served, token: str) -> None:
    count = "select count(*) from event where kind = 'calls.location_sender.rejected'"
    before = served.accounts.rows(count)[0]["count"]
    for nth in range(NOT_TAKEN_OF_GATEWAY.count + 8):
        assert outcome(send(served, token, a_number(), hex=f"00ff{nth:02x}")) == (202, "texts_not_taken")
    assert 1 <= served.accounts.rows(count)[0]["count"] - before <= NOT_TAKEN_OF_GATEWAY.count


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ({}, "malformed"),
        ({"text": V1, "hex": "00"}, "malformed"),
        ({"hex": "0g"}, "malformed"),
        ({"base64": "*"}, "malformed"),
        ({"text": ""}, "malformed"),
        ({"text": "x" * (TEXT_MAX + 1)}, "malformed"),
        ({"hex": "00" * DATA_MAX}, "malformed"),
        ({"text": V1, "sender": ""}, "malformed"),
        ({"text": V1, "sender": "1" * 41}, "malformed"),
        ({"text": V1, "id": 7}, "malformed"),
        ({"text": V1, "received_at": "yesterday"}, "malformed"),
        ({"text": "x" * SMS_BYTES_MAX}, "too_large"),
    ],
)
def test_malformed_input_is_refused_with_a_code_and_leaves_nothing(
    served: Served, token: str, content: dict[str, Any], code: str
) -> None:
    before = served.accounts.counted()
    reply = send(served, token, **{"sender": a_number(), **content})
    assert reply.json()["code"] == code
    served.judge(reply, before)


def test_without_a_key_of_the_scope_nothing_is_taken(served: Served, seeded: Settings) -> None:
    other = key_of(seeded, KeyScope.TYPES_READ).token
    phone = a_number()
    assert outcome(send(served, "auxilio_nothing", phone, text=V1))[0] == 401
    assert outcome(send(served, other, phone, text=V1)) == (403, "scope_missing")
    person = served.seat("lucia")
    body = {"id": "1", "sender": phone, "recipient": "112", "text": V1}
    reply = person.post(f"{served.address}/api/sms", json=body)
    assert outcome(reply) == (403, "not_permitted")
    assert parked(served, phone) == 0


def receipt(served: Served, token: str, **body: Any) -> requests.Response:
    headers = {"authorization": f"Bearer {token}"}
    return requests.post(f"{served.address}/api/sms/receipts", json=body, headers=headers)


def test_a_receipt_is_kept_by_the_gateways_name_and_a_final_one_stays(served: Served, token: str) -> None:
    name = f"m{next(_numbers)}"
    assert receipt(served, token, id=name, state="failed", code="unreachable").status_code == 204
    assert receipt(served, token, id=name, state="delivered").status_code == 204
    (row,) = served.accounts.rows("select gateway, state, code from sms_sent where gateway_id = $1", name)
    assert tuple(row) == ("http", "failed", "unreachable")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"id": "", "state": "failed"},
        {"id": "1" * 201, "state": "failed"},
        {"id": "1", "state": "sent"},
        {"id": "1", "state": "failed", "code": "x" * 41},
        {"id": "1", "state": "failed", "at": "soon"},
        {"id": "1", "state": "failed", "at": "0001-01-01T00:00:00+23:59"},
    ],
)
def test_a_malformed_receipt_is_refused_with_a_code(served: Served, token: str, body: dict[str, Any]) -> None:
    before = served.accounts.counted()
    reply = receipt(served, token, **body)
    assert reply.json()["code"] == "malformed"
    served.judge(reply, before)


def test_a_receipt_needs_a_key_of_the_scope(served: Served, seeded: Settings) -> None:
    other = key_of(seeded, KeyScope.TYPES_READ).token
    assert outcome(receipt(served, other, id="1", state="failed")) == (403, "scope_missing")
    assert outcome(receipt(served, "auxilio_nothing", id="1", state="failed"))[0] == 401
