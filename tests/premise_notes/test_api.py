"""Aim: over the running application, who works on a case is shown the notes of its address and each look is one event; only
its owner maintains a note; nothing else of the system reads one.
"""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest

from auxilio.cases.core.messages import CloseCase
from auxilio.cases.core.model import Case, CaseEnding, ClosingData
from auxilio.cases.service import CASE
from auxilio.kernel.ids import AgencyId, CaseId, PersonId, stream_id
from auxilio.kernel.instant import after_s
from auxilio.kernel.position import Point
from auxilio.kernel.shared_types import Mode
from auxilio.platform.database.log import of_stream
from auxilio.platform.database.state_audit import differences, fold_row
from auxilio.platform.ids import new_id
from auxilio.platform.postgres import EmbeddedPostgres
from auxilio.premise_notes.core import messages as m
from auxilio.premise_notes.core.model import PremiseNoteId, PremiseNoteKind
from auxilio.premise_notes.service import PREMISE_LOOKS, PREMISE_NOTE
from tests.access.actors import Who
from tests.access.app_process import Running, running
from tests.access.world import PLACE, Scenario, World

HOME: dict[str, Any] = {"address": "Carrer Major, 1", "municipality": "Vila", "point": PLACE}
"""Where the cases of `World` are, spelt in another way."""


@pytest.fixture(scope="module")
async def it(
    postgres_server: EmbeddedPostgres, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Running]:
    async with running(postgres_server, tmp_path_factory.mktemp("premise")) as made:
        yield made


@dataclass
class Shown:
    """What a route answered."""

    status: int
    body: dict[str, Any]

    def of(self, note: PremiseNoteId) -> dict[str, Any] | None:
        """The note in the list of a case."""
        return next((one for one in self.body.get("notes", ()) if one["id"] == str(note)), None)


async def get(it: Running, who: Who, path: str, mode: Mode = Mode.REAL) -> Shown:
    answer = await it.http.get(path, headers=it.headers(who, mode))
    return Shown(answer.status_code, answer.json())


async def look(it: Running, who: Who, case: CaseId) -> Shown:
    return await get(it, who, f"/api/cases/{case}/premise-notes")


async def enter(it: Running, who: Who, **fields: Any) -> PremiseNoteId:
    note = PremiseNoteId(new_id())
    said: dict[str, Any] = {
        "note_kind": PremiseNoteKind.VIOLENCE,
        "text": "cuchillo en la cocina",
        **HOME,
        **fields,
    }
    answer = await it.send(who, m.EnterPremiseNote(note=note, **said))
    assert answer.code == "200", answer.body
    return note


async def case_of(it: Running, who: Who, scenario: Scenario = Scenario.OWN) -> CaseId:
    """A case at `HOME`, on which this person works."""
    world = World(who=who, scenario=scenario, known=it.known, at=it.runtime.clock.now())
    case = world.case()
    await it.settle(world)
    return case


async def looks(it: Running, case: CaseId, who: Who) -> list[str]:
    """The notes that were recorded as shown to a person."""
    events = await of_stream(it.runtime.pool, stream_id(PREMISE_LOOKS.name, case))
    shown = [PREMISE_LOOKS.read_event(one.body) for one in events]
    return [str(note) for one in shown if one.person == who.person for note in one.notes]


async def test_a_note_entered_by_an_agency_reaches_the_desk_the_centre_and_the_crew(it: Running) -> None:
    note = await enter(it, it.cast["dispatcher@fire"], detail="2n 1a")
    for name in ("call_taker", "dispatcher"):
        who = it.cast[name]
        shown = (await look(it, who, await case_of(it, who))).of(note)
        assert shown is not None, name
        assert (shown["kind"], shown["text"], shown["detail"]) == (
            "violence",
            "cuchillo en la cocina",
            "2n 1a",
        )
        assert shown["owner"]["agency"] == "bom"
    crew = it.cast["crew"]
    shown = (await look(it, crew, await case_of(it, crew))).of(note)
    assert shown is not None
    assert shown["owner"] is None, "a crew reads the note and not who answers for it"


async def test_a_page_that_asks_again_or_twice_at_once_records_one_look(it: Running) -> None:
    note = await enter(it, it.cast["dispatcher"])
    who = it.cast["call_taker"]
    case = await case_of(it, who)
    await asyncio.gather(*(look(it, who, case) for _ in range(4)))
    await look(it, who, case)
    assert (await looks(it, case, who)).count(str(note)) == 1
    other = it.cast["supervisor"]
    await look(it, other, case)
    assert str(note) in await looks(it, case, other), "another person's look is another"


async def test_the_looks_are_told_to_those_who_audit_and_are_no_part_of_the_story(it: Running) -> None:
    await enter(it, it.cast["dispatcher"])
    who = it.cast["call_taker"]
    case = await case_of(it, who)
    await look(it, who, case)
    page = await get(it, it.cast["records_officer"], f"/api/case-files/{case}")
    assert page.status == 200
    assert "premise_notes" in [one["how"] for one in page.body["looks"]]
    own = await get(it, who, f"/api/case-files/{case}")
    assert own.status == 200
    assert own.body["looks"] is None
    assert "premise" not in str(own.body["story"])


async def test_of_a_reserved_case_named_persons_alone_are_shown_notes(it: Running) -> None:
    await enter(it, it.cast["dispatcher"])
    for name in ("call_taker", "dispatcher"):
        who = it.cast[name]
        case = await case_of(it, who, Scenario.RESERVED)
        answer = await look(it, who, case)
        assert (answer.status, "notes" in answer.body) == (403, False), name
        assert await looks(it, case, who) == []
    for name in ("supervisor", "crew"):  # by office, and by the work of their unit on it (decision 0252)
        who = it.cast[name]
        case = await case_of(it, who, Scenario.RESERVED)
        assert (await look(it, who, case)).body["notes"], name
        assert await looks(it, case, who), name


async def test_who_does_not_work_on_a_case_is_shown_none(it: Running) -> None:
    for name in ("dispatcher", "crew"):
        who = it.cast[name]
        case = await case_of(it, who, Scenario.NEIGHBOUR)
        assert (await look(it, who, case)).status in (403, 404), name
        assert await looks(it, case, who) == []
    administrator = it.cast["administrator"]
    answer = await look(it, administrator, await case_of(it, it.cast["call_taker"]))
    assert answer.body["code"] == "not_permitted"


async def test_an_expired_note_is_shown_to_nobody_until_it_is_renewed(it: Running) -> None:
    owner, crew = it.cast["dispatcher"], it.cast["crew"]
    note, now = PremiseNoteId(new_id()), it.runtime.clock.now()
    entered = m.PremiseNoteEntered(
        note=note, mode=Mode.REAL, note_kind=PremiseNoteKind.ACCESS_CODE, text="1234B", detail="", radius_m=30,
        expires_at=after_s(now, -60), agency=AgencyId("san"), centre=owner.centre, by=PersonId(new_id()), by_name="Ana",
        **HOME,
    )  # fmt: skip
    await it.write([(PREMISE_NOTE, note, entered)])
    case = await case_of(it, crew)
    assert (await look(it, crew, case)).of(note) is None
    listed = await get(it, owner, "/api/premise-notes?words=carrer major")
    assert listed.of(note) is not None, "its owner reads that it has expired"
    assert (await it.send(owner, m.RenewPremiseNote(note=note))).code == "200"
    assert (await look(it, crew, case)).of(note) is not None


async def test_a_note_of_another_place_is_not_shown(it: Running) -> None:
    who = it.cast["call_taker"]
    case = await case_of(it, who)
    far = Point(PLACE.lat + 0.002, PLACE.lon)
    next_door = await enter(it, it.cast["dispatcher"], address="Carrer Nou 3", point=far, radius_m=30)
    around = await enter(it, it.cast["dispatcher"], address="Carrer Nou 3", point=far, radius_m=300)
    shown = await look(it, who, case)
    assert shown.of(next_door) is None
    found = shown.of(around)
    assert found is not None
    assert 200 <= found["away_m"] <= 250


async def test_the_list_of_an_owner_has_no_words_and_opening_a_note_is_an_event(it: Running) -> None:
    owner = it.cast["dispatcher"]
    note = await enter(it, owner, address="Plaça del Llistat 4")
    listed = await get(it, owner, "/api/premise-notes?words=llistat")
    assert (listed.body["total"], "text" in listed.body["notes"][0]) == (1, False)
    opened = await get(it, owner, f"/api/premise-notes/{note}")
    assert opened.body["text"] == "cuchillo en la cocina"
    await get(it, owner, f"/api/premise-notes/{note}")
    kinds = [one.kind for one in await of_stream(it.runtime.pool, stream_id(PREMISE_NOTE.name, note))]
    assert kinds == ["premise_notes.note.entered", "premise_notes.note.opened"]
    stranger = it.cast["dispatcher@fire"]
    assert (await get(it, stranger, "/api/premise-notes?words=llistat")).body["total"] == 0
    answer = await get(it, stranger, f"/api/premise-notes/{note}")
    assert (answer.status, answer.body["code"]) == (403, "not_your_premise_note")


async def test_two_who_enter_or_end_the_same_note_at_once_leave_one(it: Running) -> None:
    owner, note = it.cast["dispatcher"], PremiseNoteId(new_id())
    command = m.EnterPremiseNote(note=note, note_kind=PremiseNoteKind.DOG, text="perro", **HOME)
    answers = await asyncio.gather(*(it.send(owner, command) for _ in range(3)))
    assert sorted(one.code for one in answers) == ["200", "premise_note_exists", "premise_note_exists"]
    await asyncio.gather(*(it.send(owner, m.EndPremiseNote(note=note)) for _ in range(3)))
    kinds = [one.kind for one in await of_stream(it.runtime.pool, stream_id(PREMISE_NOTE.name, note))]
    assert kinds == ["premise_notes.note.entered", "premise_notes.note.ended"]
    assert (await it.send(owner, m.RenewPremiseNote(note=note))).code == "premise_note_ended"


async def test_of_two_who_change_what_they_both_read_one_is_refused_and_may_save_over_it(it: Running) -> None:
    owner = it.cast["dispatcher"]
    note = await enter(it, owner)
    read = (await get(it, owner, f"/api/premise-notes/{note}")).body["version"]

    def change(text: str, version: str) -> m.ChangePremiseNote:
        return m.ChangePremiseNote(
            note=note, read_version=version, note_kind=PremiseNoteKind.DOG, text=text, **HOME
        )

    both = [change("un perro", read), change("dos perros", read)]
    answers = await asyncio.gather(*(it.send(owner, one) for one in both))
    assert sorted(one.code for one in answers) == ["200", "premise_note_changed_meanwhile"]
    [lost] = [one for one, answer in zip(both, answers, strict=True) if answer.code != "200"]
    now = (await get(it, owner, f"/api/premise-notes/{note}")).body
    assert now["text"] != lost.text
    assert (await it.send(owner, change(lost.text, now["version"]))).code == "200"
    assert (await get(it, owner, f"/api/premise-notes/{note}")).body["text"] == lost.text
    assert (await it.send(owner, change(lost.text, read))).code == "200", "it stands already"


async def test_the_log_of_notes_and_looks_folds_to_the_states_beside_it(it: Running) -> None:
    owner, who = it.cast["dispatcher"], it.cast["call_taker"]
    note = await enter(it, owner)
    read = (await get(it, owner, f"/api/premise-notes/{note}")).body["version"]
    change = m.ChangePremiseNote(
        note=note, read_version=read, note_kind=PremiseNoteKind.OXYGEN, text="oxígeno", **HOME
    )
    assert (await it.send(owner, change)).code == "200"
    assert (await it.send(owner, m.RenewPremiseNote(note=note))).code == "200"
    await get(it, owner, f"/api/premise-notes/{note}")
    case = await case_of(it, who)
    await look(it, who, case)
    assert (await it.send(owner, m.EndPremiseNote(note=note))).code == "200"
    for aggregate, key in ((PREMISE_NOTE, note), (PREMISE_LOOKS, case)):
        stream = stream_id(aggregate.name, key)
        envelopes = await of_stream(it.runtime.pool, stream)
        row = await it.runtime.pool.fetchrow(
            "select noun, version, head, state::text as state, live, case_id, call_id, mode, changed_at"
            " from stream where id = $1",
            stream,
        )
        assert list(differences(aggregate, fold_row(aggregate, envelopes), row)) == []


async def test_a_note_changes_no_priority_and_a_closed_case_shows_none(it: Running) -> None:
    await enter(it, it.cast["dispatcher"], note_kind=PremiseNoteKind.DANGEROUS_GOODS)
    who = it.cast["call_taker"]
    case = await case_of(it, who)
    before: Case = await it.state(CASE, case)
    assert (await look(it, who, case)).body["notes"]
    after: Case = await it.state(CASE, case)
    assert after == before
    closing = ClosingData(disposition=CaseEnding.RESOLVED)
    closed = await it.send(who, CloseCase(case=case, closing=closing))
    assert closed.code == "200", closed.body
    assert (await look(it, who, case)).body == {"notes": [], "more": 0}
