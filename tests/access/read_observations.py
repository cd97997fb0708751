"""Asks the read routes as everybody of the cast and notes the answers; makes the case that they are asked about."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from uuid import UUID

import msgspec

from auxilio.app.storage import blobs_of
from auxilio.calls.core import messages as calls
from auxilio.calls.core.model import Attachment, CallRecording
from auxilio.calls.service import CALL, OUTGOING_CALL
from auxilio.cases.core import messages as cases
from auxilio.cases.service import CASE
from auxilio.dispatch.tracking.core.model import PositionReading
from auxilio.dispatch.tracking.service import TrackingService
from auxilio.geo.service import RegionService
from auxilio.kernel.ids import CallId, CaseId, DeskId, PersonId
from auxilio.kernel.instant import after_s, iso_us
from auxilio.kernel.position import Point
from auxilio.kernel.shared_types import Mode, Priority
from auxilio.platform.blobs.folder import FolderBlobs
from auxilio.platform.ids import new_id
from auxilio.quality_review.core import messages as review
from auxilio.quality_review.core.model import ReviewReason, ReviewReasonKind, ReviewSubject
from auxilio.quality_review.service import REVIEW, review_id
from auxilio.radio.core.messages import entries as radio
from auxilio.radio.core.model import EntryId, RadioKind
from auxilio.radio.service import ENTRY
from tests.access.actors import NAMES, Who
from tests.access.app_process import Running
from tests.access.factories import interviews, planned_events
from tests.access.matrix_cells import NOT_PERMITTED
from tests.access.read_routes import HEAVY, LISTS, LON, OF_A_CASE, OF_A_TALK, OF_NO_CASE, Ask, Objects
from tests.access.world import Scenario, World, location

TABLE = Path(__file__).parent / "routes.tsv"
SCENARIOS = (Scenario.OWN, Scenario.NEIGHBOUR, Scenario.RESERVED, Scenario.MODE)
PHOTO, SOUND = b"\x89PNG of a case", b"RIFF of a case"
_nth = count(1)
type Key = tuple[str, str]
"""A route, and a scenario."""


@dataclass
class Reader:
    """Asks the routes."""

    it: Running
    made: dict[tuple[str, Scenario], Objects] = field(default_factory=dict)
    """A case for each of the cast in each scenario: reading changes none of them."""

    async def of_a_case(
        self, route: str, scenario: Scenario, names: tuple[str, ...] = NAMES
    ) -> dict[str, str]:
        """What each is answered about their case."""
        found = {}
        for name in names:
            who = self.it.cast[name]
            about = await self._objects(who, scenario)
            name_of_route, talk = route.removesuffix(" talk"), route.endswith(" talk")
            ask = (OF_A_TALK if talk else OF_A_CASE)[name_of_route](about)
            own = about.talk if talk else about.call
            found[name] = await self._answer(name_of_route, ask, who, scenario, own, about.marks)
        return found

    async def of_no_case(self, route: str) -> dict[str, str]:
        """What each is answered."""
        return {
            who.name: await self._answer(route, OF_NO_CASE[route], who, Scenario.OWN)
            for who in self.it.cast.values()
        }

    async def _answer(
        self,
        route: str,
        ask: Ask,
        who: Who,
        scenario: Scenario,
        call: CallId | None = None,
        marks: tuple[str, ...] = (),
    ) -> str:
        method, path = route.split(" ")
        mode = Mode.TRAINING if scenario is Scenario.MODE else Mode.REAL
        own = call if scenario is not Scenario.NEIGHBOUR else None
        headers = self.it.headers(who, mode, own) | {
            "content-type": "application/json",
            "x-auxilio-command": str(new_id()),
        }
        body = None if ask.body is None else msgspec.json.encode(ask.body)
        answer = await self.it.http.request(method, ask.to or path, content=body, headers=headers)
        if answer.is_success:
            tells = route in LISTS and any(mark in answer.text for mark in marks)
            return "200+" if tells else "200"
        code = str(answer.json().get("code", answer.status_code))
        return NOT_PERMITTED if code == "not_permitted" else code

    async def _objects(self, who: Who, scenario: Scenario) -> Objects:
        if (who.name, scenario) not in self.made:
            world = World(who, scenario, self.it.known, self.it.runtime.clock.now())
            self.made[who.name, scenario] = await objects(self.it, world)
        return self.made[who.name, scenario]


async def objects(it: Running, world: World) -> Objects:
    """A case with everything that a route may be asked about, in the database."""
    nth, at = next(_nth), world.at
    words, phone, lat = f"Calle Zq{nth}zq 7", f"+34611{nth:06d}", round(40.5 + nth / 1_000 + 0.000_123, 6)
    case = world.case()
    place = msgspec.structs.replace(location(words), point=Point(lat, LON))
    world.tell(CASE, case, cases.CaseLocated(case=case, location=place))
    call, talk = world.call(), world.call(in_case=False, by=world.speaker)
    kept = blobs_of(it.settings, it.runtime.keys)
    digests = [await _documents(world, kept, one, phone) for one in (call, talk)]
    outgoing, outgoing_sound = await _outgoing_call(world, kept, case)
    task = world.new_task(case, world.centre)
    unit = world.unit_at_work(task=task)
    interviews._run(world)
    entry = EntryId(new_id())
    line = radio.EntryWritten(
        entry=entry, mode=Mode.REAL, kind_of=RadioKind.TEXT, said_at=at, who="X-1", to="SAN-1", unit=unit, case=case,
        agency=world.agency, centre=world.centre, words=words, by="tetra-1",
    )  # fmt: skip
    world.tell(ENTRY, entry, line)
    reviewed, operation = _review(world, call, case, words), planned_events._operation(world)
    await it.settle(world)
    tracking = TrackingService(it.runtime.pool, it.runtime.clock, RegionService.without_data())
    await tracking.report_radio(unit, PositionReading(point=Point(lat, LON), at=after_s(at, -1)))
    number, call_number = (await it.state(CASE, case)).number, (await it.state(CALL, call)).number
    (photo, sound), (talk_photo, _) = digests
    marks = (f"Zq{nth}zq", phone, str(lat), str(task))
    return Objects(
        case, number, call, call_number, talk, task, unit, iso_us(at), lat, reviewed, operation, photo, talk_photo, sound,
        outgoing, outgoing_sound, phone, marks,
    )  # fmt: skip


async def _documents(world: World, kept: FolderBlobs, call: CallId, phone: str) -> tuple[str, str]:
    """A photograph and a recording of the call."""
    photo, sound = await _put(kept, PHOTO, call), await _put(kept, SOUND, call)
    attachment = Attachment(digest=photo, media_type="image/png", name="photo")
    recording = CallRecording(
        digest=sound, media_type="audio/wav", parties=("caller",), began_at=world.at, duration_s=1.0
    )
    world.tell(
        CALL,
        call,
        calls.CallerIdentified(call=call, phone=phone),
        calls.AttachmentArrived(call=call, attachment=attachment),
        calls.RecordingKept(call=call, recording=recording),
    )
    return photo, sound


async def _outgoing_call(world: World, kept: FolderBlobs, case: CaseId) -> tuple[CallId, str]:
    """A call that somebody made for the case, and its recording."""
    call, by = CallId(new_id()), world.speaker
    sound = await _put(kept, SOUND, call)
    dialled = calls.OutgoingCallDialled(
        call=call, case=case, mode=Mode.REAL, whom="Hospital", number="+34961000100", desk=DeskId("desk-90"),
        operator=by.person, operator_name=by.name,
    )  # fmt: skip
    recording = CallRecording(
        digest=sound, media_type="audio/wav", parties=("caller",), began_at=world.at, duration_s=1.0
    )
    world.tell(
        OUTGOING_CALL,
        call,
        dialled,
        calls.OutgoingRecordingKept(call=call, whom="Hospital", recording=recording),
    )
    return call, sound


async def _put(kept: FolderBlobs, data: bytes, call: CallId) -> str:
    async def pieces() -> AsyncIterator[bytes]:
        yield data

    return str(await kept.put(pieces(), call))


def _review(world: World, call: CallId, case: CaseId, words: str) -> UUID:
    id = review_id(call)
    subject = ReviewSubject(
        call=call, number=1, case=case, mode=Mode.REAL, operator=PersonId(new_id()), operator_name="Op",
        answered_at=world.at, priority=Priority.P2,
    )  # fmt: skip
    why = ReviewReason(kind=ReviewReasonKind.PERSON, code="learning", words=words, by="Ana")
    world.tell(REVIEW, id, review.ReviewChosen(review=id, subject=subject, why=(why,)))
    return id


# --- the table ------------------------------------------------------------------------------------


def rows() -> list[Key]:
    """Every row that the table has, in its order."""
    talks = [f"{route} talk" for route in OF_A_TALK]
    about = [(route, scenario.value) for route in OF_A_CASE for scenario in SCENARIOS]
    of_talks = [(route, one.value) for route in talks for one in SCENARIOS if one is not Scenario.RESERVED]
    return [*about, *of_talks, *((route, "any") for route in OF_NO_CASE)]


def read_routes(path: Path = TABLE) -> dict[Key, dict[str, str]]:
    """What is expected."""
    lines = [line for line in path.read_text().splitlines() if line and not line.startswith("#")]
    names = lines[0].split("\t")[2:]
    split = (line.split("\t") for line in lines[1:])
    return {(route, scenario): dict(zip(names, cells, strict=True)) for route, scenario, *cells in split}


def write_routes(found: dict[Key, dict[str, str]], head: str, path: Path = TABLE) -> None:
    """As it is committed."""
    lines = [*(f"# {line}".rstrip() for line in head.splitlines()), "\t".join(("route", "scenario", *NAMES))]
    lines += ["\t".join((*key, *(cells[name] for name in NAMES))) for key, cells in found.items()]
    path.write_text("\n".join(lines) + "\n")


def quick(expected: dict[Key, dict[str, str]]) -> dict[Key, tuple[str, ...]]:
    """Who is asked where time is short: everybody, but of the heavy routes only those that are refused."""
    return {
        key: tuple(name for name in NAMES if key[0] not in HEAVY or cells[name] != "200")
        for key, cells in expected.items()
    }
