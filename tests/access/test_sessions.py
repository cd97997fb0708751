"""Aim (issue 12, A4 to A6): a training session touches nothing that is real; only the system makes seals; and one
administrator makes nobody who sees into cases."""

from typing import Any

import msgspec

from auxilio.archive.core.messages import SealCase
from auxilio.archive.core.model import SealMark
from auxilio.archive.service import CASE_FILE
from auxilio.calls.core import messages as calls
from auxilio.calls.core.model import CallState
from auxilio.calls.service import CALL
from auxilio.cases.core import messages as cases
from auxilio.cases.core.model import CaseEnding, ClosingData
from auxilio.cases.service import CASE
from auxilio.content_release.core.messages import RemarkOnRelease
from auxilio.followup.core.messages import OfferShiftHandover
from auxilio.followup.core.model import HandoverId, OpenItem
from auxilio.kernel.event import Command
from auxilio.kernel.ids import CaseId, stream_id
from auxilio.kernel.shared_types import Mode
from auxilio.platform.ids import new_id
from tests.access.actors import Who
from tests.access.app_process import Running
from tests.access.factories import shared_objects
from tests.access.world import Scenario, World
from tests.http_client import PASSWORD

ZEROS = SealMark(index_digest="0" * 64, log_size=0, log_root="0" * 64, key="0" * 16)


async def asks(
    it: Running, who: Who, method: str, path: str, *, mode: Mode = Mode.REAL, json: Any = None
) -> tuple[int, Any]:
    """A route: its status and its answer, or the code of a refusal."""
    headers = it.headers(who, mode) | {"x-auxilio-command": str(new_id())}
    answer = await it.http.request(method, path, headers=headers, json=json)
    if answer.is_success:
        return answer.status_code, answer.json() if "json" in answer.headers.get("content-type", "") else None
    return answer.status_code, answer.json()["code"]


# --- A4: training -----------------------------------------------------------------------------------


async def test_a_training_session_answers_no_real_call(it: Running) -> None:
    trainee = it.cast["call_taker"]
    world = World(trainee, Scenario.MODE, it.known, it.runtime.clock.now())
    call = world.queued_call()
    world.desk()
    await it.settle(world)
    answer = await it.send(trainee, calls.AnswerCall(call=call), mode=Mode.TRAINING)
    assert (answer.status, answer.code) == (409, "session_mode_differs")
    assert (await it.state(CALL, call)).state is CallState.QUEUED


async def test_a_real_session_changes_nothing_of_an_exercise_and_may_read_it(it: Running) -> None:
    world = World(it.cast["call_taker"], Scenario.OWN, it.known, it.runtime.clock.now())
    case = world.open_case(mode=Mode.EXERCISE)
    await it.settle(world)
    for command in (
        cases.NoteCase(case=case, words="?"),
        cases.TakeOverCase(case=case),
        cases.ReserveCase(case=case, reason="x"),
    ):
        assert (await it.send(world.who, command)).code == "session_mode_differs"
    assert (await asks(it, world.who, "GET", f"/api/case-files/{case}"))[0] == 200


async def test_a_training_session_reads_no_real_case_by_board_route_or_search(it: Running) -> None:
    trainee = it.cast["supervisor"]
    world = World(trainee, Scenario.OWN, it.known, it.runtime.clock.now())
    case, call = world.case(), world.call(in_case=False)
    await it.settle(world)
    number = (await it.state(CASE, case)).number
    for path in (f"/api/case-files/{case}", f"/api/calls/{call}/attachments/{'0' * 64}"):
        found = await asks(it, trainee, "GET", path, mode=Mode.TRAINING)
        assert found == (409, "session_mode_differs"), path
    searched = f"/api/archive/cases?number={number}"
    assert (await asks(it, trainee, "GET", searched, mode=Mode.TRAINING))[1]["cases"] == []
    assert len((await asks(it, trainee, "GET", searched))[1]["cases"]) == 1
    async with it.window(trainee, Mode.TRAINING) as window:
        for board, of in (("case", {"case": str(case)}), ("talk", {"call": str(call)})):
            assert (await window.open(board, **of))["refused"] == "session_mode_differs"


async def test_a_training_session_hands_over_no_real_case_and_signs_no_real_content(it: Running) -> None:
    trainee, author = it.cast["call_taker"], it.cast["content_author"]
    world = World(author, Scenario.MODE, it.known, it.runtime.clock.now())
    remark: Command = shared_objects.remark(world)
    assert isinstance(remark, RemarkOnRelease)
    case = world.open_case()
    await it.settle(world)
    items = (OpenItem(subject=stream_id("case", case)),)
    for who, command in (
        (trainee, OfferShiftHandover(handover=HandoverId(new_id()), items=items)),
        (author, remark),
    ):
        answer = await it.send(who, command, mode=Mode.TRAINING)
        assert answer.code == "session_mode_differs"


# --- A5: seals --------------------------------------------------------------------------------------


async def test_a_seal_of_zeros_is_accepted_from_nobody_and_keeps_no_true_seal_away(it: Running) -> None:
    case = await closed_case(it)
    number = (await it.state(CASE, case)).number
    for who in it.cast.values():
        answer = await it.send(who, SealCase(case=case, number=number, mark=ZEROS))
        assert (answer.status, answer.code) == (403, "not_permitted"), who.name
    seal = f"/api/case-files/{case}/seal"
    assert (await asks(it, it.cast["call_taker"], "POST", seal))[1] == "not_permitted"
    assert (await asks(it, it.cast["supervisor"], "POST", seal, mode=Mode.TRAINING))[
        1
    ] == "session_mode_differs"
    assert (await asks(it, it.cast["supervisor"], "POST", seal))[0] == 200
    [made] = (await it.state(CASE_FILE, case)).seals
    assert made.mark.index_digest != ZEROS.index_digest
    assert made.mark.key == it.runtime.keys.key_id


async def closed_case(it: Running) -> CaseId:
    world = World(it.cast["call_taker"], Scenario.OWN, it.known, it.runtime.clock.now())
    case = world.case()
    closing = ClosingData(disposition=CaseEnding.RESOLVED)
    world.tell(CASE, case, cases.CaseClosed(case=case, closing=closing))
    await it.settle(world)
    return case


# --- A6: two people ---------------------------------------------------------------------------------


async def test_one_administrator_makes_no_supervisor_for_himself_and_takes_no_reserved_bundle(
    it: Running,
) -> None:
    first, second = it.cast["administrator"], it.colleagues["second_administrator"]
    world = World(it.cast["call_taker"], Scenario.RESERVED, it.known, it.runtime.clock.now())
    case = world.case()
    await it.settle(world)
    login = f"eva.{new_id().hex[:8]}"
    new = {"login": login, "name": "Eva", "roles": ["supervisor"], "password": PASSWORD}
    status, made = await asks(it, first, "POST", "/api/admin/people", json=new)
    assert (status, made["roles"]) == (201, []), "the role waits for a second person"
    eva = await EvasWindow.sign_in(it, login)
    bundle = f"/api/case-files/{case}/bundle?working_copy=true"
    assert await eva.asks("GET", bundle) == "not_permitted"
    [grant] = [one for one in (await asks(it, first, "GET", "/api/admin/grants"))[1] if one["login"] == login]
    confirm = f"/api/admin/grants/{grant['id']}/confirm"
    assert (await asks(it, first, "POST", confirm))[1] == "own_grant"
    assert await eva.asks("POST", confirm) == "not_permitted"
    assert (await asks(it, it.cast["dispatcher"], "POST", confirm))[1] == "not_permitted"
    assert (await asks(it, second, "POST", confirm))[0] == 204
    people = (await asks(it, first, "GET", "/api/admin/people"))[1]
    assert next(one["roles"] for one in people if one["login"] == login) == ["supervisor"]
    kinds = await kinds_of_grant(it, grant["id"])
    assert kinds == ["identity.grant.requested", "identity.grant.confirmed"]


async def kinds_of_grant(it: Running, grant: str) -> list[str]:
    rows = await it.runtime.pool.fetch(
        "select kind from event where stream = $1 order by version", f"grant:{grant}"
    )
    return [row["kind"] for row in rows]


class EvasWindow:
    """A browser of somebody who is new, with a password of her own."""

    def __init__(self, it: Running, headers: dict[str, str]) -> None:
        self._it, self._headers = it, headers

    @classmethod
    async def sign_in(cls, it: Running, login: str) -> "EvasWindow":
        token, session = await it.identity.sign_in(login, PASSWORD, None)
        mine = cls(it, {"cookie": f"auxilio_session={token}", "x-auxilio-csrf": session.csrf})
        own = {"old": PASSWORD, "new": f"{PASSWORD}!"}
        answer = await it.http.put("/api/session/password", json=own, headers=mine._headers)
        assert answer.status_code == 204, answer.text
        return mine

    async def asks(self, method: str, path: str) -> str:
        """The code of the refusal."""
        answer = await self._it.http.request(method, path, headers=self._headers)
        body = msgspec.json.decode(answer.content)
        assert isinstance(body, dict), "a problem"
        return str(body["code"])
