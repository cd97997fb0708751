"""Aim: a real case in a real database becomes a file that a stranger can check, and stays one after all that may follow."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from auxilio.access.command_bus import CommandBus
from auxilio.active_content.content_bundle import ContentBundle
from auxilio.app.capabilities import NARRATIVES, all_aggregates
from auxilio.archive import service as archive
from auxilio.archive.core.bundle_layout import EVENTS, INDEX, README, REPORT, SEAL, STORY
from auxilio.archive.core.messages import AddAddendum, ReopenFile
from auxilio.archive.core.zip_container import read
from auxilio.archive.verify import BundleVerdict, verify_bytes
from auxilio.calls import service as calls
from auxilio.calls.core import messages as calls_messages
from auxilio.calls.core.model import Attachment, CallChannel, CallRecording
from auxilio.casefile.assembly import AssembledCase, CaseFileService, IssuingCentre
from auxilio.casefile.case_page_reader import CaseReader
from auxilio.cases import service as cases
from auxilio.cases.core import messages as cases_messages
from auxilio.cases.core.model import CaseEnding, ClosingData, Location, LocationCertainty, ServiceOutcome
from auxilio.identity import access_audit as looks
from auxilio.identity.core.messages import OpenReservedCase
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command
from auxilio.kernel.ids import CallId, CaseId, CommandId
from auxilio.kernel.position import Point
from auxilio.kernel.refusal import Refused
from auxilio.platform.blobs.folder import FolderBlobs
from auxilio.platform.clock import SystemClock
from auxilio.platform.ids import new_id
from auxilio.platform.keys.case_keys import FolderCaseKeys
from auxilio.platform.keys.folder import FolderKeys
from auxilio.workflows.case_queries import CaseQueries
from tests.actors import citizen, person, system
from tests.database import Database
from tests.hazmat.reference_tables import looks_up
from tests.proved_content import shipped_bundle


@dataclass
class CaseFileSetup:
    """An installation small enough for one case, with its keys and its blobs."""

    database: Database
    commands: CommandBus
    desk: CaseFileService
    keys: FolderKeys
    blobs: FolderBlobs
    folder: Path
    officer: Actor
    taker: Actor

    async def do(self, actor: Actor, command: Command) -> None:
        await self.commands.handle(new_id(), command, actor)


@pytest.fixture(scope="module")
def content() -> ContentBundle:
    """Read and proved once: that takes seconds."""
    return shipped_bundle()


@pytest.fixture
async def room(database: Database, tmp_path: Path, content: ContentBundle) -> CaseFileSetup:
    keys = FolderKeys.create(tmp_path / "keys")
    blobs = FolderBlobs(tmp_path / "blobs", FolderCaseKeys(tmp_path / "case-keys", keys))
    commands = CommandBus(
        (calls.COMMANDS, calls.CallService(database.work).handle),
        (cases.COMMANDS, cases.CaseService(database.work, looks_up_goods=looks_up).handle),
        (
            looks.COMMANDS,
            looks.AccessAudit(database.work, CaseQueries(database.pool, all_aggregates()).mode_of).handle,
        ),
        (
            archive.COMMANDS,
            archive.Archive(
                database.work, keys, CaseQueries(database.pool, all_aggregates()).sealable
            ).handle,
        ),
    )
    desk = CaseFileService(
        database.pool,
        SystemClock(),
        all_aggregates(),
        keys,
        blobs,
        content,
        IssuingCentre(name="112", organ="A13002908"),
        NARRATIVES,
        commands=commands,
    )
    officer, taker = (
        person("records_officer", name="Núria Vidal"),
        person("call_taker", "desk-7", name="Laia Font"),
    )
    return CaseFileSetup(database, commands, desk, keys, blobs, tmp_path, officer, taker)


async def bytes_of(data: bytes) -> AsyncIterator[bytes]:
    yield data


def location(words: str, lat: float) -> Location:
    return Location(
        degree=LocationCertainty.AGREED,
        words=words,
        point=Point(lat=lat, lon=1.52),
        municipality="Villa del Río",
    )


async def a_closed_case(room: CaseFileSetup) -> tuple[CaseId, CallId]:
    call, case = CallId(new_id()), CaseId(new_id())
    await room.do(
        citizen(call), calls_messages.ReceiveCall(call=call, channel=CallChannel.CHAT, words="no respira")
    )
    digest = await room.blobs.put(bytes_of(b"\x89PNG a photograph"), call)
    photo = Attachment(digest=digest, media_type="image/png", name="la cocina.png")
    await room.do(system(), calls_messages.AttachFile(call=call, attachment=photo))
    await room.do(room.taker, cases_messages.OpenCase(case=case, call=call, summary="no respira"))
    # What process/ does of itself in a running installation.
    await room.do(system(), calls_messages.JoinCase(call=call, case=case))
    await room.do(
        room.taker, cases_messages.LocateCase(case=case, location=location("Calle Molina 14", 42.5))
    )
    await room.do(
        room.taker,
        cases_messages.LocateCase(
            case=case, location=location("Calle del Molino 14", 42.51), correction=True
        ),
    )
    outcome = ServiceOutcome(service="health", result="transported")
    closing = ClosingData(disposition=CaseEnding.RESOLVED, outcomes=(outcome,), words="Recupera el pulso")
    await room.do(room.taker, cases_messages.CloseCase(case=case, closing=closing))
    return case, call


async def test_a_case_becomes_a_file_that_verifies_with_the_centres_key(room: CaseFileSetup) -> None:
    case, _ = await a_closed_case(room)
    handled = await room.desk.seal(new_id(), case, room.officer)
    assert handled.versions == {f"case_file:{case}": 1}
    name, data = await room.desk.bundle(case, room.officer, "es")
    report = verify_bytes(data, room.keys.public_keys())
    assert report.verdict is BundleVerdict.INTACT, report.findings
    assert name.startswith("expediente-48")
    parts = {e.name: e.data for e in read(data)}
    assert parts["documents/0001-la-cocina.png"] == b"\x89PNG a photograph"
    assert parts[REPORT].startswith(b"%PDF")
    streams = {s["stream"].partition(":")[0] for s in json.loads(parts[EVENTS])["streams"]}
    assert {"call", "case", "case_file"} <= streams
    assert json.loads(parts[INDEX])["organ"] == "A13002908"
    assert len(json.loads(parts[STORY])) > 5


async def test_what_was_heard_goes_out_with_the_file_and_who_is_on_which_channel(room: CaseFileSetup) -> None:
    case, call = await a_closed_case(room)
    digest = await room.blobs.put(bytes_of(b"RIFF a voice"), call)
    recording = CallRecording(
        digest=digest,
        media_type="audio/wav",
        parties=("caller", "desk-07"),
        began_at=SystemClock().now(),
        duration_s=2.0,
    )
    await room.do(system(), calls_messages.KeepRecording(call=call, recording=recording))
    await room.desk.seal(new_id(), case, room.officer)
    _, data = await room.desk.bundle(case, room.officer, "es")
    assert verify_bytes(data, room.keys.public_keys()).verdict is BundleVerdict.INTACT
    parts = {e.name: e.data for e in read(data)}
    [name] = [name for name in parts if name.endswith(".wav")]
    assert name.startswith("documents/0002-call-")
    assert parts[name] == b"RIFF a voice"
    [listed] = [each for each in json.loads(parts[INDEX])["documents"] if each["name"] == name]
    assert listed["title"].endswith(".wav: caller, desk-07")
    whole = await room.desk.gather(case)
    assert [each.title for each in whole.documents] == ["la cocina.png"], "a page plays it by another way"


async def test_one_byte_changed_in_a_real_bundle_is_named(room: CaseFileSetup) -> None:
    case, _ = await a_closed_case(room)
    await room.desk.seal(new_id(), case, room.officer)
    _, data = await room.desk.bundle(case, room.officer, "es")
    place = data.index(b"Calle Molina 14")
    altered = data[:place] + b"V" + data[place + 1 :]
    found = verify_bytes(altered, room.keys.public_keys())
    assert found.verdict is BundleVerdict.CHANGED
    assert {f.code.value for f in found.findings} >= {"entry_changed", "event_changed"}


async def test_an_addendum_after_the_seal_is_in_the_next_bundle(room: CaseFileSetup) -> None:
    case, _ = await a_closed_case(room)
    await room.desk.seal(new_id(), case, room.officer)
    await room.do(room.officer, AddAddendum(case=case, words="Sale del hospital"))
    _, data = await room.desk.bundle(case, room.officer, "es")
    assert verify_bytes(data, room.keys.public_keys()).verdict is BundleVerdict.INTACT
    assert b"Sale del hospital" in next(e.data for e in read(data) if e.name == EVENTS)


async def test_a_reopened_file_lets_the_case_go_on_and_is_sealed_again(room: CaseFileSetup) -> None:
    case, _ = await a_closed_case(room)
    await room.desk.seal(new_id(), case, room.officer)
    await room.do(system(), cases_messages.MarkSealed(case=case))
    with pytest.raises(Refused, match="case_sealed"):
        await room.do(room.taker, cases_messages.ReopenCase(case=case, reason="by a desk"))
    await room.do(room.officer, ReopenFile(case=case, reason="llama la familia"))
    # What workflows/case_closing.py does of itself in a running installation.
    await room.do(system(), cases_messages.ReopenCase(case=case, reason="llama la familia"))
    await room.do(room.taker, cases_messages.NoteCase(case=case, words="Vuelve a llamar"))
    closing = ClosingData(disposition=CaseEnding.RESOLVED, words="Nada más")
    await room.do(room.taker, cases_messages.CloseCase(case=case, closing=closing))
    handled = await room.desk.seal(new_id(), case, room.officer)
    assert handled.versions == {f"case_file:{case}": 3}


async def test_a_case_that_is_open_is_not_sealed(room: CaseFileSetup) -> None:
    case = CaseId(new_id())
    await room.do(room.taker, cases_messages.OpenCase(case=case))
    with pytest.raises(Refused, match="case_not_closed"):
        await room.desk.seal(new_id(), case, room.officer)


async def test_what_is_not_sealed_goes_out_as_a_working_copy_that_says_so_everywhere(
    room: CaseFileSetup,
) -> None:
    case, _ = await a_closed_case(room)
    for refused in (room.desk.bundle, room.desk.report):
        with pytest.raises(Refused, match="case_not_sealed"):
            await refused(case, room.officer, "es")
    name, data = await room.desk.bundle(case, room.officer, "es", working_copy=True)
    assert name.startswith("copia-de-trabajo-48")
    found = verify_bytes(data, room.keys.public_keys())
    assert (found.verdict, found.sealed) == (BundleVerdict.INTACT, False)
    parts = {e.name: e.data.decode() for e in read(data) if not e.name.endswith(("pdf", "sig", "png"))}
    assert parts[README].startswith("COPIA DE TRABAJO, SIN SELLAR")
    assert "SELLADO" not in parts[README].splitlines()[0]
    assert "\nunsealed 20" in parts[SEAL]
    assert json.loads(parts[INDEX])["sealed"] is False


async def test_a_working_copy_that_calls_itself_sealed_is_found_out(room: CaseFileSetup) -> None:
    case, _ = await a_closed_case(room)
    _, data = await room.desk.bundle(case, room.officer, "es", working_copy=True)
    altered = data.replace(b"\nunsealed 20", b"\n__sealed 20")
    assert verify_bytes(altered, room.keys.public_keys()).verdict is BundleVerdict.CHANGED


async def test_a_reopened_case_is_not_sealed_until_it_is_sealed_again(room: CaseFileSetup) -> None:
    case, _ = await a_closed_case(room)
    await room.desk.seal(new_id(), case, room.officer)
    name, _ = await room.desk.bundle(case, room.officer, "es")
    assert name.startswith("expediente-")
    await room.do(room.officer, ReopenFile(case=case, reason="llama la familia"))
    with pytest.raises(Refused, match="case_not_sealed"):
        await room.desk.bundle(case, room.officer, "es")


async def test_a_case_nobody_opened_is_unknown(room: CaseFileSetup) -> None:
    with pytest.raises(Refused, match="unknown_case"):
        await room.desk.bundle(CaseId(new_id()), room.officer, "es", working_copy=True)


async def test_a_call_taker_reads_a_report_and_takes_no_bundle_away(room: CaseFileSetup) -> None:
    case, _ = await a_closed_case(room)
    _, pdf = await room.desk.report(case, room.taker, "ca", working_copy=True)
    assert pdf.startswith(b"%PDF")
    seen = await room.database.pool.fetch(
        "select actor_name, body from event where kind = 'identity.case.looked_at'"
    )
    assert [(row["actor_name"], json.loads(row["body"])["how"]) for row in seen] == [("Laia Font", "file")]
    with pytest.raises(Refused, match="not_permitted"):
        await room.desk.bundle(case, room.taker, "es")
    with pytest.raises(Refused, match="not_permitted"):
        await room.desk.seal(new_id(), case, room.taker)


async def test_a_reserved_case_is_read_by_named_people_only(room: CaseFileSetup) -> None:
    case = CaseId(new_id())
    await room.do(room.taker, cases_messages.OpenCase(case=case, summary="violencia"))
    await room.do(room.taker, cases_messages.ReserveCase(case=case, reason="violencia de género"))
    with pytest.raises(Refused, match="case_reserved"):
        await room.desk.report(case, person("call_taker", "desk-8"), "es", working_copy=True)
    with pytest.raises(Refused, match="case_reserved"):
        await room.desk.bundle(case, room.officer, "es", working_copy=True)
    for reader in (person("supervisor"), room.taker):  # who holds the word, and its owner
        _, pdf = await room.desk.report(case, reader, "es", working_copy=True)
        assert pdf.startswith(b"%PDF")


async def test_a_records_officer_opens_a_reserved_case_with_a_reason_for_a_shift(room: CaseFileSetup) -> None:
    case = CaseId(new_id())
    await room.do(room.taker, cases_messages.OpenCase(case=case, summary="violencia"))
    await room.do(room.taker, cases_messages.ReserveCase(case=case, reason="violencia de género"))
    with pytest.raises(Refused, match="not_permitted"):
        await room.do(person("call_taker"), OpenReservedCase(case=case, reason="curiosidad"))
    await room.do(room.officer, OpenReservedCase(case=case, reason="oficio del juzgado 318"))
    name, _ = await room.desk.bundle(case, room.officer, "es", working_copy=True)
    assert name.startswith("copia-de-trabajo-")
    with pytest.raises(Refused, match="case_reserved"):
        await room.desk.bundle(case, person("records_officer"), "es", working_copy=True)


async def test_a_lost_photograph_is_said_to_be_lost_and_stops_nothing(room: CaseFileSetup) -> None:
    case, call = await a_closed_case(room)
    await room.blobs.forget(call)
    await room.desk.seal(new_id(), case, room.officer)
    _, data = await room.desk.bundle(case, room.officer, "es")
    assert verify_bytes(data, room.keys.public_keys()).verdict is BundleVerdict.INTACT
    parts = {e.name: e.data for e in read(data)}
    assert parts["documents/0001-la-cocina.png.lost.txt"].startswith(b"blob_missing ")


async def test_a_body_redacted_in_the_log_leaves_a_file_that_verifies(room: CaseFileSetup) -> None:
    case, _ = await a_closed_case(room)
    await room.desk.seal(new_id(), case, room.officer)
    await room.database.by_its_administrator(
        "update event set commitment = sha256(salt || convert_to(body, 'UTF8')), body = null, salt = null"
        " where kind = 'calls.call.rang'"
    )
    _, data = await room.desk.bundle(case, room.officer, "es")
    report = verify_bytes(data, room.keys.public_keys())
    assert (report.verdict, report.redacted) == (BundleVerdict.INTACT, 1), report.findings


# --- the page -------------------------------------------------------------------------------------


@pytest.fixture
def reader(room: CaseFileSetup, content: ContentBundle) -> CaseReader:
    return CaseReader(room.desk, content)


async def test_a_page_tells_the_story_and_what_was_known_at_each_fact(
    room: CaseFileSetup, reader: CaseReader
) -> None:
    case, _ = await a_closed_case(room)
    page = await reader.read(case, room.officer, "es")
    assert (page.state, page.sealed_at, page.place) == ("closed", None, "Calle del Molino 14")
    assert [line.n for line in page.story] == sorted(line.n for line in page.story)
    places = [one for one in page.known if one.label == "place"]
    assert [one.value for one in places] == ["Calle Molina 14", "Calle del Molino 14"]
    first, second = places
    assert first.until == second.since
    assert second.until is None
    marks = [mark for mark in page.marks if mark.kind == "place"]
    assert [(mark.since, mark.until) for mark in marks] == [(first.since, first.until), (second.since, None)]
    assert [(one.words, one.who) for one in page.spoken] == [("no respira", "Alertante")]
    (photo,) = page.pictures
    name, media_type, data = await reader.document(case, photo.digest, room.officer)
    assert (name, media_type, data) == ("0001-la-cocina.png", "image/png", b"\x89PNG a photograph")
    with pytest.raises(Refused, match="unknown_document"):
        await reader.document(case, "0" * 64, room.officer)


async def test_a_call_that_goes_to_another_case_is_no_caller_of_the_old_file_and_brings_its_ring_to_the_new(
    room: CaseFileSetup, reader: CaseReader
) -> None:
    old, _ = await a_closed_case(room)
    call, new = CallId(new_id()), CaseId(new_id())
    ring = calls_messages.ReceiveCall(call=call, channel=CallChannel.CHAT, words="huele a gas")
    await room.do(citizen(call), ring)
    await room.do(system(), calls_messages.JoinCase(call=call, case=old))
    await room.do(system(), calls_messages.SendCallerText(call=call, words="es otra calle"))
    stayed = await reader.read(old, room.officer, "es")
    assert [one.number for one in stayed.callers] == [1, 2]
    await room.do(room.taker, cases_messages.OpenCase(case=new, summary="gas"))
    await room.do(system(), calls_messages.JoinCase(call=call, case=new))

    def kinds(gathered: AssembledCase) -> list[str]:
        return [f.kind for f in gathered.facts if f.envelope.stream == f"call:{call}"]

    left, came = await room.desk.gather(old), await room.desk.gather(new)
    assert kinds(left)[-1] == "calls.call.left_case"
    assert "calls.call.left_case" not in kinds(came), "it names the case that it left"
    assert kinds(came)[0] == "calls.call.rang"
    said = [f.text("words") for f in came.facts if f.kind == "calls.call.caller_said"]
    assert said == ["huele a gas"], "what was said in the other case is of that case"
    page = await reader.read(old, room.officer, "es")
    assert {one.caller for one in page.known if one.side == "who" and one.until is None} == {1}
    assert [one.number for one in (await reader.read(new, room.officer, "es")).callers] == [1]
    for case in (old, new):
        _, data = await room.desk.bundle(case, room.officer, "es", working_copy=True)
        assert verify_bytes(data, room.keys.public_keys()).verdict is BundleVerdict.INTACT


async def test_the_page_has_a_finished_line_once_and_of_one_that_nobody_finished_as_much_as_was_typed(
    room: CaseFileSetup, reader: CaseReader
) -> None:
    case, call = await a_closed_case(room)
    caller, line, other = citizen(call), CommandId(new_id()), CommandId(new_id())
    for words in ("hay", "hay hu"):
        await room.do(caller, calls_messages.KeepCallerDraft(call=call, line=line, words=words))
    await room.commands.handle(line, calls_messages.SendCallerText(call=call, words="hay humo"), caller)
    for words in ("en el", "en el terc"):
        await room.do(caller, calls_messages.KeepCallerDraft(call=call, line=other, words=words))
    # A telephone's line is told by the exchange, and is the caller's all the same.
    await room.do(system(), calls_messages.SendCallerText(call=call, words="de Mayor 12"))
    page = await reader.read(case, room.officer, "es")
    assert [(one.who, one.words) for one in page.spoken] == [
        ("Alertante", words) for words in ("no respira", "hay humo", "en el terc…", "de Mayor 12")
    ]


async def test_opening_the_page_is_a_fact_and_who_looked_is_told_to_some(
    room: CaseFileSetup, reader: CaseReader
) -> None:
    case, _ = await a_closed_case(room)
    assert (await reader.read(case, room.taker, "es")).looks is None
    page = await reader.read(case, room.officer, "es")
    assert page.looks is not None
    assert [(look.who, look.how) for look in page.looks] == [("Laia Font", "page")]
    again = await reader.read(case, room.officer, "es")
    assert [(look.who, look.how) for look in again.looks or ()] == [
        ("Laia Font", "page"),
        ("Núria Vidal", "page"),
    ]


async def test_the_page_says_what_sealing_still_asks_for(room: CaseFileSetup, reader: CaseReader) -> None:
    case, call = await a_closed_case(room)
    musts = {must.code: must for must in (await reader.read(case, room.officer, "es")).musts}
    assert [code for code, must in musts.items() if not must.done] == ["calls"]
    assert musts["calls"].which == "1"
    await room.do(citizen(call), calls_messages.EndByCaller(call=call))
    assert all(must.done for must in (await reader.read(case, room.officer, "es")).musts)


async def test_proof_is_made_now_and_finds_a_fact_that_was_changed_in_the_database(
    room: CaseFileSetup, reader: CaseReader
) -> None:
    case, _ = await a_closed_case(room)
    await room.desk.seal(new_id(), case, room.officer)
    proof = await reader.prove(case, room.officer)
    assert (proof.verdict, proof.sealed, proof.findings) == ("intact", True, ())
    assert proof.first_leaf < proof.last_leaf < proof.log_size
    await room.database.by_its_administrator(
        "update event set body = replace(body, 'Molina', 'Molins') where kind = 'cases.case.located'"
    )
    changed = await reader.prove(case, room.officer)
    assert changed.verdict == "changed"
    assert any(finding.startswith("event_changed") for finding in changed.findings)


async def test_the_page_of_a_reserved_case_is_closed_until_a_reason_is_given(
    room: CaseFileSetup, reader: CaseReader
) -> None:
    case = CaseId(new_id())
    await room.do(room.taker, cases_messages.OpenCase(case=case))
    await room.do(room.taker, cases_messages.ReserveCase(case=case, reason="violencia de género"))
    for asked in (reader.read(case, room.officer, "es"), reader.prove(case, room.officer)):
        with pytest.raises(Refused, match="case_reserved"):
            await asked
    await room.do(room.officer, OpenReservedCase(case=case, reason="oficio 318"))
    page = await reader.read(case, room.officer, "es")
    assert [(look.who, look.reason) for look in page.looks or ()][:1] == [("Núria Vidal", "oficio 318")]
