"""Capabilities as they are counted: repeated for more than one, united and never summed (decision 0012)."""

from collections.abc import Mapping

from auxilio.dispatch.tasks.core.shared_types import Code


def missing_capabilities(capabilities: tuple[Code, ...], have: tuple[Code, ...]) -> tuple[Code, ...]:
    """What is asked for beyond what a centre already has: resources are united, not summed (decision 0012)."""
    left: list[Code] = []
    counted: Mapping[Code, int] = {one: have.count(one) for one in have}
    spent: dict[Code, int] = {}
    for one in capabilities:
        spent[one] = spent.get(one, 0) + 1
        if spent[one] > counted.get(one, 0):
            left.append(one)
    return tuple(left)
