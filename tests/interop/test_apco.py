"""Aim: every type leaves under a code of the list, and what a neighbour sends is never guessed and never lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from auxilio.interop import apco
from auxilio.interop.apco import code_of, codes, read_code, types_of
from auxilio.interop.eido import incident_type
from auxilio.kernel.refusal import Refused
from tests.triage.shipped_content import library

TYPES = library().types


def test_the_list_has_its_197_codes_each_with_a_heading() -> None:
    assert len(codes()) == 197
    assert all(code == one.code == code.upper().strip() for code, one in codes().items())
    assert all(one.name and one.edition == "ANS 2.103.1-2012" for one in codes().values())


@pytest.mark.parametrize("type", TYPES)
def test_each_of_our_types_has_a_code_of_the_list_and_is_found_by_it(type: str) -> None:
    code = code_of(TYPES[type])
    assert code is not None, f"{type} is mapped to {TYPES[type].apco_2012}"
    assert TYPES[type] in types_of(code.code, TYPES.values()).types


def test_several_types_share_a_code_and_all_are_told_the_most_severe_first() -> None:
    met = types_of("XTRACATE", TYPES.values())
    assert {one.code for one in met.types} == {"RES-01", "RES-14", "TRA-02"}
    everything = [types_of(code, TYPES.values()).types for code in codes()]
    assert all([*types] == sorted(types, key=lambda one: (one.priority, one.code)) for types in everything)
    assert sum(map(len, everything)) == len(TYPES), "each type is behind one code"


def test_a_code_of_the_list_that_we_never_use_is_known_and_has_no_type() -> None:
    met = types_of("TSTOP", TYPES.values())
    assert (met.code.name, met.types) == ("Traffic stop", ())


@pytest.mark.parametrize("raw", [" cardiac ", "Cardiac", "CARDIAC\n"])
def test_case_and_blanks_of_what_arrives_do_not_count(raw: str) -> None:
    assert read_code(raw).code == "CARDIAC"


def test_the_one_code_that_an_eido_spells_otherwise_is_read_and_written_as_it_spells_it() -> None:
    assert read_code("XTRICATE").code == "XTRACATE"
    assert incident_type(TYPES["TRA-02"], "es") == {
        "incidentTypeCommonRegistryText": "XTRICATE",
        "incidentTypeInternalCode": "TRA-02",
        "incidentTypeInternalText": TYPES["TRA-02"].name["es"],
    }


def test_other_types_go_into_an_eido_under_the_code_they_have() -> None:
    told = incident_type(TYPES["SAN-01"], "en")
    assert told["incidentTypeCommonRegistryText"] == "CARDIAC"
    assert told["incidentTypeInternalText"] == "Cardiac arrest"


@given(st.text(max_size=300))
def test_what_is_no_code_is_refused_with_what_was_sent(raw: str) -> None:
    try:
        found = read_code(raw)
    except Refused as refused:
        assert (refused.code, refused.facts["raw"]) == ("unknown_apco_code", raw[: apco.RAW_MAX])  # noqa: PT017
    else:
        assert found.code in codes()


def test_a_type_without_a_code_is_not_given_one() -> None:
    nameless = replace(TYPES["SAN-01"], apco_2012="")
    assert code_of(nameless) is None
    with pytest.raises(Refused, match="type_without_apco_code"):
        incident_type(nameless, "es")
