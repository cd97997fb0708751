"""Aim: from the command line, a hand in the database is named, and a case is taken away as a file that verifies."""

import asyncio
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from auxilio.app.cli import commands
from auxilio.app.composition import standalone_identity
from auxilio.calls.core.messages import ReportLine, SetDeskReady, SignOff
from auxilio.calls.service import DESK, CallService
from auxilio.cases import service as cases
from auxilio.cases.core.messages import NoteCase, OpenCase
from auxilio.identity.core.model import Agency, Centre, Desk, PersonData
from auxilio.identity.service import SYSTEM
from auxilio.kernel.ids import CaseId, DeskId
from auxilio.kernel.shared_types import Mode
from auxilio.platform.clock import SystemClock
from auxilio.platform.database import log, migrate
from auxilio.platform.database.cursors import changed_since
from auxilio.platform.database.seal_store import PostgresSealStore
from auxilio.platform.i18n import LANGUAGES
from auxilio.platform.ids import new_id
from auxilio.platform.keys.folder import FolderKeys
from auxilio.platform.log_sealing import sealing_round
from auxilio.platform.proof.chain import GENESIS, digest_of
from auxilio.platform.proof.external_heads import read_heads
from tests.actors import person, system
from tests.database import Database


@pytest.fixture
async def data(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("AUXILIO_DATABASE_URL", database.dsn)
    monkeypatch.setenv("AUXILIO_DATABASE_OWNER_URL", database.owner_dsn)
    keys = FolderKeys.create(tmp_path / "keys")
    service, taker, case = cases.CaseService(database.work), person("call_taker", "desk-1"), CaseId(new_id())
    await service.handle(new_id(), OpenCase(case=case, summary="humo"), taker)
    for words in ("uno", "dos", "tres"):
        await service.handle(new_id(), NoteCase(case=case, words=words), taker)
    await sealing_round(database.pool, SystemClock(), keys)()
    return tmp_path


async def run(*arguments: str | Path) -> Result:
    return await asyncio.to_thread(CliRunner().invoke, commands, [str(a) for a in arguments])


async def test_an_untouched_log_is_intact(data: Path) -> None:
    done = await run("log", "verify", "--data", data, "--language", "es")
    assert done.exit_code == 0, done.output
    assert done.output.startswith("REGISTRO ÍNTEGRO")
    assert "4 hechos" in done.output


@pytest.mark.parametrize(
    ("hand", "kind"),
    [
        ("update event set body = replace(body, 'dos', 'DOS') where version = 3", "changed"),
        ("update event set actor_name = 'otra' where version = 2", "changed"),
        ("delete from event where version = 2", "removed"),
        ("delete from event where version = 4", "removed"),
        (
            "update event set version = 100 where version = 2; update event set version = 2 where version = 3;"
            " update event set version = 3 where version = 100",
            "reordered",
        ),
        ("delete from event", "removed"),
    ],
)
async def test_what_a_hand_did_in_the_database_is_named(
    database: Database, data: Path, hand: str, kind: str
) -> None:
    await database.by_its_administrator(hand)
    done = await run("log", "verify", "--data", data, "--json")
    assert done.exit_code == 1
    report = json.loads(done.output)
    assert not report["intact"]
    assert report["faults"][0]["kind"] == kind


async def test_a_head_kept_elsewhere_is_still_the_beginning_of_the_log(
    database: Database, data: Path
) -> None:
    head = await PostgresSealStore(database.pool).latest()
    assert head is not None
    (data / "head.txt").write_text(head.note)
    assert (await run("log", "verify", "--data", data, "--head", data / "head.txt")).exit_code == 0
    # Whoever owns the database takes its last fact, its leaf and its head away: only the kept head knows.
    await database.by_its_administrator(
        "delete from event where version = 4; delete from seal_head; delete from seal_leaf where index = 3"
    )
    done = await run("log", "verify", "--data", data, "--head", data / "head.txt", "--json")
    assert done.exit_code == 1
    assert [f["kind"] for f in json.loads(done.output)["faults"]] == ["head_rewritten", "state_changed"]


@pytest.fixture
async def lucia(database: Database) -> None:
    """A person, as an administrator brings one in."""
    identity = standalone_identity(
        database.pool, SystemClock(), services=lambda: frozenset({"HEALTH", "POLICE"})
    )
    who = PersonData(login="lucia", name="Lucía", roles=("call_taker",))
    await identity.add_person(who, "una frase muy larga", SYSTEM)
    for place in (
        Agency(id="san", service="HEALTH", name="Sanidad", has_console=True),
        Agency(id="pol", service="POLICE", name="Policía", has_console=True),
        Centre(id="san-1", agency="san", name="Sanitario"),
        Desk(id="desk-01", centre="san-1", name="Puesto 1"),
    ):
        await identity.put_place(place, SYSTEM)


@pytest.mark.parametrize(
    ("hand", "kind", "fields"),
    [
        ("delete from seal_head", "head_missing", None),
        ("update stream set state = state || '{\"summary\": \"nada\"}' where noun = 'case'", "state_changed", ["state.summary"]),
        ("update stream set live = false where noun = 'case'", "state_changed", ["live"]),
        ("update stream set mode = 'exercise' where noun = 'case'", "state_changed", ["mode"]),
        ("update stream set head = '' where noun = 'case'", "state_changed", ["head"]),
        ("update stream set case_id = gen_random_uuid() where noun = 'case'", "state_changed", ["case_id"]),
        ("update stream set changed_at = now() - interval '1 day' where noun = 'case'", "state_changed", ["changed_at"]),
        ("delete from stream where noun = 'case'", "state_missing", []),
        ("insert into stream select 'case:' || gen_random_uuid(), noun, version, head, state, live, case_id, call_id,"
         " mode, changed_at from stream where noun = 'case'", "state_unfounded", []),
        ("update person set roles = '{administrator}'", "row_changed", ["roles"]),
        ("update desk set roles = '{supervisor}'", "row_changed", ["roles"]),
        ("update centre set agency = 'pol'", "row_changed", ["agency"]),
        ("update person set active = false", "row_changed", ["active"]),
        ("insert into person select gen_random_uuid(), 'mallory', name, password_hash, '{supervisor}', agency, centre,"
         " languages, active from person", "row_unfounded", []),
        ("update person set roles = '{supervisor}'; update reference_change set after = jsonb_set(after, '{roles}',"
         " '[\"supervisor\"]') where relation = 'person'", "row_changed", ["roles"]),
        ("delete from person", "row_missing", []),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("lucia")
async def test_a_forgery_beside_the_facts_is_named(
    database: Database, data: Path, hand: str, kind: str, fields: list[str] | None
) -> None:
    assert (await run("log", "verify", "--data", data)).exit_code == 0
    await database.by_its_administrator(hand)
    done = await run("log", "verify", "--data", data, "--json")
    assert done.exit_code == 1
    (fault,) = json.loads(done.output)["faults"]
    assert (fault["kind"], fault.get("fields")) == (kind, fields)
    for language in LANGUAGES:
        told = await run("log", "verify", "--data", data, "--language", language)
        assert told.exit_code == 1
        assert f"verify.{kind}" not in told.output


async def test_a_stream_whose_words_were_removed_by_right_is_reported_and_no_fault(
    database: Database, data: Path
) -> None:
    await database.by_its_administrator(
        "update event set commitment = sha256(salt || convert_to(body, 'UTF8')), body = null, salt = null"
        " where version = 2"
    )
    done = await run("log", "verify", "--data", data, "--json")
    assert done.exit_code == 0, done.output
    report = json.loads(done.output)
    assert (report["folded"], len(report["redacted"])) == (0, 1)
    await database.by_its_administrator("update stream set version = 9")
    assert (await run("log", "verify", "--data", data)).exit_code == 1, "what can be compared still is"


async def test_states_that_were_changed_are_folded_again_from_the_log(database: Database, data: Path) -> None:
    before = await database.pool.fetchrow("select * from stream")
    await database.by_its_administrator(
        'update stream set state = state || \'{"summary": "nada"}\', live = false'
    )
    done = await run("db", "refold", "--data", data)
    assert done.exit_code == 0, done.output
    assert "live, state.summary" in done.output
    assert await database.pool.fetchrow("select * from stream") == before
    assert (await run("db", "refold", "--data", data)).output == ""
    await database.by_its_administrator(
        "update event set body = replace(body, 'dos', 'DOS') where version = 3"
    )
    await database.by_its_administrator("update stream set live = false")
    assert (await run("db", "refold", "--data", data)).output == "", (
        "what the log does not prove is not written"
    )


async def test_a_redacted_stream_is_not_folded_again_and_is_reported(database: Database, data: Path) -> None:
    service, case = cases.CaseService(database.work), CaseId(new_id())
    await service.handle(new_id(), OpenCase(case=case, summary="niebla"), person("call_taker", "desk-1"))
    redacted = await database.pool.fetchval("select stream from event where version = 2")
    await database.by_its_administrator(
        "update event set commitment = sha256(salt || convert_to(body, 'UTF8')), body = null, salt = null"
        " where version = 2"
    )
    await database.by_its_administrator('update stream set state = state || \'{"summary": "nada"}\'')
    done = await run("db", "refold", "--data", data)
    assert done.exit_code == 0, done.output
    assert done.output.splitlines() == [
        f"case:{case}  state.summary",
        f"{redacted}  redacted: not folded, left as it is",
    ]
    states = await database.pool.fetch("select id, state::jsonb ->> 'summary' as summary from stream")
    assert {row["id"]: row["summary"] for row in states} == {f"case:{case}": "niebla", redacted: "nada"}


REWRITTEN = """
update event set body = replace(body, 'dos', 'DOS') where version = 3;
delete from seal_head; delete from seal_leaf; delete from seal_node;
update seal set size = 0, peaks = '{}', epoch = 0, tx = 0, seq = 0;
"""


async def rewrite_everything(database: Database) -> None:
    """All that an administrator of the database can do: a body, every digest after it, the tree, the heads, the state."""
    await database.by_its_administrator(REWRITTEN)
    previous = GENESIS
    for envelope in await log.of_stream(database.pool, await database.pool.fetchval("select id from stream")):
        previous = digest_of(previous, envelope)
        await database.by_its_administrator(
            "update event set digest = $1 where id = $2", previous, envelope.id
        )
    await database.by_its_administrator("update stream set head = $1", previous)


async def test_a_log_that_was_rewritten_with_everything_in_the_database_is_named_by_heads_outside_it(
    database: Database, data: Path
) -> None:
    outside = data / "another-centre"
    outside.mkdir()
    keys = FolderKeys(data / "keys")
    await sealing_round(database.pool, SystemClock(), keys, outside)()
    assert len(list(outside.glob("*/*.head"))) == 1
    asked = ("log", "verify", "--data", data, "--json", "--heads", outside)
    assert (await run(*asked)).exit_code == 0
    await rewrite_everything(database)
    await sealing_round(
        database.pool, SystemClock(), keys, outside
    )()  # the worker signs what it finds, not knowing
    assert (await run("log", "verify", "--data", data)).exit_code == 0, "the database alone cannot tell"
    done = await run(*asked)
    assert done.exit_code == 1
    assert [fault["kind"] for fault in json.loads(done.output)["faults"]] == ["head_rewritten"]
    assert len(list(outside.glob("*/*.head"))) == 1, "and no head of it was laid beside the true one"


async def test_the_worker_says_that_the_log_was_rewritten(
    database: Database, data: Path, caplog: pytest.LogCaptureFixture
) -> None:
    outside, keys = data / "another-centre", FolderKeys(data / "keys")
    outside.mkdir()
    await sealing_round(database.pool, SystemClock(), keys, outside)()
    await rewrite_everything(database)
    round_ = sealing_round(database.pool, SystemClock(), keys, outside)
    for _ in range(3):
        await round_()
    assert [record.message for record in caplog.records if record.levelname == "CRITICAL"] == [
        "log_rewritten"
    ]


async def test_a_head_is_laid_down_when_the_log_has_grown_and_not_at_every_round(
    database: Database, data: Path
) -> None:
    outside = data / "another-centre"
    outside.mkdir()
    round_ = sealing_round(database.pool, SystemClock(), FolderKeys(data / "keys"), outside)
    for _ in range(3):
        await round_()
    assert len(list(outside.glob("*/*.head"))) == 1
    await cases.CaseService(database.work).handle(
        new_id(), OpenCase(case=CaseId(new_id())), person("call_taker", "desk-1")
    )
    await round_()
    assert len(list(outside.glob("*/*.head"))) == 2
    assert [head.head.size for head in read_heads(outside)] == [4, 5]


@pytest.mark.parametrize(("make", "told"), [(False, "heads_folder_missing"), (True, "head_none_kept")])
async def test_heads_outside_that_are_not_there_are_not_passed_over(
    data: Path, monkeypatch: pytest.MonkeyPatch, make: bool, told: str
) -> None:
    outside = data / "another-centre"
    if make:
        outside.mkdir()
    monkeypatch.setenv("AUXILIO_HEADS_FOLDER", str(outside))
    done = await run("log", "verify", "--data", data, "--json")
    assert done.exit_code != 0
    said = json.loads(done.output)["faults"][0]["kind"] if make else str(outside)
    assert said == (told if make else str(outside))


async def test_a_log_that_grows_meanwhile_is_intact(database: Database, data: Path) -> None:
    """The audit looks at one moment: facts, states, leaves and heads that come while it looks are no faults."""
    keys, stop = FolderKeys(data / "keys"), asyncio.Event()
    round_, taker = sealing_round(database.pool, SystemClock(), keys), person("call_taker", "desk-1")

    async def live() -> None:
        while not stop.is_set():
            case = CaseId(new_id())
            await cases.CaseService(database.work).handle(new_id(), OpenCase(case=case), taker)
            await cases.CaseService(database.work).handle(new_id(), NoteCase(case=case, words="más"), taker)
            await round_()

    living = asyncio.create_task(live())
    for _ in range(5):
        done = await run("log", "verify", "--data", data, "--json")
        assert done.exit_code == 0, done.output
    stop.set()
    await living


async def test_the_tail_shows_what_and_when_and_never_what_was_said(data: Path) -> None:
    done = await run("log", "tail", "--data", data)
    assert done.exit_code == 0
    assert done.output.count("cases.case.noted") == 3
    assert "tres" not in done.output
    assert (await run("log", "tail", "--data", data, "--limit", "1", "--json")).output.count("\n") == 1


async def test_a_case_is_exported_by_its_number_and_verifies(database: Database, data: Path) -> None:
    number = await database.pool.fetchval("select (state->>'number') from stream where noun = 'case'")
    out = data / "case.zip"
    asked = ("export", f"{number}/2026", "--out", out, "--data", data, "--language", "en")
    refused = await run(*asked)
    assert (refused.exit_code, out.exists()) == (2, False)
    assert "not sealed" in refused.output
    done = await run(*asked, "--working-copy")
    assert done.exit_code == 0, done.output
    (data / "centre.pem").write_bytes(FolderKeys(data / "keys").public_keys().pem)
    checked = await run("verify", out, "--key", data / "centre.pem", "--language", "en")
    assert checked.exit_code == 0
    assert checked.output.startswith("INTACT, NOT SEALED.")
    out.write_bytes(out.read_bytes().replace(b"tres", b"TRES", 1))
    assert (await run("verify", out)).exit_code == 1


@pytest.mark.parametrize("case", ["999999", "not-a-case", "00000000-0000-7000-8000-000000000000"])
async def test_a_case_that_is_not_there_is_refused_and_nothing_is_written(data: Path, case: str) -> None:
    done = await run("export", case, "--out", data / "case.zip", "--data", data)
    assert done.exit_code == 2
    assert not (data / "case.zip").exists()


async def test_without_keys_it_says_what_is_missing(data: Path) -> None:
    done = await run("log", "verify", "--data", data / "elsewhere", "--language", "en")
    assert done.exit_code == 2


@pytest.fixture
async def desk_of_two_modes(database: Database) -> None:
    """A desk whose voice line stood before anybody was there, and at which somebody of an exercise sits."""
    service, desk = CallService(database.work), DeskId("desk-06")
    await service.handle(new_id(), ReportLine(desk=desk, up=True), system())
    await service.handle(new_id(), SetDeskReady(), person("call_taker", desk, mode=Mode.EXERCISE))


@pytest.mark.usefixtures("desk_of_two_modes")
async def test_a_desk_that_changes_mode_is_in_the_log_and_the_room_of_the_new_one(
    database: Database, data: Path
) -> None:
    done = await run("log", "verify", "--data", data, "--language", "es")
    assert done.exit_code == 0, done.output
    since = SystemClock().now()
    assert [desk.id for desk in await changed_since(database.pool, DESK, Mode.EXERCISE, since)] == ["desk-06"]
    assert await changed_since(database.pool, DESK, Mode.REAL, since) == []
    again = person("call_taker", "desk-06")
    service = CallService(database.work)
    await service.handle(new_id(), SignOff(), person("call_taker", "desk-06", mode=Mode.EXERCISE))
    await service.handle(new_id(), SetDeskReady(), again)
    assert (await run("log", "verify", "--data", data)).exit_code == 0
    assert len(await changed_since(database.pool, DESK, Mode.REAL, since)) == 1


@pytest.mark.usefixtures("desk_of_two_modes")
async def test_rows_that_kept_their_first_mode_are_mended_and_a_hand_in_another_is_still_named(
    database: Database, data: Path
) -> None:
    (mend,) = (text for number, _, text in migrate.packaged_migrations() if number == 84)
    await database.by_its_administrator("update stream set mode = 'real' where noun = 'desk'")
    assert (await run("log", "verify", "--data", data)).exit_code == 1
    await database.by_its_administrator("update stream set mode = 'training' where noun = 'case'")
    await database.by_its_administrator(mend)
    done = await run("log", "verify", "--data", data, "--json")
    (fault,) = json.loads(done.output)["faults"]
    assert (fault["stream"].partition(":")[0], fault["fields"]) == ("case", ["mode"])
