"""What stories of reserved cases begin with, and what their owner is told."""

from dataclasses import dataclass
from uuid import UUID

import msgspec

from auxilio.calls.core import messages as calls
from auxilio.cases.core import messages as cases
from auxilio.followup.core.model import CaseMessage
from auxilio.followup.service import MESSAGE
from auxilio.identity.core.messages import AccessRefused
from auxilio.kernel.event import Command
from auxilio.kernel.ids import CallId, CaseId
from auxilio.kernel.shared_types import Mode
from auxilio.platform.database import log
from auxilio.platform.ids import new_id
from auxilio.workflows.runner import StateReader
from tests.access.actors import Who
from tests.access.app_process import Answer, Running
from tests.access.world import location

SECRET = "Carrer del Secret 7"


@dataclass
class Reserved:
    """A reserved case of an operator who speaks with its caller."""

    it: Running
    owner: Who
    case: CaseId
    call: CallId

    async def tries(self, who: Who, command: Command, *, mode: Mode = Mode.REAL) -> Answer:
        """Somebody sends a command; what follows has followed."""
        answer = await self.it.send(who, command, mode=mode)
        await self.it.follow()
        return answer

    async def reads(self, who: Who, path: str, method: str = "GET", body: bytes = b"{}") -> tuple[int, str]:
        """Somebody asks a route: the status, and the code of a refusal."""
        headers = self.it.headers(who) | {
            "x-auxilio-command": str(new_id()),
            "content-type": "application/json",
        }
        answer = await self.it.http.request(
            method, path, headers=headers, content=body if method == "POST" else None
        )
        await self.it.follow()
        return answer.status_code, "" if answer.is_success else str(answer.json()["code"])

    async def attempts(self) -> list[tuple[str, str]]:
        """Who was refused and how they tried, as the owner reads it in the story of the case."""
        async with self.it.window(self.owner) as window:
            story = (await window.open("case", case=str(self.case)))["snapshot"]["story"]
        rows = sorted(story.values(), key=lambda row: (row["recorded_at"], row["id"]))
        told = [row["body"] for row in rows if row["kind"] == AccessRefused.kind()]
        return [(body["by"], body["what"]) for body in told]

    async def messages(self) -> list[CaseMessage]:
        """What the owner was told at her desk about this case."""
        found = await StateReader(self.it.runtime.pool, self.it.runtime.aggregates).in_case(
            MESSAGE, self.case
        )
        return [one for one in found if any(to.desk == self.owner.desk for to in one.to)]

    async def is_named(self, who: Who) -> bool:
        """Whether the case's list has this person."""
        found = await log.case_states(self.it.runtime.pool, self.case)
        text = next(state for stream, _, state in found if stream.startswith("case:"))
        named = msgspec.json.decode(text)["named"]
        return UUID(str(who.person)) in {UUID(one["person"]) for one in named}


async def reserved_case(it: Running, owner: Who) -> Reserved:
    """An operator takes a call, opens a case of it, and reserves it: every step over HTTP."""
    case, call = CaseId(new_id()), CallId(new_id())
    steps: tuple[Command, ...] = (
        calls.SetDeskReady(),
        calls.LogManualCall(call=call, caller_name="Rosa Secreta", phone="+34600999888"),
        cases.OpenCase(case=case, call=call, summary="me ha pegado"),
        cases.LocateCase(case=case, location=location(SECRET)),
    )
    await it.begin_to_follow()
    for step in steps:
        answer = await it.send(owner, step)
        assert answer.status == 200 or isinstance(step, calls.SetDeskReady), answer
    await it.follow()  # the call joins its case
    story = Reserved(it, owner, case, call)
    assert (
        await story.tries(owner, cases.ReserveCase(case=case, reason="violencia de género"))
    ).status == 200
    return story


async def at_rest(story: Reserved) -> None:
    """The call is over and the desk is ready for the next story."""
    await story.it.send(story.owner, calls.HangUp(call=story.call))
    await story.it.send(story.owner, calls.SetDeskReady())
