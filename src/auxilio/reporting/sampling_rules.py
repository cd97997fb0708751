"""Which rules of the card choose a call: what the log tells of it. Pure."""

from collections.abc import Callable

from auxilio.kernel.instant import seconds_between
from auxilio.kernel.shared_types import Priority
from auxilio.quality_review.core.model import MandatoryRule, SamplingPlan, SamplingRule
from auxilio.reporting.protocol_figures import abandoned
from auxilio.reporting.review_findings import DISPATCHED, CallLog, is_manual_change, priority_at


def rules_of(sampling: SamplingPlan, log: CallLog, nth: int) -> tuple[SamplingRule, ...]:
    """The rules that hold for this call. `nth`: which of its operator's calls it is, from 1.

    A rule that asks for what a redaction took away does not hold: it cannot be told.
    """
    if log.call is None or log.case is None:
        return ()
    return tuple(
        one.rule
        for one in sampling.always
        if (nth <= (one.calls or 0) if one.rule is SamplingRule.NEW_OPERATOR else _HOLDS[one.rule](one, log))
    )


def _life_threat(rule: MandatoryRule, log: CallLog) -> bool:
    """An interview of one of these protocols proved the priority, or a graver one."""
    assert rule.priority is not None, "the schema asks for it"
    worst = Priority[rule.priority]
    return any(
        run.standing.priority is not None and run.standing.priority <= worst
        for run in log.runs
        if {run.protocol, *(before.partition(" ")[0] for before in run.before)} & set(rule.protocols)
    )


def _override(_rule: MandatoryRule, log: CallLog) -> bool:
    """A person changed a priority that stood, in the case that was opened for this call."""
    return log.began_it and any(map(is_manual_change, log.facts))


def _late(_rule: MandatoryRule, log: CallLog) -> bool:
    """The first unit left later than the target of the priority that stood then; of the call that opened the case."""
    left = log.first(*DISPATCHED)
    if left is None or log.answered_at is None or not log.began_it:
        return False
    priority = priority_at(log, left.at)
    target = None if priority is None else log.contents.target_s(priority)
    return target is not None and seconds_between(log.answered_at, left.at) > target


def _abandoned(_rule: MandatoryRule, log: CallLog) -> bool:
    """An interview ended while its priority could still have risen, and a question that could raise it was not put."""
    return any(abandoned(run, log.contents) for run in log.runs)


_HOLDS: dict[SamplingRule, Callable[[MandatoryRule, CallLog], bool]] = {
    SamplingRule.LIFE_THREAT: _life_threat,
    SamplingRule.MANUAL_OVERRIDE: _override,
    SamplingRule.LATE_FIRST_UNIT: _late,
    SamplingRule.PROTOCOL_ABANDONED: _abandoned,
}
assert _HOLDS.keys() | {SamplingRule.NEW_OPERATOR} == set(SamplingRule), "every rule can be asked"
