"""Aim: what is sent twice is done once; what others have overtaken is refused, and the one who was first is not undone."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import requests

from auxilio.calls.api import stored_ring
from auxilio.kernel.ids import CommandId
from auxilio.platform.ids import new_id
from tests.input.conftest import Served

AT_ONCE = 8


def post(served: Served, sat: requests.Session, id: str, **command: Any) -> requests.Response:
    # A request of its own for each thread: a session of this client is not made to be shared.
    return requests.post(
        f"{served.address}/api/commands",
        json={"id": id, "command": command},
        cookies=sat.cookies.get_dict(),
        headers=dict(sat.headers),
    )


def facts_of(served: Served, id: str) -> int:
    counted: int = served.accounts.rows("select count(*) as n from event where cause = $1::uuid", id)[0]["n"]
    return counted


def test_eight_copies_of_a_command_at_once_are_one_case_and_eight_times_the_same_answer(
    served: Served,
) -> None:
    lucia, id, case = served.seat("lucia"), str(new_id()), str(new_id())
    with ThreadPoolExecutor(AT_ONCE) as pool:
        replies = list(
            pool.map(lambda _: post(served, lucia, id, kind="cases.open", case=case), range(AT_ONCE))
        )
    assert {reply.status_code for reply in replies} == {200}
    assert len({reply.text for reply in replies}) == 1
    assert facts_of(served, id) == 1


def test_an_id_that_was_used_is_refused_for_other_words_and_for_another_person(served: Served) -> None:
    lucia, clara, id, case = served.seat("lucia"), served.seat("clara"), str(new_id()), str(new_id())
    command = {"kind": "cases.open", "case": case, "summary": "Humo"}
    assert post(served, lucia, id, **command).ok
    before = served.accounts.counted()
    for reply in (
        post(served, lucia, id, **command | {"summary": "Fuego"}),
        post(served, clara, id, **command),
    ):
        assert (reply.status_code, reply.json()["code"]) == (409, "command_id_reused")
        served.judge(reply, before)


def all_at_once(
    served: Served, sats: list[requests.Session], ids: list[str], command: dict[str, Any]
) -> list[requests.Response]:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(lambda sat, id: post(served, sat, id, **command), sats, ids))


def test_of_eight_who_take_one_call_or_open_one_case_at_once_one_is_first_and_seven_are_told(
    served: Served,
) -> None:
    desks = [served.seat(login) for login in ("lucia", "clara")] * (AT_ONCE // 2)
    call, case = str(new_id()), str(new_id())
    ring = {"id": str(new_id()), "call": call, "caller_name": "Joan"}
    assert requests.post(f"{served.address}/api/caller", json=ring).status_code == 201
    for command in ({"kind": "calls.answer", "call": call}, {"kind": "cases.open", "case": case}):
        ids = [str(new_id()) for _ in desks]
        replies = all_at_once(served, desks, ids, command)
        refused = [(reply.json()["code"], id) for reply, id in zip(replies, ids, strict=True) if not reply.ok]
        assert len(refused) >= AT_ONCE // 2, "the other desk, each time"
        assert Counter(facts_of(served, id) > 0 for id in ids) == {True: 1, False: AT_ONCE - 1}
        assert all(facts_of(served, id) == 0 for _, id in refused)
        # A desk that has just taken it may be told of its own call first.
        assert {code for code, _ in refused} <= {"call_already_answered", "desk_in_call", "id_taken"}, refused


def test_a_citizens_ring_that_is_sent_twice_is_one_call(served: Served) -> None:
    ring = {"id": str(new_id()), "call": str(new_id()), "words": "No respira"}
    first, again = (requests.post(f"{served.address}/api/caller", json=ring) for _ in range(2))
    assert first.status_code == again.status_code == 201
    assert first.json()["number"] == again.json()["number"]
    assert facts_of(served, str(stored_ring(CommandId(UUID(ring["id"]))))) > 0
    rung = "select count(*) as n from event where kind = 'calls.call.rang' and call_id = $1::uuid"
    assert served.accounts.rows(rung, ring["call"])[0]["n"] == 1


def test_whoever_reads_the_cause_of_a_ring_is_given_no_token_of_its_caller(served: Served) -> None:
    ring = {"id": str(new_id()), "call": str(new_id()), "words": "No respira"}
    assert requests.post(f"{served.address}/api/caller", json=ring).status_code == 201
    seen = "select distinct cause from event where call_id = $1::uuid"
    causes = [str(row["cause"]) for row in served.accounts.rows(seen, ring["call"])]
    assert causes
    assert ring["id"] not in causes
    for cause in causes:
        reply = requests.post(f"{served.address}/api/caller", json={**ring, "id": cause})
        assert not reply.ok
        assert "token" not in reply.json()
