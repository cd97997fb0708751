"""Aim: streets, figures and shapes are read as offices write them, and a finding says what was wrong."""

import msgspec
import pytest
import shapely

from auxilio.geo.build.official.addresses import house_number, street_name
from auxilio.geo.build.official.areas import official_code, repair_shape
from auxilio.geo.build.official.check import refusals
from auxilio.geo.build.official.findings import ImportReport, RowOutcome
from auxilio.geo.build.official.georeferencing import degrees, figure
from auxilio.geo.build.official.kilometres import kilometre
from auxilio.kernel.position import Point


class TestShapes:
    def test_a_bow_tie_keeps_both_its_wings_and_says_where_it_crosses(self) -> None:
        report = ImportReport(file="f")
        bow = shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])
        shape = repair_shape(bow, 3, "Lazo", report)
        assert shape is not None
        assert shape.area == pytest.approx(0.5)
        (found,) = report.findings
        assert (found.code, found.line, found.at) == ("shape_mended", 3, Point(lat=0.5, lon=0.5))

    def test_a_line_that_goes_twice_around_is_refused_nobody_knows_what_was_meant(self) -> None:
        report = ImportReport(file="f")
        twice = shapely.Polygon(
            [(0, 0), (10, 0), (10, 10), (0, 10), (0, 1), (9, 1), (9, 9), (0.5, 9), (0.5, 0)]
        )
        assert repair_shape(twice, 1, "Dos vueltas", report) is None
        assert report.findings[0].code == "shape_ambiguous"

    def test_a_point_and_an_empty_shape_are_no_area(self) -> None:
        report = ImportReport(file="f")
        assert repair_shape(shapely.Point(1, 2), 1, "", report) is None
        assert repair_shape(shapely.Polygon(), 2, "", report) is None
        assert [one.code for one in report.findings] == ["not_an_area", "no_shape"]


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        (("CL", "DE LA", "PRINCESA"), "Calle de la Princesa"),
        (("AVDA", "", "ALFONSO XIII"), "Avenida Alfonso XIII"),
        (("", "", "PRINCESA (DE LA)"), "de la Princesa"),
        (("CALLE", "DE", "L'HOSPITALET"), "Calle de L'Hospitalet"),
        (("carrer", "de la", "Unió"), "carrer de la Unió"),
        (("CL", "", ""), "Calle"),
    ],
)
def test_a_street_is_written_as_its_plate(parts: tuple[str, str, str], name: str) -> None:
    assert street_name(*parts).casefold() == name.casefold()


def test_figures_are_read_as_offices_write_them() -> None:
    assert [figure(text) for text in ("440123,45", "4.641.234,56", "440123.45", "1,234.5", "", "n/a", "1e999")] == [
        440123.45, 4641234.56, 440123.45, 1234.5, None, None, None,
    ]  # fmt: skip
    assert degrees("40°25'12.00'' N") == pytest.approx(40.42)
    assert degrees("3°42'0'' O") == pytest.approx(-3.7)
    assert degrees("-3,7") == pytest.approx(-3.7)
    assert degrees("cuarenta") is None
    assert [kilometre(*text) for text in (("34+200",), ("34,5",), ("34", "250"), ("-1",), ("x",), ("9999",))] == [
        34.2, 34.5, 34.25, None, None, None,
    ]  # fmt: skip
    assert [house_number(*text) for text in (("0012",), ("12 B",), ("12", "BIS"), ("12.0",), ("0",), ("S/N",))] == [
        "12", "12B", "12BIS", "12", None, None,
    ]  # fmt: skip
    assert [official_code(text) for text in ("34091717079", "17079", "AD-07")] == ["17079", "17079", "AD-07"]


def test_a_finding_survives_the_wire() -> None:
    report = ImportReport(file="f")
    report.add("no_place", RowOutcome.REFUSED, 3)
    assert msgspec.json.decode(msgspec.json.encode(report), type=ImportReport) == report
    assert refusals([]) == []
