"""Aim: past interviews tell which questions nobody can answer and which rules are overridden."""

from datetime import date, timedelta

import pytest

from auxilio.app.capabilities import NARRATIVES
from auxilio.casefile.past_interviews import PastInterviews
from auxilio.cases.core import messages as cases
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode, Priority
from auxilio.triage.core import messages as triage
from tests.casefile.reviews.conftest import OPERATOR, ROOM, Centre, hangs_up, is_asked, rings


async def test_past_interviews_tell_which_questions_nobody_can_answer_and_which_rules_are_overridden(
    centre: Centre,
) -> None:
    one = await rings(centre)
    await is_asked(centre, one, "san-pcr", consciente="N", respira="U")
    await centre.do(OPERATOR, triage.AnswerQuestion(run=one.run, question="respira", answer="N"), 30)
    await centre.do(ROOM, cases.SetPriority(case=one.case, priority=Priority.P1, reason="respira ya"))
    await hangs_up(centre, one)
    other = await rings(centre)
    await is_asked(centre, other, "san-pcr", consciente="N")
    past = PastInterviews(
        centre.runtime.pool, centre.runtime.content, "Europe/Madrid", centre.clock, NARRATIVES
    )
    found = await past.figures()
    [pcr] = found.protocols
    assert (pcr.protocol, pcr.interviews, pcr.undecided, pcr.abandoned) == ("san-pcr", 2, 1, 1)
    assert [(rule.rule, rule.decided, rule.overridden) for rule in pcr.rules] == [("PCR-1", 1, 1)]
    asked = {q.question: q for q in pcr.questions}
    assert (asked["consciente"].asked, asked["consciente"].unknown) == (2, 0)
    breathing = asked["respira"]
    assert (breathing.asked, breathing.unknown, breathing.again) == (2, 1, 1)
    assert (breathing.median_s, breathing.p90_s) == (20, 30)
    long_ago = await past.figures(centre.today() - timedelta(days=9), centre.today() - timedelta(days=2))
    assert (long_ago.interviews, long_ago.protocols) == (0, ())
    with pytest.raises(Refused, match="days_turned_round"):
        await past.figures(centre.today(), centre.today() - timedelta(days=1))
    assert (await past.figures(until=date.max)) == found
    in_training = PastInterviews(
        centre.runtime.pool, centre.runtime.content, "Europe/Madrid", centre.clock, NARRATIVES, Mode.TRAINING
    )
    assert (await in_training.figures()).interviews == 0, "the figures of one mode tell nothing of another"
    assert (await past.figures(until=date.min)) == (await past.figures(date.min, date.min))
