"""The radio plan as a form over a draft: the plan as it is in force or being written, each fault of the verifier beside its row,
and talk groups from a spreadsheet. It reads in a thread and stores nothing: the draft is the author's (decision 0313)."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from auxilio.active_content.area_forms import FieldFault
from auxilio.active_content.content_bundle import write_set
from auxilio.active_content.plan_trial import TEXT_MAX, Draft, base_of, with_draft
from auxilio.content_release.ports import Files
from auxilio.content_release.store import SetStore
from auxilio.directory_import.core.columns import ColumnNames, ReadRows, StatedRow, read_rows
from auxilio.directory_import.core.model import FormKind, TalkGroupEntry
from auxilio.directory_import.core.table import FINDINGS_MAX, FileFinding, TableError
from auxilio.directory_import.service import FileFormat, column_names, read_table, write_file
from auxilio.dispatch.response_plan.content import OWN_AREA
from auxilio.identity.core.model import Agency
from auxilio.kernel.ids import AgencyId
from auxilio.kernel.refusal import Refused
from auxilio.platform.documents import DocumentFault, Severity
from auxilio.platform.i18n import Catalogues
from auxilio.radio.core.model import RadioPlan, TalkGroupUse
from auxilio.radio.core.plan_form import (
    FormGroup,
    RadioForm,
    WrittenRadioPlan,
    radio_form_of,
    unknown_agencies,
    write_radio_plan,
)
from auxilio.radio.plan_reader import FOLDER, read_radio_plan

type Agencies = Callable[[], Awaitable[tuple[Agency, ...]]]
"""The agencies of the directory."""


class RadioQuestion(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A draft, and its radio plan as a person has it in the form; without one it is read from the draft."""

    draft: Draft
    plan: RadioForm | None = None


class NamedAgency(msgspec.Struct, frozen=True, kw_only=True):
    """An agency as the form offers it."""

    id: AgencyId
    name: str


class RadioAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """The form and what it writes."""

    path: str
    """The file of the plan."""
    plan: RadioForm | None
    """None where its file cannot be read: then `faults` say why."""
    text: str
    """The file as this form writes it."""
    agencies: tuple[NamedAgency, ...]
    faults: tuple[FieldFault, ...]


class ReadTalkGroups(msgspec.Struct, frozen=True, kw_only=True):
    """What a file of talk groups says; with a finding the form takes nothing of it."""

    groups: tuple[FormGroup, ...]
    findings: tuple[FileFinding, ...]


class RadioForms:
    """Reads a draft or a spreadsheet as a form, and writes a form as a draft."""

    def __init__(
        self,
        store: SetStore,
        ground: Callable[[], Awaitable[str]],
        area: str,
        agencies: Agencies,
        in_force: Callable[[], RadioPlan],
        texts: Catalogues,
    ) -> None:
        """`area`: what the setting names."""
        self._store, self._ground, self._area = store, ground, area or OWN_AREA
        self._agencies, self._in_force, self._texts = agencies, in_force, texts
        self._names: ColumnNames = column_names(texts)

    async def ask(self, question: RadioQuestion) -> RadioAnswer:
        """Raises `Refused`: `unknown_set`, `set_too_large`."""
        draft = question.draft
        base = await base_of(draft, self._store, self._ground)
        agencies = await self._agencies()
        answer = await asyncio.to_thread(self._answer, base, question, agencies)
        if len(answer.text) > TEXT_MAX:
            raise Refused("set_too_large", most=TEXT_MAX)
        return answer

    def _answer(self, base: Files, question: RadioQuestion, agencies: tuple[Agency, ...]) -> RadioAnswer:
        path = f"{FOLDER}/{self._area}.yaml"
        stood, _ = self._read({path: base[path]} if path in base else {})
        plan, faults = self._read(with_draft(base, question.draft, {path}))
        form = question.plan or (radio_form_of(plan) if plan is not None else None)
        written: WrittenRadioPlan | None = None
        if form is not None:
            written = write_radio_plan(form, self._area, stood.version if stood else None)
            _, faults = self._read({path: written.text.encode()})
        found = [FieldFault(field=_field(one, written), fault=one) for one in faults]
        if form is not None:
            found += _unregistered(form, frozenset(one.id for one in agencies), path)
        return RadioAnswer(
            path=path,
            plan=form,
            text=written.text if written else "",
            agencies=tuple(NamedAgency(id=AgencyId(one.id), name=one.name) for one in agencies),
            faults=tuple(found),
        )

    def _read(self, files: Files) -> tuple[RadioPlan | None, list[DocumentFault]]:
        with TemporaryDirectory(prefix="auxilio-radio-") as place:
            write_set(Path(place), files)
            return read_radio_plan(Path(place), self._area)

    async def read_file(self, raw: bytes) -> ReadTalkGroups:
        """Talk groups of a spreadsheet, as rows of the form. Nothing is kept."""
        agencies = frozenset(one.id for one in await self._agencies())
        try:
            rows = await asyncio.to_thread(read_table, raw)
        except TableError as wrong:
            return ReadTalkGroups(groups=(), findings=(wrong.finding,))
        read = read_rows(FormKind.TALK_GROUPS, rows, self._names)
        findings = sorted((*read.findings, *_wrong_rows(read, agencies)), key=lambda one: one.row)
        groups = () if findings else tuple(_group(TalkGroupEntry(**row.values)) for row in read.rows)
        return ReadTalkGroups(groups=groups, findings=tuple(findings[:FINDINGS_MAX]))

    async def export(self, form: FileFormat, language: str) -> bytes:
        """Talk groups in force, as a file that reads back to the same rows."""
        entries = [
            TalkGroupEntry(gssi=one.gssi, name=one.name, use=one.use, agency=one.agency)
            for one in self._in_force().groups
        ]
        return await asyncio.to_thread(write_file, FormKind.TALK_GROUPS, entries, form, language, self._texts)


def _field(fault: DocumentFault, written: WrittenRadioPlan | None) -> str:
    return written.fields.get(fault.line, "") if written else ""


def _unregistered(form: RadioForm, agencies: frozenset[str], path: str) -> Iterator[FieldFault]:
    """A warning: the plan may be written before its agencies are registered."""
    for field, agency in unknown_agencies(form, agencies):
        fault = DocumentFault(
            rule="L02",
            code="agency_not_registered",
            file=path,
            line=1,
            severity=Severity.WARNING,
            facts={"name": agency},
        )
        yield FieldFault(field=field, fault=fault)


def _wrong_rows(read: ReadRows, agencies: frozenset[str]) -> Iterator[FileFinding]:
    """Addresses and names are each one group's; an agency is registered; a working group is of one."""
    wrong = {one.row for one in read.findings}
    seen: dict[tuple[str, str], int] = {}
    for row in read.rows:
        if row.number in wrong:
            continue
        for field in ("gssi", "name"):
            first = seen.setdefault((field, row.values[field]), row.number)
            if first != row.number:
                yield _finding(read, row, field, "row_twice", {"row": str(first)})
        agency = row.values.get("agency")
        if agency is not None and agency not in agencies:
            yield _finding(read, row, "agency", "not_in_directory", {"id": agency})
        if agency is None and row.values["use"] is TalkGroupUse.WORKING:
            yield _finding(read, row, "agency", "cell_required")


def _finding(
    read: ReadRows, row: StatedRow, field: str, code: str, facts: dict[str, str] | None = None
) -> FileFinding:
    return FileFinding(row=row.number, column=read.headings.get(field, field), code=code, facts=facts or {})


def _group(entry: TalkGroupEntry) -> FormGroup:
    return FormGroup(gssi=entry.gssi, name=entry.name, use=entry.use, agency=entry.agency or "")
