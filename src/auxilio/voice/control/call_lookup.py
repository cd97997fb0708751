"""Calls as they stand in the log."""

from auxilio.calls.core.model import Call
from auxilio.calls.service import CALL
from auxilio.kernel.ids import CallId
from auxilio.workflows.runner import StateReader


class CallLookup:
    """Implements `control.ports.CallReader`."""

    def __init__(self, states: StateReader) -> None:
        self._states = states

    async def call(self, id: CallId) -> Call | None:
        """One call as it stands; None when it never rang."""
        return await self._states.state(CALL, id)
