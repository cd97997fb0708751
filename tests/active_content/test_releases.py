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
from tests.content.read_translations import READ, all_read, all_read_of, plan_of
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
        """A change whose translations somebody has read, with the plan that follows it."""
        overview = await self.desk.overview()
        files = await self.runtime.sets.files(overview.top)
        text = files[PATH].decode()
        assert text.count(old) == 1
        changed = text.replace(old, new)
        now = {**files, PATH: changed.encode()}
        return await self.desk.check({PATH: changed, READ: all_read_of(now), **plan_of(now, "san-pcr")})

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
async def one(dsn: str, tmp_path: Path) -> AsyncIterator[Process]:
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
    one: Process,
) -> None:
    run = await one.run()
    await one.answer(run, **DOUBTFUL)
    checked = await one.edited()
    study = msgspec.json.decode(checked.study, type=Study)
    (document,) = study.documents
    assert (document.id, document.change) == ("san-pcr", "lowered")
    assert document.decides is not None
    assert [(e.answers, e.before.priority, e.after.priority) for e in document.decides.examples] == [
        ({"consciente": who, "respira": "qualified"}, Priority.P0, Priority.P2) for who in ("N", "U")
    ]
    assert sum(e.endings for e in document.decides.examples) == document.decides.lowered > 0
    assert (study.past.runs, study.past.lowered) == (1, 1), "the interview that was just held"
    release = await one.propose(checked)
    (told,) = (await one.desk.overview()).releases
    assert (told.id, told.number, told.changed[0].lowered) == (release.release, 1, document.decides.lowered)


async def test_the_author_cannot_sign_and_one_office_is_not_enough(one: Process) -> None:
    release = await one.propose(await one.edited())
    for office in Office:
        signed = m.SignRelease(release=release.release, office=office, content=release.content)
        with pytest.raises(Refused, match="not_permitted"):
            await one.do(signed, AUTHOR)
    signed = m.SignRelease(release=release.release, office=Office.OPERATIONS, content=release.content)
    await one.do(signed, CHIEF)
    one.clock.ahead_s = 3 * LEAD_S
    before = one.text_of()
    await one.look()
    assert one.text_of() == before
    (told,) = (await one.desk.overview()).releases
    assert told.state is ReleaseState.PROPOSED


async def test_what_has_a_translation_that_nobody_has_read_is_in_force_and_stays_a_draft(
    one: Process,
) -> None:
    overview = await one.desk.overview()
    text = (await one.desk.file(overview.top, PATH)).text.replace(DOUBT, NO_DOUBT)
    plan = plan_of({**await one.runtime.sets.files(overview.top), PATH: text.encode()}, "san-pcr")
    release = await one.propose(await one.desk.check({PATH: text, **plan}))
    (told,) = (await one.desk.overview()).releases
    assert told.changed[0].unread == ("ca", "en", "fr")
    # A mend of what is wrong waits for no reader: it is signed, and in force.
    signed = m.SignRelease(release=release.release, office=Office.OPERATIONS, content=release.content)
    await one.do(signed, CHIEF)
    confirmed = m.ConfirmContent(
        release=new_id(),
        office=Office.OPERATIONS,
        content=overview.top,
        documents=(ConfirmedDocument(kind="card", id="rcp-adulto"),),
        title="Lo que está en vigor",
        reason="leído entero",
    )
    with pytest.raises(Refused, match="translation_not_read") as refused:
        await one.do(confirmed, CHIEF)
    assert (refused.value.facts["id"], refused.value.facts["languages"]) == ("rcp-adulto", "ca, en, fr")
    plan = (ConfirmedDocument(kind="file", id="plans/situations.yaml"),)
    await one.do(msgspec.structs.replace(confirmed, documents=plan), CHIEF)


async def test_it_counts_from_its_date_and_whoever_began_before_goes_on_with_the_old_text(
    one: Process, dsn: str, tmp_path: Path
) -> None:
    async with process(dsn, tmp_path / "two", one.clock) as two:
        began = await one.run()
        old = one.text_of()
        release = await one.propose(await one.edited(), in_s=3600)
        await one.approve(release)
        for each in (one, two):
            await each.look()
            assert each.text_of() == old, "not yet"
        one.clock.ahead_s = 3601
        await two.look()
        new = two.text_of()
        assert new != old
        assert await two.answer(began, **DOUBTFUL) is Priority.P0
        after = await two.run()
        assert await one.answer(after, **DOUBTFUL) is Priority.P2, (
            "one has not looked, and knows the version all the same"
        )
        await one.look()
        assert one.text_of() == new
    async with process(dsn, tmp_path / "three", one.clock) as three:
        assert three.text_of() == new, "a process that starts now"
        assert await three.answer(began, edad="adult") is Priority.P0
        found = three.runtime.content.library.interview_of(old)
        assert found is not None
        assert old != new


async def test_it_is_taken_back_in_one_step(one: Process) -> None:
    old = one.text_of()
    release = await one.propose(await one.edited())
    await one.approve(release)
    one.clock.ahead_s = LEAD_S + 1
    await one.look()
    assert one.text_of() != old
    run = await one.run()
    await one.do(
        m.TakeBackRelease(release=release.release, reason="la respiración agónica no se pregunta"), CHIEF
    )
    await one.look()
    assert one.text_of() == old
    assert await one.answer(run, **DOUBTFUL) is Priority.P2, "it began with the version that was taken back"
    overview = await one.desk.overview()
    assert overview.now is None
    assert overview.top == overview.ground


@pytest.mark.thorough
async def test_what_stands_is_told_apart_from_what_this_installation_has_read(one: Process) -> None:
    release = await one.propose(await one.edited())
    await one.approve(release)
    one.clock.ahead_s = LEAD_S + 1
    before = await one.desk.overview()
    assert before.now is not None
    assert (before.now.content, before.held) == (release.content, None), (
        "it stands, and nobody answers by it yet"
    )
    await one.look()
    assert (await one.desk.overview()).held == release.content


@pytest.mark.thorough
async def test_two_releases_from_one_base_the_slower_must_be_written_again(one: Process) -> None:
    first, second = await one.edited(), await one.edited("version: 0.1.0", "version: 0.2.0")
    slow, quick = await one.propose(second), await one.propose(first)
    await one.approve(quick)
    with pytest.raises(Refused, match="release_base_moved"):
        await one.approve(slow)
    with pytest.raises(Refused, match="release_base_moved"):
        await one.propose(second)
    again = await one.propose(await one.edited("version: 0.1.0", "version: 0.2.0"))
    await one.approve(again)
    coming = (await one.desk.overview()).coming
    assert [standing.release for standing in coming] == [quick.release, again.release]


@pytest.mark.thorough
async def test_an_edit_with_a_fault_is_told_of_with_its_line_and_cannot_be_proposed(one: Process) -> None:
    checked = await one.edited("say: [rcp-adulto]", "say: [zzz]")
    assert checked.content is None
    errors = [one for one in msgspec.json.decode(checked.faults) if one["severity"] == "error"]
    assert [(fault["file"], fault["line"], fault["rule"]) for fault in errors] == [(PATH, 20, "L02")]
    with pytest.raises(Refused, match="set_not_checked"):
        await one.do(
            m.ProposeRelease(
                release=new_id(),
                content="f" * 64,
                title="nada",
                reason="nada",
                effective_from=one.clock.now(),
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
    one: Process, changes: dict[str, str | None], code: str
) -> None:
    with pytest.raises(Refused, match=code):
        await one.desk.check(changes)


@pytest.mark.thorough
async def test_a_set_that_cannot_be_read_any_more_leaves_what_was_in_force(one: Process) -> None:
    old = one.text_of()
    release = await one.propose(await one.edited())
    await one.approve(release)
    await by_the_administrator(
        one.runtime.dsn,
        "update content_file set body = 'id: [' where body like '%id: san-pcr\nversion%'::bytea",
    )
    one.clock.ahead_s = LEAD_S + 1
    with pytest.raises(Refused, match="content_refused"):
        await one.look()
    assert one.text_of() == old


@pytest.mark.thorough
async def test_a_set_published_without_tables_of_words_keeps_its_digest_and_works(
    one: Process, dsn: str, tmp_path: Path
) -> None:
    """As sets were before the tables were content (decision 0271)."""
    ground = {file.path: file.digest for file in await one.desk.names((await one.desk.overview()).top)}
    shipped = one.runtime.content.story_words
    release = await one.propose(await one.desk.check(dict.fromkeys(TABLES)))
    old = {path: digest for path, digest in ground.items() if path not in TABLES}
    assert len(old) == len(ground) - len(TABLES)
    assert release.content == set_digest(old)
    await one.approve(release)
    one.clock.ahead_s = LEAD_S + 1
    await one.look()
    async with process(dsn, tmp_path / "two", one.clock) as two:
        for each in (one, two):
            assert each.runtime.in_force.content == release.content
            assert each.runtime.content.story_words == shipped
    body = (CONTENT / STORY).read_text("utf-8").replace("  bus: [", "  kite: [cometa]\n  bus: [")
    sentence = (CONTENT / PHRASES).read_text("utf-8").replace("Non colgue.", "Non colgue o teléfono.")
    checked = await one.desk.check({STORY: body, PHRASES: sentence})
    assert checked.content is not None
    assert msgspec.json.decode(checked.study, type=Study).files == (STORY, PHRASES)


@pytest.mark.thorough
async def test_what_is_in_force_is_signed_as_it_is_by_two_offices_in_one_act_each(read: Process) -> None:
    one = read
    approvals = ApprovalViews(one.runtime.in_force, one.runtime.ground)
    before = await approvals.unsigned()
    assert {each.kind for each in before.documents} == {"protocol", "card", "file"}
    assert "plans/areas/demo.yaml" in {each.id for each in before.documents}
    assert not versions(one.runtime.content).live
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
            await one.do(wrong, DOCTOR)
    await one.do(confirm, DOCTOR)
    signs = m.SignRelease(release=confirm.release, office=Office.OPERATIONS, content=before.content)
    with pytest.raises(Refused, match="one_person_one_signature"):
        await one.do(signs, msgspec.structs.replace(CHIEF, id=DOCTOR.id))
    release, study = await one.desk.release(str(confirm.release))
    assert (len(release.changed), study) == (len(named), b"null")
    await one.do(signs, CHIEF)
    digests = one.text_of()
    one.clock.ahead_s += LEAD_S + 1
    await one.look()
    assert (await approvals.unsigned()).documents == ()
    told = versions(one.runtime.content)
    assert told.live
    assert {each.approved_by for each in told.documents} == {(DOCTOR.name, CHIEF.name)}
    assert not one.runtime.plan.draft
    assert not one.runtime.in_force.civil.draft
    assert one.text_of() == digests, "a signature changes no document"

    # What is changed later is what the next two signatures are for; and a signature is taken back as any release.
    checked = await one.edited()
    await one.approve(await one.propose(checked))
    one.clock.ahead_s += LEAD_S + 1
    await one.look()
    assert versions(one.runtime.content).live
    for taken in (await one.desk.overview()).releases[:2]:
        await one.do(m.TakeBackRelease(release=taken.id, reason="una prueba"), DOCTOR)
    await one.look()
    assert (await approvals.unsigned()).documents == before.documents
