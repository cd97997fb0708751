"""Compares radios and talk groups of units with the radio plan in force: what an administrator should mend. Pure."""

from collections.abc import Iterator, Sequence
from enum import StrEnum

import msgspec

from auxilio.kernel.ids import AgencyId, UnitId
from auxilio.radio.core.model import RadioPlan, TalkGroupUse


class RadioCarrier(msgspec.Struct, frozen=True, kw_only=True):
    """A unit with its radios and the talk group that its fixed data names."""

    unit: UnitId
    callsign: str
    agency: AgencyId
    radios: tuple[str, ...]
    talk_group: str | None


class RadioFindingCode(StrEnum):
    """What a comparison finds. The catalogues word it as `radio.plan.finding.<code>`."""

    GROUP_NOT_IN_PLAN = "group_not_in_plan"
    """A unit's talk group is none of the plan."""
    GROUP_OF_OTHER_AGENCY = "group_of_other_agency"
    """A unit's talk group is another agency's working group."""
    AGENCY_WITHOUT_GROUP = "agency_without_group"
    """An agency's units carry radios, and the plan has no working group for its tasks."""
    AGENCY_WITHOUT_CODES = "agency_without_codes"
    """An agency's units carry radios, and the plan does not say what their codes mean."""


class RadioFinding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing in which plan and units differ."""

    code: RadioFindingCode
    agency: AgencyId
    callsign: str = ""
    group: str = ""


class RadioOverview(msgspec.Struct, frozen=True, kw_only=True):
    """The radio plan in force beside who carries which radio."""

    plan: RadioPlan
    carriers: tuple[RadioCarrier, ...]
    """By callsign, also those without a radio."""
    unassigned: tuple[str, ...]
    """Radios that networks told of and that no unit has."""
    findings: tuple[RadioFinding, ...]


def compare_with_units(plan: RadioPlan, carriers: Sequence[RadioCarrier]) -> tuple[RadioFinding, ...]:
    """What differs, agencies first. A plan without groups is one of a centre without radio: then nothing differs."""
    if not plan.groups:
        return ()
    return (*_agencies(plan, carriers), *_groups(plan, carriers))


def _agencies(plan: RadioPlan, carriers: Sequence[RadioCarrier]) -> Iterator[RadioFinding]:
    for agency in sorted({one.agency for one in carriers if one.radios}):
        if plan.working(agency) is None:
            yield RadioFinding(code=RadioFindingCode.AGENCY_WITHOUT_GROUP, agency=agency)
        if not plan.codes.get(agency):
            yield RadioFinding(code=RadioFindingCode.AGENCY_WITHOUT_CODES, agency=agency)


def _groups(plan: RadioPlan, carriers: Sequence[RadioCarrier]) -> Iterator[RadioFinding]:
    named = {name: one for one in plan.groups for name in (one.name, one.gssi)}
    for carrier in carriers:
        if not carrier.talk_group:
            continue
        group = named.get(carrier.talk_group)
        if group is None:
            code = RadioFindingCode.GROUP_NOT_IN_PLAN
        elif group.use is TalkGroupUse.WORKING and group.agency != carrier.agency:
            code = RadioFindingCode.GROUP_OF_OTHER_AGENCY
        else:
            continue
        yield RadioFinding(
            code=code, agency=carrier.agency, callsign=carrier.callsign, group=carrier.talk_group
        )
