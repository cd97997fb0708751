"""Aim: sampling chooses what the card says, and no draw can be steered."""

from datetime import timedelta

import pytest

from auxilio.cases.core import messages as cases
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Priority
from auxilio.platform.database.seal_store import LogSealer
from tests.casefile.reviews.conftest import ROOM, Centre, arrest, hangs_up, is_asked, leaves, rings, sends


async def test_what_the_card_says_is_chosen_and_choosing_again_chooses_nothing_more(centre: Centre) -> None:
    told = await arrest(centre)
    await hangs_up(centre, told)
    mild = await rings(centre)
    await is_asked(centre, mild, "san-pcr", consciente="Y")
    await hangs_up(centre, mild)
    found = await centre.sampling.sample(centre.today())
    assert (found.calls, found.chosen, found.drawn) == (2, 2, None), "the day is not over: nothing is drawn"
    assert found.rules["new_operator"] == 2
    assert found.rules["life_threat"] == 1
    codes = {why.code for why in (await centre.review(told.call)).whys}
    assert codes == {"life_threat", "new_operator"}
    assert await centre.sampling.sample(centre.today()) == found
    assert len((await centre.review(told.call)).whys) == 2


async def test_an_override_and_a_late_unit_are_chosen(centre: Centre) -> None:
    told = await rings(centre)
    await is_asked(centre, told, "san-pcr", consciente="N", respira="N")
    await sends(centre, told, Priority.P0, later_s=80)
    await leaves(centre, told, 20)
    await centre.do(ROOM, cases.SetPriority(case=told.case, priority=Priority.P1, reason="respira ya"))
    await hangs_up(centre, told)
    await centre.sampling.sample(centre.today())
    codes = {why.code for why in (await centre.review(told.call)).whys}
    assert codes == {"life_threat", "new_operator", "manual_override", "late_first_unit"}


async def test_a_day_that_is_over_is_drawn_once_from_a_head_that_nobody_chose(centre: Centre) -> None:
    for _ in range(7):
        told = await rings(centre)
        await hangs_up(centre, told)
    day = centre.today()
    await centre.tomorrow()
    found = await centre.sampling.sample(day)
    per_month = centre.desk._card().sampling.random.per_operator_per_month
    month = await centre.desk._store.month(day.isoformat()[:7])
    assert month is not None
    [drawn] = month.days
    assert found.drawn == len(drawn.drawn) <= per_month
    heads = await LogSealer(centre.runtime.pool, centre.clock, "", lambda _: b"").store.heads()
    assert (drawn.head_size, drawn.head_root) == (heads[0].head.size, heads[0].head.root.hex())
    for one in drawn.drawn:
        assert "drawn" in {why.kind for why in (await centre.review(one.call)).whys}
    again = await centre.sampling.sample(day)
    assert (again.drawn, again.chosen) == (None, found.chosen)
    assert await centre.desk._store.month(day.isoformat()[:7]) == month
    assert [one.day for one in await centre.sampling.catch_up()] != [day.isoformat()], "it is drawn already"


async def test_before_a_head_is_signed_nothing_is_drawn(centre: Centre) -> None:
    told = await rings(centre)
    await hangs_up(centre, told)
    day = centre.today()
    centre.clock.ahead_s += 86_400
    assert (await centre.sampling.sample(day)).drawn is None
    with pytest.raises(Refused, match="day_not_begun"):
        await centre.sampling.sample(centre.today() + timedelta(days=1))
