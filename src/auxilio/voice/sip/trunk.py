"""Calls to numbers outside, through the SIP trunk of the centre."""

from auxilio.voice.sip.agent import CallFailed, OutgoingCall, SipAgent


class SipTrunk:
    """Implements `control.ports.TrunkDialler`."""

    def __init__(self, agent: SipAgent, trunk: str | None) -> None:
        self._agent, self._trunk = agent, trunk

    async def dial(self, number: str, sdp: bytes) -> OutgoingCall:
        """Ring a number. Raises `CallFailed(503)` where the centre has no way out."""
        if self._trunk is None:
            raise CallFailed(503)
        return await self._agent.invite(f"sip:{number}@{self._trunk}", sdp)
