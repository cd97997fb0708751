"""Aim: an edit that lowers a priority is shown as such, cannot be approved by its author, counts from its date; who began
before it goes on with the old text, in every process and after a restart; and it is taken back in one step."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest

from auxilio.active_content.change_studies import Study
from auxilio.active_content.versions import versions
from auxilio.active_content.views import ApprovalViews
from auxilio.active_content.word_tables import STORY, TABLES
from auxilio.app.composition import open_runtime, release_desk
from auxilio.app.runtime import Runtime
from auxilio.app.settings import Settings
from auxilio.cases.core.messages import OpenCase
from auxilio.content_release.core import messages as m
from auxilio.content_release.core.machine import LEAD_S
from auxilio.content_release.core.model import ConfirmedDocument, Office, ReleaseState, set_digest
from auxilio.content_release.queries import CheckedChange, ReleaseQueries
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command, CommandResult
from auxilio.kernel.ids import CaseId, RunId, stream_id
from auxilio.kernel.instant import after_s
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Priority
from auxilio.platform.database.log import state_of
from auxilio.platform.ids import new_id
from auxilio.platform.postgres import EmbeddedPostgres
from auxilio.triage.core import messages as triage
from auxilio.triage.service import RUN
from tests.actors import person
from tests.content.faulty_content import CONTENT, Folder
from tests.content.read_translations import READ, all_read, all_read_of, specification_of
from tests.database import by_the_administrator, fresh_database
from tests.demo_directory import register_demo_centres
from tests.manual_clock import Later

PATH = "protocols/san-pcr.yaml"
DOUBT = "when: {consciente: [N, U], respira: [N, qualified, U]}, priority: P0"
NO_DOUBT = "when: {consciente: [N, U], respira: [N, U]}, priority: P0"
AUTHOR, DOCTOR, CHIEF = person("content_author"), person("medical_director"), person("operations_director")
TAKER = person("call_taker", "desk-1")

PHRASES = "phrasebook/gl.yaml"
"""Sentences for callers who speak another language (decision 0368)."""


@dataclass
class Process:
    """One of this installation."""

    runtime: Runtime
    desk: ReleaseQueries
    clock: Later

    async def do(self, command: Command, actor: Actor) -> CommandResult:
        return await self.runtime.commands.handle(new_id(), command, actor)

    async def look(self) -> None:
        await self.runtime.following.look(self.runtime.in_force)

    def text_of(self, protocol: str = "san-pcr") -> str:
        found = self.runtime.content.library.interview(protocol)
        assert found is not None
        return found.protocol.digest

    async def edited(self, old: str = DOUBT, new: str = NO_DOUBT) -> CheckedChange:
        """A change whose translations somebody has read, with the specification that follows it."""
        overview = await self.desk.overview()
        files = await self.runtime.sets.files(overview.top)
        text = files[PATH].decode()
        assert text.count(old) == 1
        changed = text.replace(old, new)
        now = {**files, PATH: changed.encode()}
        return await self.desk.check(
            {PATH: changed, READ: all_read_of(now), **specification_of(now, "san-pcr")}
        )

    async def propose(self, checked: CheckedChange, in_s: float = 0) -> m.ProposeRelease:
        assert checked.content is not None
        command = m.ProposeRelease(
            release=new_id(),
            content=checked.content,
            title="Parada: sin dudas",
            reason="una edición que no debería pasar",
            effective_from=after_s(self.clock.now(), in_s),
        )
        await self.do(command, AUTHOR)
        return command

    async def approve(self, release: m.ProposeRelease) -> None:
        for office, actor in ((Office.MEDICAL_DIRECTOR, DOCTOR), (Office.OPERATIONS, CHIEF)):
            signed = m.SignRelease(release=release.release, office=office, content=release.content)
            await self.do(signed, actor)

    async def run(self, protocol: str = "san-pcr") -> RunId:
        case, run = CaseId(new_id()), RunId(new_id())
        await self.do(OpenCase(case=case, summary="no respira bien"), TAKER)
        await self.do(triage.StartRun(run=run, case=case, protocol=protocol, language="es"), TAKER)
        return run

    async def answer(self, run: RunId, **answers: str) -> Priority | None:
        """What the desk hears of the priority after these answers."""
        for question, code in answers.items():
            await self.do(triage.AnswerQuestion(run=run, question=question, answer=code), TAKER)
        found = await state_of(self.runtime.pool, stream_id("run", run))
        assert found is not None
        return RUN.read_state(found[1]).standing.priority


@asynccontextmanager
async def process(dsn: str, data: Path, clock: Later, content: Path | None = None) -> AsyncIterator[Process]:
    settings = Settings(area="demo", database_url=dsn, data=data, content=content)
    async with open_runtime(settings, clock) as runtime:
        await register_demo_centres(runtime.pool)
        yield Process(runtime, release_desk(runtime), clock)


@pytest.fixture
async def dsn(postgres_server: EmbeddedPostgres) -> AsyncIterator[str]:
    async with fresh_database(postgres_server) as database:
        yield database.dsn


@pytest.fixture
async def server(dsn: str, tmp_path: Path) -> AsyncIterator[Process]:
    async with process(dsn, tmp_path / "one", Later()) as made:
        yield made


@pytest.fixture
async def read(dsn: str, tmp_path: Path) -> AsyncIterator[Process]:
    """Whose translations somebody has read."""
    folder = Folder(tmp_path)
    (folder.path / READ).write_text(all_read(folder.path), "utf-8")
    async with process(dsn, tmp_path / "read", Later(), folder.path) as made:
        yield made


DOUBTFUL = {"consciente": "N", "respira": "qualified"}


async def test_an_edit_that_lowers_a_priority_is_shown_as_such_with_the_answers_that_matter(
    server: Process,
) -> None:
    run = await server.run()
    await server.answer(run, **DOUBTFUL)
    checked = await server.edited()
    study = msgspec.json.decode(checked.study, type=Study)
    (document,) = study.documents
    assert (document.id, document.change) == ("san-pcr", "lowered")
    assert document.decides is not None
    assert [(e.answers, e.before.priority, e.after.priority) for e in document.decides.examples] == [
        ({"consciente": who, "respira": "qualified"}, Priority.P0, Priority.P2) for who in ("N", "U")
    ]
    assert sum(e.endings for e in document.decides.examples) == document.decides.lowered > 0
    assert (study.past.runs, study.past.lowered) == (1, 1), "the interview that was just held"
    release = await server.propose(checked)
    (told,) = (await server.desk.overview()).releases
    assert (told.id, told.number, told.changed[0].lowered) == (release.release, 1, document.decides.lowered)


async def test_the_author_cannot_sign_and_one_office_is_not_enough(server: Process) -> None:
    release = await server.propose(await server.edited())
    for office in Office:
        signed = m.SignRelease(release=release.release, office=office, content=release.content)
        with pytest.raises(Refused, match="not_permitted"):
            await server.do(signed, AUTHOR)
    signed = m.SignRelease(release=release.release, office=Office.OPERATIONS, content=release.content)
    await server.do(signed, CHIEF)
    server.clock.ahead_s = 3 * LEAD_S
    before = server.text_of()
    await server.look()
    assert server.text_of() == before
    (told,) = (await server.desk.overview()).releases
    assert told.state is ReleaseState.PROPOSED


async def test_what_has_a_translation_that_nobody_has_read_is_in_force_and_stays_a_draft(
    server: Process,
) -> None:
    overview = await server.desk.overview()
    text = (await server.desk.file(overview.top, PATH)).text.replace(DOUBT, NO_DOUBT)
    specification = specification_of(
        {**await server.runtime.sets.files(overview.top), PATH: text.encode()}, "san-pcr"
    )
    release = await server.propose(await server.desk.check({PATH: text, **specification}))
    (told,) = (await server.desk.overview()).releases
    assert told.changed[0].unread == ("ca", "en", "fr")
    # A mend of what is wrong waits for no reader: it is signed, and in force.
    signed = m.SignRelease(release=release.release, office=Office.OPERATIONS, content=release.content)
    await server.do(signed, CHIEF)
    confirmed = m.ConfirmContent(
        release=new_id(),
        office=Office.OPERATIONS,
        content=overview.top,
        documents=(ConfirmedDocument(kind="card", id="rcp-adulto"),),
        title="Lo que está en vigor",
        reason="leído entero",
    )
    with pytest.raises(Refused, match="translation_not_read") as refused:
        await server.do(confirmed, CHIEF)
    assert (refused.value.facts["id"], refused.value.facts["languages"]) == ("rcp-adulto", "ca, en, fr")
    plan = (ConfirmedDocument(kind="file", id="plans/situations.yaml"),)
    await server.do(msgspec.structs.replace(confirmed, documents=plan), CHIEF)


async def test_it_counts_from_its_date_and_whoever_began_before_goes_on_with_the_old_text(
    server: Process, dsn: str, tmp_path: Path
) -> None:
    async with process(dsn, tmp_path / "two", server.clock) as two:
        began = await server.run()
        old = server.text_of()
        release = await server.propose(await server.edited(), in_s=3600)
        await server.approve(release)
        for each in (server, two):
            await each.look()
            assert each.text_of() == old, "not yet"
        server.clock.ahead_s = 3601
        await two.look()
        new = two.text_of()
        assert new != old
        assert await two.answer(began, **DOUBTFUL) is Priority.P0
        after = await two.run()
        assert await server.answer(after, **DOUBTFUL) is Priority.P2, (
            "the server has not looked, and knows the version all the same"
        )
        await server.look()
        assert server.text_of() == new
    async with process(dsn, tmp_path / "three", server.clock) as three:
        assert three.text_of() == new, "a process that starts now"
        assert await three.answer(began, edad="adult") is Priority.P0
        found = three.runtime.content.library.interview_of(old)
        assert found is not None
        assert old != new


async def test_it_is_taken_back_in_one_step(server: Process) -> None:
    old = server.text_of()
    release = await server.propose(await server.edited())
    await server.approve(release)
    server.clock.ahead_s = LEAD_S + 1
    await server.look()
    assert server.text_of() != old
    run = await server.run()
    await server.do(
        m.TakeBackRelease(release=release.release, reason="la respiración agónica no se pregunta"), CHIEF
    )
    await server.look()
    assert server.text_of() == old
    assert await server.answer(run, **DOUBTFUL) is Priority.P2, (
        "it began with the version that was taken back"
    )
    overview = await server.desk.overview()
    assert overview.now is None
    assert overview.top == overview.ground


@pytest.mark.thorough
async def test_what_stands_is_told_apart_from_what_this_installation_has_read(server: Process) -> None:
    release = await server.propose(await server.edited())
    await server.approve(release)
    server.clock.ahead_s = LEAD_S + 1
    before = await server.desk.overview()
    assert before.now is not None
    assert (before.now.content, before.held) == (release.content, None), (
        "it stands, and nobody answers by it yet"
    )
    await server.look()
    assert (await server.desk.overview()).held == release.content


@pytest.mark.thorough
async def test_two_releases_from_one_base_the_slower_must_be_written_again(server: Process) -> None:
    first, second = await server.edited(), await server.edited("version: 0.1.0", "version: 0.2.0")
    slow, quick = await server.propose(second), await server.propose(first)
    await server.approve(quick)
    with pytest.raises(Refused, match="release_base_moved"):
        await server.approve(slow)
    with pytest.raises(Refused, match="release_base_moved"):
        await server.propose(second)
    again = await server.propose(await server.edited("version: 0.1.0", "version: 0.2.0"))
    await server.approve(again)
    coming = (await server.desk.overview()).coming
    assert [standing.release for standing in coming] == [quick.release, again.release]


@pytest.mark.thorough
async def test_an_edit_with_a_fault_is_told_of_with_its_line_and_cannot_be_proposed(server: Process) -> None:
    checked = await server.edited("say: [rcp-adulto]", "say: [zzz]")
    assert checked.content is None
    errors = [one for one in msgspec.json.decode(checked.faults) if one["severity"] == "error"]
    assert [(fault["file"], fault["line"], fault["rule"]) for fault in errors] == [(PATH, 20, "L02")]
    without = await server.desk.check({"data/protocol_specifications/san-pcr.yaml": None})
    errors = [one for one in msgspec.json.decode(without.faults) if one["severity"] == "error"]
    assert [(fault["file"], fault["code"]) for fault in errors] == [(PATH, "specification_lost")]
    with pytest.raises(Refused, match="set_not_checked"):
        await server.do(
            m.ProposeRelease(
                release=new_id(),
                content="f" * 64,
                title="nada",
                reason="nada",
                effective_from=server.clock.now(),
            ),
            AUTHOR,
        )


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"../etc/passwd": "x"}, "path_not_allowed"),
        ({"protocols/../../x.yaml": "x"}, "path_not_allowed"),
        ({"announcements/words.yaml": "x"}, "path_not_allowed"),
        ({"plans/areas/../villa.yaml": "x"}, "path_not_allowed"),
        ({"plans/centres.yaml": "x"}, "path_not_allowed"),
        ({"protocols/a.exe": "x"}, "path_not_allowed"),
        ({"protocols/never-was.yaml": None}, "nothing_changed"),
        ({f"cards/{n}.yaml": "x" for n in range(501)}, "too_many_changes"),
        ({"cards/long.yaml": "x" * 21_000_000}, "set_too_large"),
    ],
)
async def test_what_is_no_change_of_content_is_refused(
    server: Process, changes: dict[str, str | None], code: str
) -> None:
    with pytest.raises(Refused, match=code):
        await server.desk.check(changes)


@pytest.mark.thorough
async def test_a_set_that_cannot_be_read_any_more_leaves_what_was_in_force(server: Process) -> None:
    old = server.text_of()
    release = await server.propose(await server.edited())
    await server.approve(release)
    await by_the_administrator(
        server.runtime.dsn,
        "update content_file set body = 'id: [' where body like '%id: san-pcr\nversion%'::bytea",
    )
    server.clock.ahead_s = LEAD_S + 1
    with pytest.raises(Refused, match="content_refused"):
        await server.look()
    assert server.text_of() == old


@pytest.mark.thorough
async def test_a_set_published_without_tables_of_words_keeps_its_digest_and_works(
    server: Process, dsn: str, tmp_path: Path
) -> None:
    """As sets were before the tables were content (decision 0271)."""
    ground = {file.path: file.digest for file in await server.desk.names((await server.desk.overview()).top)}
    shipped = server.runtime.content.story_words
    release = await server.propose(await server.desk.check(dict.fromkeys(TABLES)))
    old = {path: digest for path, digest in ground.items() if path not in TABLES}
    assert len(old) == len(ground) - len(TABLES)
    assert release.content == set_digest(old)
    await server.approve(release)
    server.clock.ahead_s = LEAD_S + 1
    await server.look()
    async with process(dsn, tmp_path / "two", server.clock) as two:
        for each in (server, two):
            assert each.runtime.in_force.content == release.content
            assert each.runtime.content.story_words == shipped
    body = (CONTENT / STORY).read_text("utf-8").replace("  bus: [", "  kite: [cometa]\n  bus: [")
    sentence = (CONTENT / PHRASES).read_text("utf-8").replace("Non colgue.", "Non colgue o teléfono.")
    checked = await server.desk.check({STORY: body, PHRASES: sentence})
    assert checked.content is not None
    assert msgspec.json.decode(checked.study, type=Study).files == (STORY, PHRASES)


@pytest.mark.thorough
async def test_what_is_in_force_is_signed_as_it_is_by_two_offices_in_one_act_each(read: Process) -> None:
    server = read
    approvals = ApprovalViews(server.runtime.in_force, server.runtime.ground)
    before = await approvals.unsigned()
    assert {each.kind for each in before.documents} == {"protocol", "card", "file"}
    assert "plans/areas/demo.yaml" in {each.id for each in before.documents}
    assert not versions(server.runtime.content).live
    named = tuple(ConfirmedDocument(kind=each.kind, id=each.id) for each in before.documents)
    confirm = m.ConfirmContent(
        release=new_id(),
        office=Office.MEDICAL_DIRECTOR,
        content=before.content,
        documents=named,
        title="Lo que está en vigor",
        reason="leído entero",
    )
    stranger = msgspec.structs.replace(
        confirm, documents=(ConfirmedDocument(kind="protocol", id="nada"),), release=new_id()
    )
    other = msgspec.structs.replace(confirm, content="a" * 64, release=new_id())
    for wrong, code in ((stranger, "document_not_in_force"), (other, "release_base_moved")):
        with pytest.raises(Refused, match=code):
            await server.do(wrong, DOCTOR)
    await server.do(confirm, DOCTOR)
    signs = m.SignRelease(release=confirm.release, office=Office.OPERATIONS, content=before.content)
    with pytest.raises(Refused, match="one_person_one_signature"):
        await server.do(signs, msgspec.structs.replace(CHIEF, id=DOCTOR.id))
    release, study = await server.desk.release(str(confirm.release))
    assert (len(release.changed), study) == (len(named), b"null")
    await server.do(signs, CHIEF)
    digests = server.text_of()
    server.clock.ahead_s += LEAD_S + 1
    await server.look()
    assert (await approvals.unsigned()).documents == ()
    told = versions(server.runtime.content)
    assert told.live
    assert {each.approved_by for each in told.documents} == {(DOCTOR.name, CHIEF.name)}
    assert not server.runtime.plan.draft
    assert not server.runtime.in_force.civil.draft
    assert server.text_of() == digests, "a signature changes no document"

    # What is changed later is what the next two signatures are for; and a signature is taken back as any release.
    checked = await server.edited()
    await server.approve(await server.propose(checked))
    server.clock.ahead_s += LEAD_S + 1
    await server.look()
    assert versions(server.runtime.content).live
    for taken in (await server.desk.overview()).releases[:2]:
        await server.do(m.TakeBackRelease(release=taken.id, reason="una prueba"), DOCTOR)
    await server.look()
    assert (await approvals.unsigned()).documents == before.documents
