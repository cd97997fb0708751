"""The radio plan of an area as a form: read from the plan, and written as the file that a release changes. Pure.

One entry is one line of the file, so that a fault of the verifier, which names a line, is told beside its row.
"""

from collections.abc import Collection, Iterator
from typing import Annotated, NamedTuple

import msgspec

from auxilio.kernel.content_lines import flow, next_version
from auxilio.kernel.ids import AgencyId
from auxilio.radio.core.model import RadioPlan, StatusMeaning, TalkGroupUse

FORMAT = "radio-plan/1"
GROUPS_MAX = 2_000
"""As the schema of the file."""
CODES_MAX = 2_000
"""Rows of all agencies together (ours): fifty agencies with forty codes."""
Typed = Annotated[str, msgspec.Meta(max_length=60)]
"""May be empty or wrong while it is being written; the verifier says what is wrong."""


class FormGroup(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A talk group as it is typed. `agency` is empty where it is of none."""

    gssi: Typed
    name: Typed
    use: TalkGroupUse = TalkGroupUse.WORKING
    agency: Typed = ""


class FormCode(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one status code of an agency's radios means, as it is typed."""

    agency: Typed
    code: Annotated[int, msgspec.Meta(ge=0, le=999_999)]
    means: StatusMeaning


class RadioForm(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a person edits of a radio plan."""

    groups: Annotated[tuple[FormGroup, ...], msgspec.Meta(max_length=GROUPS_MAX)] = ()
    codes: Annotated[tuple[FormCode, ...], msgspec.Meta(max_length=CODES_MAX)] = ()


class WrittenRadioPlan(NamedTuple):
    """A radio plan as the file of the content folder."""

    text: str
    fields: dict[int, str]
    """Which row of the form each line is: `groups/3`, `codes/0`."""


def radio_form_of(plan: RadioPlan) -> RadioForm:
    """What stands, as the form shows it."""
    return RadioForm(
        groups=tuple(
            FormGroup(gssi=one.gssi, name=one.name, use=one.use, agency=one.agency or "")
            for one in plan.groups
        ),
        codes=tuple(
            FormCode(agency=agency, code=one.code, means=one.means)
            for agency, lines in plan.codes.items()
            for one in lines
        ),
    )


def write_radio_plan(form: RadioForm, id: str, standing: str | None) -> WrittenRadioPlan:
    """The file of this form. `standing`: the version that stands."""
    lines = [
        "# Written by the form of the radio plan at /content. A release changes it.",
        f"format: {FORMAT}",
        f"id: {id}",
        f"version: {next_version(standing)}",
        "status: draft",
        "approvals: []",
        "groups:" if form.groups else "groups: []",
    ]
    fields: dict[int, str] = {}

    def add(text: str, field: str) -> None:
        lines.append(text)
        fields[len(lines)] = field

    for nth, group in enumerate(form.groups):
        said: dict[str, object] = {"gssi": group.gssi, "name": group.name, "use": group.use.value}
        add(f"  - {flow({**said, 'agency': group.agency} if group.agency else said)}", f"groups/{nth}")
    lines.append("codes:" if form.codes else "codes: {}")
    for agency in dict.fromkeys(one.agency for one in form.codes):
        rows = [(nth, one) for nth, one in enumerate(form.codes) if one.agency == agency]
        add(f"  {flow(agency)}:", f"codes/{rows[0][0]}")
        for nth, one in rows:
            add(f"    - {flow({'code': one.code, 'means': one.means.value})}", f"codes/{nth}")
    return WrittenRadioPlan("\n".join(lines) + "\n", fields)


def unknown_agencies(form: RadioForm, agencies: Collection[str]) -> Iterator[tuple[str, AgencyId]]:
    """Rows that name an agency which is not registered, by field."""
    for nth, group in enumerate(form.groups):
        if group.agency and group.agency not in agencies:
            yield f"groups/{nth}", AgencyId(group.agency)
    for nth, code in enumerate(form.codes):
        if code.agency and code.agency not in agencies:
            yield f"codes/{nth}", AgencyId(code.agency)
