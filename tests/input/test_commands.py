"""Aim: every command, right and wrong, from every kind of person, gets its answer, and a refused one leaves nothing.

The schema of commands is not in the schema of routes: they are read from the composition, so a new one is tried at once.
"""

from typing import Any
from uuid import UUID

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auxilio.app.capabilities import commands
from auxilio.kernel.event import Command
from auxilio.platform.ids import new_id
from tests import strategies
from tests.input.conftest import PEOPLE, SOAK, Served

EXAMPLES = 100 if SOAK else 5
WRONG: list[Any] = [
    None, True, -1, 10**30, 1.5, "", "\u0000", "a\u0000b", "\ud800", "x" * 5_000, [], [[]], {}, {"a": {}},
    ["\u0000"], "2026-13-45T99:99:99Z", "00000000-0000-0000-0000-00000000000g",
]  # fmt: skip


@pytest.fixture(scope="module")
def known(served: Served) -> list[str]:
    """Ids of aggregates that exist: what is aimed at something gets further than what is aimed at nothing."""
    pau = served.seat("pau")
    case, call = str(new_id()), str(new_id())
    for command in (
        {"kind": "calls.record", "call": call, "caller_name": "Joan"},
        {"kind": "cases.open", "case": case, "call": call, "summary": "Humo"},
    ):
        reply = send(served, pau, command)
        assert reply.status_code == 200, reply.text
    units = served.accounts.rows("select id from stream where noun = 'unit' order by id limit 3")
    return [case, call, *(row["id"].partition(":")[2] for row in units)]


def send(served: Served, sat: Any, command: Any, id: object = None) -> Any:
    body = {"id": str(id or new_id()), "command": command}
    # `json.dumps` writes lone surrogates as escapes, which is what a broken page would send.
    return sat.post(f"{served.address}/api/commands", json=body)


@st.composite
def orders(draw: st.DrawFn, kind: type[Command], known: list[str]) -> dict[str, Any]:
    """A command of this kind, aimed at what exists, and then perhaps spoilt in one place."""
    told: dict[str, Any] = msgspec.to_builtins(draw(strategies.of(kind)), str_keys=True)
    told = {name: draw(aimed(value, known)) for name, value in told.items()}
    spoil = draw(st.sampled_from(["no", "surplus", "value", "missing", "nested"]))
    names = [name for name in told if name != "kind"]
    if spoil == "surplus":
        told["surplus"] = 1
    elif spoil == "value" and names:
        told[draw(st.sampled_from(names))] = draw(st.sampled_from(WRONG))
    elif spoil == "missing" and names:
        del told[draw(st.sampled_from(names))]
    elif spoil == "nested" and (inner := [value for value in told.values() if isinstance(value, dict)]):
        inner[0]["surplus"] = draw(st.sampled_from(WRONG))
    return told


def aimed(value: Any, known: list[str]) -> st.SearchStrategy[Any]:
    if isinstance(value, str) and _is_id(value):
        return st.sampled_from([*known, value])
    return st.just(value)


def _is_id(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


@pytest.mark.parametrize("kind", commands(), ids=lambda kind: kind.__struct_config__.tag)
def test_a_command_right_or_wrong_is_answered_and_a_refused_one_leaves_nothing(
    served: Served, known: list[str], kind: type[Command]
) -> None:
    @given(command=orders(kind, known), who=st.sampled_from(sorted(PEOPLE)))
    @settings(
        max_examples=EXAMPLES, derandomize=not SOAK, suppress_health_check=list(HealthCheck), database=None
    )
    def throw(command: dict[str, Any], who: str) -> None:
        sat = served.seat(who)
        before = served.accounts.counted()
        served.judge(send(served, sat, command), before)

    throw()
