"""Moments at the edges of what a date can be."""

from datetime import datetime

import pytest

from auxilio.kernel.instant import iso_us
from auxilio.kernel.refusal import Refused


@pytest.mark.parametrize("written", ["0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59"])
def test_a_moment_outside_the_years_of_utc_is_refused(written: str) -> None:
    with pytest.raises(Refused, match="malformed"):
        iso_us(datetime.fromisoformat(written))


def test_a_moment_of_another_zone_is_written_in_utc() -> None:
    assert iso_us(datetime.fromisoformat("2026-12-02T03:00:00.5+02:00")) == "2026-12-02T01:00:00.500000Z"
