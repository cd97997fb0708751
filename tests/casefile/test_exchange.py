"""Aim: a case's interviews leave as FHIR for those who may read them, each look a fact; and what cannot be told is said."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from fhir.resources.R4B.bundle import Bundle
from httpx import ASGITransport, AsyncClient, Response
from litestar import Litestar
from litestar.di import Provide

from auxilio.app.case_files import case_files
from auxilio.app.cli.content import content as content_command
from auxilio.app.cli.export import export as export_command
from auxilio.app.composition import open_runtime
from auxilio.app.runtime import Runtime
from auxilio.app.settings import Settings
from auxilio.app.storage import blobs_of
from auxilio.archive.core.bundle_layout import INDEX
from auxilio.archive.core.zip_container import read
from auxilio.archive.verify import BundleVerdict, verify_bytes
from auxilio.casefile.assembly import CaseFileService
from auxilio.casefile.case_page_reader import CaseReader
from auxilio.casefile.exchange import CaseExchange
from auxilio.cases.core.messages import CloseCase, OpenCase, ReserveCase
from auxilio.cases.core.model import CaseEnding, ClosingData
from auxilio.content_release.core.machine import LEAD_S
from auxilio.dispatch.patients.core.messages import RecordPatient
from auxilio.identity.core.messages import OpenReservedCase
from auxilio.interop.api import ExchangeController
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command
from auxilio.kernel.ids import AgencyId, CaseId, CentreId, CommandId, PatientId, RunId, stream_id
from auxilio.kernel.shared_types import Mode
from auxilio.platform.database import log
from auxilio.platform.http.problem import exception_handlers
from auxilio.platform.ids import new_id
from auxilio.triage.core import messages as triage
from auxilio.triage.service import RUN
from tests.active_content.test_releases import Later, process
from tests.actors import person, system
from tests.database import Database, by_the_administrator
from tests.demo_directory import register_demo_centres
from tests.dispatch.factories import offer

LUCIA = person("call_taker", "desk-01", name="Lucía Ferrer")
OFFICER = person("records_officer", name="Núria Vidal")
ADMINISTRATOR = person("administrator")


def _given(value: Any) -> Provide:
    return Provide(lambda: value, sync_to_thread=False)


@dataclass
class ExchangeSetup:
    """An installation with one desk that asks."""

    runtime: Runtime
    files: CaseFileService
    settings: Settings

    async def do(self, actor: Actor, command: Command) -> None:
        await self.runtime.commands.handle(CommandId(new_id()), command, actor)

    async def ask(self, actor: Actor, path: str) -> Response:
        exchange = CaseExchange(self.files, self.runtime.content, "Europe/Madrid")
        given: dict[str, Any] = {"actor": actor, "exchanges": exchange}
        provided = {name: _given(value) for name, value in given.items()}
        app = Litestar([ExchangeController], dependencies=provided, exception_handlers=exception_handlers())
        async with AsyncClient(transport=ASGITransport(app), base_url="http://auxilio.test") as client:
            return await client.get(f"/api/exchange{path}")

    async def interviews(self, actor: Actor, case: CaseId) -> Response:
        return await self.ask(actor, f"/cases/{case}/interviews")

    async def case(self, type: str | None = "SAN-01") -> CaseId:
        case = CaseId(new_id())
        await self.do(LUCIA, OpenCase(case=case, type=type, summary="no respira"))
        return case

    async def interview(self, case: CaseId, protocol: str = "san-pcr", **answers: str) -> RunId:
        run = RunId(new_id())
        await self.do(LUCIA, triage.StartRun(run=run, case=case, protocol=protocol))
        for question, answer in answers.items():
            await self.do(
                LUCIA, triage.AnswerQuestion(run=run, question=question, answer=answer, words="eso dice")
            )
        return run

    async def close(self, case: CaseId, *runs: RunId) -> None:
        closing = ClosingData(disposition=CaseEnding.RESOLVED, words="Recupera el pulso")
        await self.do(LUCIA, CloseCase(case=case, closing=closing))
        for run in runs:  # what workflows/case_closing.py does of itself in a running installation
            await self.do(system(), triage.CloseRun(run=run))

    def of(self, service: str) -> Actor:
        """Somebody at the first centre of the plan that answers for a service."""
        id, centre = next(
            (id, one) for id, one in self.runtime.plan.area.centres.items() if one.services[0] == service
        )
        return person("dispatcher", f"{id}-desk", agency=str(centre.agency), centre=str(id))

    async def offer(self, case: CaseId, to: Actor, service: str) -> None:
        assert to.centre is not None
        assert to.agency is not None
        command = offer(case=case, centre=CentreId(to.centre), agency=AgencyId(to.agency), service=service)
        await self.do(LUCIA, command)

    async def looks(self) -> list[tuple[str, str]]:
        facts = await log.read_after(self.runtime.pool, log.Cursor(), 1_000)
        return [
            (fact.actor_name, json.loads(fact.body)["how"])
            for fact in facts
            if fact.kind == "identity.case.looked_at"
        ]


@pytest.fixture
async def room(database: Database, tmp_path: Path) -> AsyncIterator[ExchangeSetup]:
    await register_demo_centres(database.pool)
    settings = Settings(area="demo", database_url=database.dsn, data=tmp_path)
    async with open_runtime(settings) as runtime:
        blobs = blobs_of(settings, runtime.keys)
        yield ExchangeSetup(runtime, case_files(settings, runtime, blobs), settings)


def resources(answer: Response) -> list[dict[str, Any]]:
    """What a Bundle holds, read by strangers first."""
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("application/fhir+json")
    assert answer.headers["cache-control"] == "no-store"
    Bundle.model_validate(answer.json())
    return [entry["resource"] for entry in answer.json()["entry"]]


def refusal(answer: Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


async def test_an_interview_leaves_with_the_text_it_was_held_with_and_the_look_is_a_fact(
    room: ExchangeSetup,
) -> None:
    case = await room.case()
    run = await room.interview(case, consciente="N", respira="U")
    await room.do(
        LUCIA, RecordPatient(patient=PatientId(new_id()), case=case, mode=Mode.REAL, words="Marina Gil")
    )
    answer = await room.interviews(LUCIA, case)
    assert answer.headers["content-disposition"].startswith('attachment; filename="interviews-')
    response, form = resources(answer)
    assert response["questionnaire"] == f"{form['url']}|{form['version']}"
    assert response["identifier"]["value"] == f"{run}-1"
    assert response["author"]["display"] == "Lucía Ferrer"
    assert response["author"]["identifier"]["value"] == "desk-01"
    number = response["extension"][0]["valueIdentifier"]["value"]
    assert response["subject"]["identifier"]["value"] == f"{number}-1"
    assert "Marina" not in json.dumps(response), "a patient is a number"
    assert [item["linkId"] for item in response["item"]] == ["consciente", "respira"]
    assert await room.looks() == [("Lucía Ferrer", "interviews")]


async def test_health_reads_it_police_does_not_and_who_has_no_task_does_not_know_the_case(
    room: ExchangeSetup,
) -> None:
    case = await room.case()
    await room.interview(case, consciente="N")
    health, police, fire = (room.of(service) for service in ("HEALTH", "POLICE", "FIRE"))
    await room.offer(case, health, "HEALTH")
    await room.offer(case, police, "POLICE")
    assert resources(await room.interviews(health, case))[0]["resourceType"] == "QuestionnaireResponse"
    assert refusal(await room.interviews(police, case)) == (409, "no_interview_to_read")
    assert refusal(await room.interviews(fire, case)) == (403, "no_task_here")
    assert refusal(await room.interviews(ADMINISTRATOR, case)) == (403, "not_permitted")
    await room.interview(case, "tra-accidente")
    [road, _] = resources(await room.interviews(police, case))
    assert "tra-accidente" in road["questionnaire"], (
        "what asks for nobody's health is read by all who have a task"
    )


async def test_a_reserved_case_opens_to_named_people_and_says_that_it_is_restricted(
    room: ExchangeSetup,
) -> None:
    case = await room.case()
    await room.interview(case, consciente="N")
    await room.do(LUCIA, ReserveCase(case=case, reason="violencia de género"))
    assert refusal(await room.interviews(OFFICER, case)) == (403, "case_reserved")
    await room.do(OFFICER, OpenReservedCase(case=case, reason="oficio del juzgado 318"))
    response, _ = resources(await room.interviews(OFFICER, case))
    assert response["meta"]["security"][0]["code"] == "R"


async def test_a_case_that_nobody_was_asked_about_and_one_that_is_not_there_are_said(
    room: ExchangeSetup,
) -> None:
    assert refusal(await room.interviews(LUCIA, await room.case())) == (409, "no_interview_to_read")
    assert refusal(await room.interviews(LUCIA, CaseId(new_id()))) == (404, "unknown_case")
    assert (await room.ask(LUCIA, "/cases/4821/interviews")).status_code in (400, 404, 422)


async def test_a_version_that_auxilio_does_not_have_is_refused_and_its_look_is_kept(
    room: ExchangeSetup,
) -> None:
    case = await room.case()
    await room.interview(case, consciente="N")
    await by_the_administrator(
        room.runtime.dsn, "update event set body = replace(body, $1, $2) where kind = 'triage.run.started'",
        digest_of(room), "f" * 64,
    )  # fmt: skip
    answer = await room.interviews(LUCIA, case)
    assert refusal(answer) == (409, "interview_version_unknown")
    assert answer.json()["facts"] == {"protocol": "san-pcr", "version": "0.1.0", "digest": "f" * 12}
    assert await room.looks() == [("Lucía Ferrer", "interviews")]


def digest_of(room: ExchangeSetup, protocol: str = "san-pcr") -> str:
    found = room.runtime.content.library.interview(protocol)
    assert found is not None
    return found.protocol.digest


# --- the sealed file


async def test_a_sealed_file_encloses_the_interviews_and_the_type_by_the_codes_of_others(
    room: ExchangeSetup,
) -> None:
    case = await room.case()
    run = await room.interview(case, consciente="N", respira="N")
    await room.close(case, run)
    await room.files.seal(CommandId(new_id()), case, OFFICER)
    _, data = await room.files.bundle(case, OFFICER, "es")
    report = verify_bytes(data, room.runtime.keys.public_keys())
    assert (report.verdict, report.sealed) == (BundleVerdict.INTACT, True), report.findings
    parts = {entry.name: entry.data for entry in read(data)}
    bundle = json.loads(parts["documents/0001-interviews.fhir.json"])
    Bundle.model_validate(bundle)
    assert bundle["entry"][0]["resource"]["status"] == "stopped"
    told = json.loads(parts["documents/0002-incident-type.json"])
    assert (told["type"], told["apco"]["code"]) == ("SAN-01", "CARDIAC")
    assert told["eido"]["incidentTypeCommonRegistryText"] == "CARDIAC"
    listed = {one["name"]: one for one in json.loads(parts[INDEX])["documents"]}
    assert listed["documents/0001-interviews.fhir.json"]["media_type"] == "application/fhir+json"
    assert "APCO ANS 2.103.1-2012" in listed["documents/0002-incident-type.json"]["title"]


async def test_one_byte_changed_in_what_is_enclosed_is_found(room: ExchangeSetup) -> None:
    case = await room.case()
    await room.close(case, await room.interview(case, consciente="N"))
    await room.files.seal(CommandId(new_id()), case, OFFICER)
    _, data = await room.files.bundle(case, OFFICER, "es")
    place = data.index(b'"resourceType": "QuestionnaireResponse"')
    altered = data[:place] + b"!" + data[place + 1 :]
    assert verify_bytes(altered, room.runtime.keys.public_keys()).verdict is BundleVerdict.CHANGED


async def test_a_version_that_is_gone_keeps_no_case_from_being_sealed_and_is_said_in_its_place(
    room: ExchangeSetup,
) -> None:
    case = await room.case()
    run = await room.interview(case, consciente="N")
    await room.close(case, run)
    library = room.runtime.content.library
    library._by_digest.pop(digest_of(room))
    await room.files.seal(CommandId(new_id()), case, OFFICER)
    _, data = await room.files.bundle(case, OFFICER, "es")
    assert verify_bytes(data, room.runtime.keys.public_keys()).verdict is BundleVerdict.INTACT
    parts = {entry.name: entry.data for entry in read(data)}
    [entry] = json.loads(parts["documents/0001-interviews.fhir.json"])["entry"]
    assert entry["resource"]["issue"][0]["details"]["text"] == "interview_version_unknown"


async def test_a_file_without_interview_and_type_encloses_nothing(room: ExchangeSetup) -> None:
    case = await room.case(type=None)
    await room.close(case)
    await room.files.seal(CommandId(new_id()), case, OFFICER)
    _, data = await room.files.bundle(case, OFFICER, "es")
    assert verify_bytes(data, room.runtime.keys.public_keys()).verdict is BundleVerdict.INTACT
    assert not [entry.name for entry in read(data) if entry.name.startswith("documents/")]


async def test_the_page_of_a_case_tells_its_code_and_shows_nothing_enclosed_as_a_picture(
    room: ExchangeSetup,
) -> None:
    case = await room.case()
    await room.interview(case, consciente="N")
    page = await CaseReader(room.files, room.runtime.content).read(case, LUCIA, "es")
    assert (page.type_code, page.apco, page.pictures) == ("SAN-01", "CARDIAC", ())
    untyped = await CaseReader(room.files, room.runtime.content).read(await room.case(None), LUCIA, "es")
    assert (untyped.type_code, untyped.apco) == (None, None)


# --- content and codes


async def test_the_protocols_in_force_leave_as_one_bundle_and_each_by_its_digest(room: ExchangeSetup) -> None:
    forms = resources(await room.ask(LUCIA, "/protocols?language=ca"))
    assert len(forms) == len(room.runtime.content.library.interviews)
    assert {form["language"] for form in forms} == {"ca"}
    one = await room.ask(LUCIA, f"/protocols/{digest_of(room)}?language=ca")
    assert one.json() in forms
    assert refusal(await room.ask(LUCIA, f"/protocols/{'0' * 64}")) == (404, "unknown_version")
    assert refusal(await room.ask(ADMINISTRATOR, "/protocols")) == (403, "not_permitted")


async def test_a_type_and_a_neighbours_code_are_told_both_ways(room: ExchangeSetup) -> None:
    told = (await room.ask(LUCIA, "/types/TRA-02?language=en")).json()
    assert (told["apco"]["code"], told["eido"]["incidentTypeCommonRegistryText"]) == ("XTRACATE", "XTRICATE")
    assert refusal(await room.ask(LUCIA, "/types/XXX-99")) == (404, "unknown_type")
    met = (await room.ask(LUCIA, "/apco/xtricate")).json()
    assert [one["code"] for one in met["types"]] == ["RES-01", "RES-14", "TRA-02"]
    assert (await room.ask(LUCIA, "/apco/TSTOP")).json()["types"] == []
    unknown = await room.ask(LUCIA, "/apco/DRAGON%20")
    assert refusal(unknown) == (404, "unknown_apco_code")
    assert unknown.json()["facts"]["raw"] == "DRAGON "


# --- the command line


async def test_who_holds_the_keys_writes_the_interviews_of_a_case_and_a_second_time_the_same(
    room: ExchangeSetup, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = await room.case()
    await room.interview(case, consciente="N")
    assert room.settings.database_url is not None
    monkeypatch.setenv("AUXILIO_DATABASE_URL", room.settings.database_url)
    out = tmp_path / "interviews.json"
    arguments = [str(case), "--fhir", "--out", str(out), "--data", str(tmp_path), "--language", "en"]
    done = await asyncio.to_thread(CliRunner().invoke, export_command, arguments)
    assert (done.exit_code, done.exception) == (0, None), done.output
    assert "2 FHIR resources" in done.output
    bundle = json.loads(out.read_text())
    Bundle.model_validate(bundle)
    assert out.stat().st_mode & 0o077 == 0, "facts of somebody's health are for their owner only"
    untold = [str(await room.case()), *arguments[1:]]
    refused = await asyncio.to_thread(CliRunner().invoke, export_command, untold)
    assert refused.exit_code == 2
    assert "has no interview" in refused.output


def test_the_protocols_of_a_folder_are_written_as_files_that_strangers_read(tmp_path: Path) -> None:
    done = CliRunner().invoke(content_command, ["export", "--fhir", str(tmp_path / "out"), "--json"])
    assert done.exit_code == 0, done.output
    written = json.loads(done.output)
    files = {path.name for path in (tmp_path / "out").iterdir()}
    assert files == set(written)
    forms = [name for name in files if name.startswith("Questionnaire-")]
    assert len(forms) == len(list(Path("content/protocols").glob("*.yaml")))
    Bundle.model_validate(json.loads((tmp_path / "out" / "Bundle-code-systems.json").read_text()))
    arrest = json.loads((tmp_path / "out" / "Questionnaire-san-pcr.json").read_text())
    assert arrest["status"] == "draft"


# --- old versions


async def test_after_a_release_and_a_restart_an_old_interview_is_read_in_its_own_text(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, asked = Later(), "¿Sabe qué ha pasado?"
    async with process(database.dsn, tmp_path / "one", clock) as one:
        old = await one.run()
        await one.answer(old, consciente="N", respira="N", causa="water")
        release = await one.propose(await one.edited(asked, "¿Ha visto qué ha pasado?"))
        await one.approve(release)
        clock.ahead_s = LEAD_S + 1
        await one.look()
        new = await one.run()
        await one.answer(new, consciente="N", respira="N", causa="water")
    settings = Settings(area="demo", database_url=database.dsn, data=tmp_path / "two")
    async with open_runtime(settings, clock) as runtime:
        desk = case_files(settings, runtime, blobs_of(settings, runtime.keys))
        exchange = CaseExchange(desk, runtime.content, "Europe/Madrid")
        told = {run: await told_of(exchange, runtime, run) for run in (old, new)}
    for run, words in ((old, asked), (new, "¿Ha visto qué ha pasado?")):
        response, form, _ = told[run]
        assert response["questionnaire"] == f"{form['url']}|{form['version']}"
        assert {item["linkId"]: item["text"] for item in response["item"]}["causa"] == words
        assert {item["linkId"]: item["text"] for item in form["item"]}["causa"] == words
    assert told[old][0]["questionnaire"] != told[new][0]["questionnaire"]
    # And by the command line, whose folder has never heard of the release.
    monkeypatch.setenv("AUXILIO_DATABASE_URL", database.dsn)
    out = tmp_path / "new.json"
    arguments = [told[new][2], "--fhir", "--out", str(out), "--data", str(tmp_path / "two")]
    done = await asyncio.to_thread(CliRunner().invoke, export_command, arguments)
    assert done.exit_code == 0, done.output
    assert "¿Ha visto qué ha pasado?" in out.read_text()


async def told_of(
    exchange: CaseExchange, runtime: Runtime, run: RunId
) -> tuple[dict[str, Any], dict[str, Any], str]:
    """The response and the form of a case with one interview, and the case."""
    found = await log.state_of(runtime.pool, stream_id("run", run))
    assert found is not None
    case = RUN.read_state(found[1]).case
    _, bundle = await exchange.interviews(case, LUCIA, "es")
    response, form = (entry["resource"] for entry in bundle["entry"])
    return response, form, str(case)
