"""The city signs in only where the first start has a seat and an account for it."""

from auxilio.app.cli.demo_people import CENTRES, CITY, CITY_DESKS, UNITS
from simulator.town import stood_in


def test_every_agency_that_the_city_lives_in_knows_its_stand_ins_and_no_other_is_tried() -> None:
    desks = {desk.id for desk in CITY_DESKS}
    living = stood_in({agency for _, agency, *_ in UNITS}, desks)
    assert living == ["bom", "pol", "san"], "civil protection is told by telephone"
    logins = {login for login, *_ in CITY}
    assert {login for agency in living for login in (f"sim-{agency}", f"sim-{agency}-1")} <= logins
    assert {f"{agency}-1" for agency in living} <= {centre.id for centre in CENTRES}
