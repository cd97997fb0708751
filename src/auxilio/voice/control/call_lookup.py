"""Calls as they stand in the log."""

from auxilio.calls.service import CALL, OUTGOING_CALL
from auxilio.kernel.ids import CallId
from auxilio.voice.core.media_plan import CarriedCall
from auxilio.workflows.runner import StateReader


class CallLookup:
    """Implements `control.ports.CallReader`."""

    def __init__(self, states: StateReader) -> None:
        self._states = states

    async def call(self, id: CallId) -> CarriedCall | None:
        """One call as it stands; None when it never rang."""
        return await self._states.state(CALL, id) or await self._states.state(OUTGOING_CALL, id)
