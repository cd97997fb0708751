"""Three minutes of Valencia's day, played at 60 times speed: nobody is lost, nobody is counted twice (issue 3, must-show 4)."""

from pathlib import Path

import pytest

from tests.voice.curve.callers import SIPP
from tests.voice.curve.load_run import play
from tests.voice.curve.plan import HOUR_S, Piece, read_day

DAY = read_day()
SHARE = 0.1
"""Of the town and of its operators: it has to run beside everything else."""


@pytest.mark.curve
@pytest.mark.skipif(SIPP is None, reason="missing: sipp (apt-get install sip-tester)")
async def test_of_the_worst_hours_every_invite_is_a_call_and_nobody_is_lost(tmp_path: Path) -> None:
    piece = Piece(
        15.5 * HOUR_S,
        18.5 * HOUR_S,
        DAY.speed,
        share=SHARE,
        junk=DAY.junk[1],
        calls_per_case=DAY.calls_per_case[1],
    )
    seen = await play(DAY, piece, tmp_path, hold_max=4, divert_to="a neighbour")
    assert seen.verdict.wrong == []
    for what in ("answered", "unanswered", "retries_joined", "refused", "owed_a_call_back", "cases"):
        assert seen.verdict.numbers[what] > 0, f"a day without {what} shows nothing"
