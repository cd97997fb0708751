"""What several interviews of one case know together. The twin of `knownAnswers` in the console's `interview-runs.ts`."""

from collections.abc import Sequence

from auxilio.triage.core.model import ProtocolRun


def latest_answers(runs: Sequence[ProtocolRun]) -> dict[str, str]:
    """Each question's latest answer. What was carried into an interview counts less than any answer that was given.

    Not the interview that began last decides, but the answer that was given last: one that is corrected in the first
    interview would otherwise stand behind its copy in the second.
    """
    known: dict[str, str] = {}
    for run in runs:
        known |= run.facts
    given = sorted((one for run in runs for one in run.given), key=lambda one: one.at)
    return known | {one.question: one.answer for one in given}
