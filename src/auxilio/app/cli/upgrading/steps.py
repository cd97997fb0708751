"""The order of an upgrade: stop, copy and migrate, start; and what follows when a step fails."""

from collections.abc import Callable
from enum import StrEnum
from typing import Protocol

from auxilio.kernel.refusal import Refused


class UpgradeSteps(Protocol):
    """What an upgrade does to the machine. Each raises `Refused` when it fails."""

    def stop(self) -> None:
        """End every process of the installation."""
        ...

    def prepare(self) -> None:
        """Check, copy the database and migrate it, by the new release."""
        ...

    def start(self) -> None:
        """Start the release that is in place, and wait until it answers."""
        ...

    def start_without_waiting(self) -> None:
        """Have the release that is in place started, and started again when it ends."""
        ...

    def bring_back(self) -> None:
        """Make the database what it was. Refused when the new release has written an event."""
        ...

    def put_previous_in_place(self) -> None:
        """From now on the release of before is what starts."""
        ...

    def accept(self) -> None:
        """Give the way back up."""
        ...


class UpgradeOutcome(StrEnum):
    """Which release runs afterwards."""

    DONE = "done"
    NOT_BEGUN = "not_begun"
    """The release of before, over a database that nobody touched."""
    BROUGHT_BACK = "brought_back"
    """The release of before, over a database that is as it was."""
    STAYS = "stays"
    """The new release: it wrote an event before it failed, or the way back failed."""


class UpgradeResult(Exception):
    """Raised for every outcome but DONE, with why."""

    def __init__(self, outcome: UpgradeOutcome, why: Refused) -> None:
        super().__init__(f"{outcome}: {why}")
        self.outcome, self.why = outcome, why


def run_upgrade(steps: UpgradeSteps) -> None:
    """All steps in order; raises `UpgradeResult` when another release runs than the new one, or it does not answer."""
    try:
        _do(steps.stop)
        _do(steps.prepare)
    except Refused as why:
        _go_back(steps, why, UpgradeOutcome.NOT_BEGUN)
    try:
        _do(steps.start)
    except Refused as why:
        _do(steps.stop)
        _go_back(steps, why, UpgradeOutcome.BROUGHT_BACK)
    _do(steps.accept)


def _do(step: Callable[[], None]) -> None:
    """A step that a disk, a program or a signal keeps from being done is refused like any other: whatever fails, a centre that
    was stopped is started again."""
    try:
        step()
    except (OSError, KeyboardInterrupt) as why:
        reason = str(why) or "interrupted"
        raise Refused("upgrade_step_failed", step=step.__name__, reason=reason) from why


def _go_back(steps: UpgradeSteps, why: Refused, outcome: UpgradeOutcome) -> None:
    """The release of before over the database of before. Where that cannot be, the new one goes on: telephones must ring."""
    try:
        try:
            _do(steps.bring_back)
        except Refused as refused:
            # Migrations are one transaction: where `prepare` failed there is nothing to bring back, unless an earlier attempt
            # was cut off after them, and the release that it was for wrote an event.
            if refused.code == "upgrade_log_went_on" or outcome is not UpgradeOutcome.NOT_BEGUN:
                raise
        _do(steps.put_previous_in_place)
    except Refused as refused:
        steps.start_without_waiting()
        raise UpgradeResult(UpgradeOutcome.STAYS, refused) from why
    steps.start_without_waiting()
    raise UpgradeResult(outcome, why)
