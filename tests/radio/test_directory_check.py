"""What radio plan and units differ in is told, with the unit or the agency that it is of."""

from auxilio.kernel.ids import AgencyId, UnitId
from auxilio.platform.ids import new_id
from auxilio.radio.core.directory_check import RadioCarrier, RadioFindingCode, compare_with_units
from auxilio.radio.core.model import RadioPlan, StatusCodeEntry, StatusMeaning, TalkGroup, TalkGroupUse

C = RadioFindingCode
SAN, BOM = AgencyId("san"), AgencyId("bom")
PLAN = RadioPlan(
    groups=(
        TalkGroup(gssi="214-1-101", name="SAN-1", use=TalkGroupUse.WORKING, agency=SAN),
        TalkGroup(gssi="214-1-901", name="MANDO-1", use=TalkGroupUse.COMMAND),
    ),
    codes={SAN: (StatusCodeEntry(code=32769, means=StatusMeaning.ACKNOWLEDGED),)},
)


def carrier(callsign: str, agency: AgencyId, group: str | None, *radios: str) -> RadioCarrier:
    return RadioCarrier(
        unit=UnitId(new_id()), callsign=callsign, agency=agency, radios=radios, talk_group=group
    )


def test_units_whose_group_is_none_of_theirs_and_agencies_without_groups_or_codes_are_told() -> None:
    found = compare_with_units(
        PLAN,
        (
            carrier("A-1", SAN, "SAN-1", "214-1-1"),
            carrier("A-2", SAN, "MANDO-1"),
            carrier("A-3", SAN, "SAN-9"),
            carrier("B-1", BOM, "214-1-101", "214-1-2"),
            carrier("P-1", AgencyId("pol"), None),
        ),
    )
    assert [(one.code, one.agency, one.callsign) for one in found] == [
        (C.AGENCY_WITHOUT_GROUP, BOM, ""),
        (C.AGENCY_WITHOUT_CODES, BOM, ""),
        (C.GROUP_NOT_IN_PLAN, SAN, "A-3"),
        (C.GROUP_OF_OTHER_AGENCY, BOM, "B-1"),
    ]


def test_a_centre_without_radio_lacks_nothing() -> None:
    assert compare_with_units(RadioPlan(), (carrier("A-1", SAN, "SAN-1", "214-1-1"),)) == ()
