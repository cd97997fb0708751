"""Aim: no type is left without a protocol by the days from and until which protocols are valid (L58)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest
from msgspec import structs

from auxilio.triage.content import TriageLoadResult
from auxilio.triage.core.model import ProtocolValidity
from auxilio.triage.difference import compare_versions
from auxilio.triage.verifier import validity
from tests.content.test_protocol_specifications import shipped

ON = date(2026, 12, 1)
NOW = ProtocolValidity(from_="2026-12-01")
LATER = ProtocolValidity(from_="2027-06-01")
ENDS = ProtocolValidity(from_="2026-12-01", until="2027-05-31")
OVER = ProtocolValidity(from_="2025-12-01", until="2026-11-30")


def reading(**valid: ProtocolValidity) -> TriageLoadResult:
    content = shipped().content
    dated = {
        id: structs.replace(one, effective=valid.get(id.replace("-", "_"), one.effective))
        for id, one in content.protocols.items()
    }
    return replace(shipped(), content=replace(content, protocols=dated))


def told(**valid: ProtocolValidity) -> dict[str, set[object]]:
    found: dict[str, set[object]] = {}
    for fault in validity.check(reading(**valid), ON):
        assert fault.rule == "L58"
        found.setdefault(fault.code, set()).add((fault.document, fault.facts["day"]))
    return found


@pytest.mark.parametrize(
    ("valid", "day"),
    [
        ({"san_alergia": LATER}, "2026-12-01"),
        ({"san_alergia": ENDS}, "2027-06-01"),
        ({"san_alergia": OVER}, "2026-12-01"),
        ({"san_alergia": NOW}, None),
        ({}, None),
    ],
)
def test_a_type_whose_only_protocol_begins_later_or_ends_is_refused_from_the_day_that_it_has_none(
    valid: Mapping[str, ProtocolValidity], day: str | None
) -> None:
    found = told(**valid)
    assert found.get("types_without_protocol", set()) == (set() if day is None else {("san-alergia", day)})


def test_what_a_rule_goes_on_to_is_in_force_as_long_as_the_rule_is() -> None:
    found = told(san_inconsciente=ENDS)["goes_on_to_none_in_force"]
    assert ("san-pcr", "2027-06-01") in found
    assert not any(
        who == "san-pcr" for who, _ in told(san_inconsciente=ENDS, san_pcr=ENDS)["goes_on_to_none_in_force"]
    )


def test_a_change_of_nothing_but_its_days_is_a_change_of_the_protocol() -> None:
    before, after = reading().content.protocols, reading(san_alergia=NOW).content.protocols
    assert [one.protocol for one in compare_versions(before, after)] == ["san-alergia"]
