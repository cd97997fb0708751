"""Aim: what a scenario came to is read by a person, whether or not anything was violated."""

from msgspec.structs import replace

from simulator.checkers import Violation
from simulator.town import Report

QUIET = Report(
    seed=1,
    speed=20.0,
    incidents=2,
    calls=3,
    answered=3,
    gave_up=0,
    cases=2,
    tasks=4,
    assignments=5,
    arrived=5,
    settled=True,
    violations=(),
)


def test_a_report_is_a_line_for_each_figure_and_each_violation() -> None:
    quiet = QUIET.lines().splitlines()
    assert quiet[0] == "seed: 1"
    assert quiet[-1] == "settled: True"
    bad = replace(QUIET, violations=(Violation(rule="one_case", subject="A-01", why="on two"),))
    assert bad.lines().splitlines() == [*quiet, "one_case A-01: on two"]
