"""Which of the capabilities that a task asks for somebody covers (decision 0326). Pure.

`unmet_capabilities` (recommendation) plans: there each unit counts for one. Here is asked what is so: a unit that goes covers
everything it can do, and is never called missing.
"""

from collections.abc import Collection, Iterable, Sequence

import msgspec

from auxilio.dispatch.tasks.core.model import GoingUnit, Task
from auxilio.dispatch.tasks.core.shared_types import Capabilities, Code


def uncovered_capabilities(asked: Sequence[Code], able: Iterable[Collection[Code]]) -> Capabilities:
    """What is asked and nobody can do: `able` has what each unit can that goes or has finished, and what a neighbour was asked for."""
    can = {one for each in able for one in each}
    return tuple(one for one in dict.fromkeys(asked) if one not in can)


def missing_beyond_going(
    asked: Sequence[Code], short: Sequence[Code], able: Sequence[Collection[Code]]
) -> Capabilities:
    """Of `short`, for which no free unit is there, what those who go or are proposed do not cover either: by how many, where it is asked more than once."""
    left = {one: asked.count(one) - sum(one in each for each in able) for one in dict.fromkeys(short)}
    return tuple(one for one in left for _ in range(min(left[one], short.count(one))))


def uncovered_of(task: Task) -> Capabilities:
    """What nobody covers of a task for which somebody goes.

    Nothing of one that was told by telephone: that centre names one unit, and sends others that nobody enters. A unit that was
    given by an older version, which did not write down what it can do, covers everything.
    """
    if task.by_telephone or not task.going or any(not one.can for one in task.going):
        return ()
    return uncovered_capabilities(
        asked_of_units(task), [*task.done, *(one.can for one in task.going), task.lent]
    )


def asked_of_units(task: Task) -> Capabilities:
    """What a task asks for that takes a unit: all but what its centre gives itself (decision 0380)."""
    return tuple(one for one in task.capabilities if one not in task.by_centre)


def is_kept_by_centre(task: Task) -> bool:
    """Whether the centre does by itself all that is asked: accepted, no unit is missing."""
    return bool(task.capabilities) and not asked_of_units(task)


def with_unit(task: Task, going: GoingUnit) -> Task:
    """The task once this unit goes too."""
    return msgspec.structs.replace(task, going=(*task.going, going))
