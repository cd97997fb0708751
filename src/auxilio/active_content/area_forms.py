"""The area of the response plan as a form over a draft: the area as it is in force or being written, a first plan made from the
directory, and each fault of the verifier beside its field. It reads in a thread and stores nothing: the draft is the author's."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import msgspec

from auxilio.active_content.content_bundle import write_set
from auxilio.active_content.plan_trial import TEXT_MAX, Draft, base_of, with_draft
from auxilio.content_release.ports import Files
from auxilio.content_release.store import SetStore
from auxilio.dispatch.ports import CentreRegister
from auxilio.dispatch.response_plan.content import (
    AREAS,
    CATALOG,
    NEEDS,
    OWN_AREA,
    TYPOLOGY,
    read_area,
    read_plan,
    read_services,
)
from auxilio.dispatch.response_plan.core.area_form import (
    AreaForm,
    WrittenArea,
    agrees_with_directory,
    form_of,
    make_area,
    write_area,
    zones_twice,
)
from auxilio.dispatch.response_plan.core.plan import ResponseArea, ResponsePlan
from auxilio.dispatch.response_plan.core.registered import RegisteredCentre, RegisteredCentres
from auxilio.kernel.refusal import Refused
from auxilio.platform.documents import DocumentFault

_OF_SERVICE = {"service_without_centre", "hours_without_cover", "zone_without_cover"}


class AreaQuestion(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A draft, and its area as a person has it in the form; without one it is read from the draft."""

    draft: Draft
    area: AreaForm | None = None


class FieldFault(msgspec.Struct, frozen=True, kw_only=True):
    """What is wrong, and where in the form: `zones/3`, `service/FIRE`; empty where no field shows it."""

    field: str
    fault: DocumentFault


class AreaAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """The form and what it writes."""

    path: str
    """The file of the area."""
    area: AreaForm | None
    """None where there is no plan yet, or where its file cannot be read: then `faults` say why."""
    text: str
    """The file as this form writes it; empty without one."""
    made: AreaForm
    """A plan of what is registered, for who has none."""
    registered: tuple[RegisteredCentre, ...]
    services: tuple[str, ...]
    """Those of the catalogue that the room does not answer itself."""
    faults: tuple[FieldFault, ...]


def area_faults(
    now: ResponsePlan | None, draft: ResponsePlan | None, area: str, known: RegisteredCentres
) -> Iterator[DocumentFault]:
    """What a release may not do to an area, though the file can be read: change a centre otherwise than the directory has it,
    because people, desks and what each may see hang on it; and name a zone twice."""
    if now is None or draft is None:
        return
    file = f"{AREAS}/{area or OWN_AREA}.yaml"
    before, after = now.area.centres, draft.area.centres
    for id in sorted(before.keys() | after.keys()):
        old, new = before.get(id), after.get(id)
        if old and new and (old.agency, old.services) == (new.agency, new.services):
            continue
        if not agrees_with_directory(new, known.get(id)):
            yield DocumentFault(
                rule="L02", code="centre_set_changed", file=file, line=1, facts={"name": str(id)}
            )
    if draft.area != now.area:
        for nth in zones_twice(draft):
            facts: dict[str, str | int] = {"name": draft.area.zones[nth].service, "zone": nth}
            yield DocumentFault(rule="L02", code="zone_twice", file=file, line=1, facts=facts)


class _ReadDraft(NamedTuple):
    plan: ResponsePlan | None
    area: ResponseArea | None
    kept: Mapping[str, Any]
    services: tuple[str, ...]
    faults: tuple[DocumentFault, ...]


class AreaForms:
    """Reads a draft as a form, and writes a form as a draft."""

    def __init__(
        self,
        store: SetStore,
        ground: Callable[[], Awaitable[str]],
        area: str,
        registered: CentreRegister,
        timezone: str,
    ) -> None:
        """`area`: what the setting names. `timezone`: by which hours are meant in a first plan."""
        self._store, self._ground, self._area = store, ground, area or OWN_AREA
        self._registered, self._timezone = registered, timezone

    async def ask(self, question: AreaQuestion) -> AreaAnswer:
        """Raises `Refused`: `unknown_set`, `set_too_large`."""
        draft = question.draft
        base = await base_of(draft, self._store, self._ground)
        known = await self._registered() or {}
        answer = await asyncio.to_thread(self._answer, base, question, known)
        if len(answer.text) > TEXT_MAX:
            raise Refused("set_too_large", most=TEXT_MAX)
        return answer

    def _answer(self, base: Files, question: AreaQuestion, known: RegisteredCentres) -> AreaAnswer:
        path = f"{AREAS}/{self._area}.yaml"
        wanted = (NEEDS, TYPOLOGY, CATALOG, path)
        files = with_draft(base, question.draft, wanted)
        stood = self._read({**files, path: base[path]} if path in base else _without(files, path))
        standing = self._read(files)
        form = question.area or (form_of(standing.area) if standing.area else None)
        written: WrittenArea | None = None
        if form is not None:
            area, kept = standing.area or stood.area, {**standing.kept, "version": stood.kept.get("version")}
            written = write_area(form, self._area, area, kept, known)
            standing = self._read({**files, path: written.text.encode()})
        faults = [*standing.faults, *area_faults(stood.plan, standing.plan, self._area, known)]
        return AreaAnswer(
            path=path,
            area=form,
            text=written.text if written else "",
            made=make_area(tuple(known.values()), self._timezone),
            registered=tuple(known.values()),
            services=standing.services,
            faults=tuple(
                FieldFault(field=_field(fault, path, written), fault=fault)
                for fault in faults
                if written or path in files
            ),
        )

    def _read(self, files: Files) -> _ReadDraft:
        with TemporaryDirectory(prefix="auxilio-area-") as place:
            folder = Path(place)
            write_set(folder, files)
            there = f"{AREAS}/{self._area}.yaml" in files
            plan, faults = read_plan(folder, self._area if there else "")
            area, kept = read_area(folder, self._area) if there else (None, {})
            return _ReadDraft(plan, area, kept, read_services(folder), tuple(faults))


def _without(files: Files, path: str) -> dict[str, bytes]:
    return {name: body for name, body in files.items() if name != path}


def _field(fault: DocumentFault, path: str, written: WrittenArea | None) -> str:
    if fault.file != path or written is None:
        return ""
    if fault.code in _OF_SERVICE:
        return f"service/{fault.facts['name']}"
    if fault.code == "zone_twice":
        return f"zones/{fault.facts['zone']}"
    return written.fields.get(fault.line, "")
