"""The data of a vehicle in SIP (RFC 8147): the MSD of a message, the block that acknowledges it, the block that asks for another.

Pure. Called by `control.call_intake`, `control.carrier_tests` and `control.vehicle_messages`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from auxilio.interop.formats.decoded import Decoded
from auxilio.interop.formats.ecall_control import (
    ControlAck,
    ControlBlock,
    ControlRequest,
    decode_control,
    write_control,
)
from auxilio.interop.formats.msd import BoundingBox, Msd, decode_msd
from auxilio.interop.formats.not_writable import NotWritable
from auxilio.voice.sip.message import Header
from auxilio.voice.sip.multipart import MSD, Part

CONTROL = "application/EmergencyCallData.Control+xml"
MSD_TYPE = "application/EmergencyCallData.eCall.MSD"
INFO_PACKAGE = "EmergencyCallData.eCall.MSD"
SEND_DATA, DATATYPE = "send-data", "eCall.MSD"
BY_REFERENCE = "by-reference"
"""Disposition of a part that a Call-Info header names (RFC 7852, 6)."""
UNUSABLE = "truncated"
"""The flag of a message that can be read in part: what is there is shown, and it is not acknowledged as received."""
ECALL_HEADERS: tuple[Header, ...] = (
    ("Recv-Info", INFO_PACKAGE),
    ("Accept", f"application/sdp, application/pidf+xml, {MSD_TYPE}, {CONTROL}"),
)
"""What a 200 tells a vehicle: it may send its data again by INFO (RFC 8147, 6)."""


@dataclass(frozen=True)
class SentMsd:
    """An MSD as it came, and what was read from it."""

    part: Part
    decoded: Decoded[Msd]

    @property
    def received(self) -> bool:
        """Whether the whole message could be read."""
        return self.decoded.value is not None and UNUSABLE not in self.decoded.flags

    @property
    def is_test(self) -> bool:
        """Whether it can be read whole and says that somebody tests: a call that a vehicle makes by itself is taken for help."""
        said = self.decoded.value
        return self.received and said is not None and said.testCall is True and not said.automaticActivation

    @property
    def denies_test(self) -> bool:
        """Whether it says, as far as it can be read, that the call is none."""
        return self.decoded.value is not None and self.decoded.value.testCall is False

    @property
    def has_position(self) -> bool:
        """Whether it says where the vehicle is."""
        return self.decoded.value is not None and self.decoded.value.lat is not None


def sent_msd(parts: Sequence[Part], area: BoundingBox | None = None) -> SentMsd | None:
    """The MSD of a message: the first, since one has one; further ones are kept as every body is. `area`: of this centre."""
    part = next((part for part in parts if part.content_type == MSD), None)
    return None if part is None else SentMsd(part, decode_msd(part.content, area))


@dataclass(frozen=True)
class ControlMessage:
    """A control block as SIP carries it: the part, and the Call-Info header that names it."""

    parts: tuple[Part, ...] = ()
    headers: tuple[Header, ...] = ()


NOTHING_MORE = ControlMessage()


def acknowledgement(msd: SentMsd, content_id: str) -> ControlMessage | None:
    """That this MSD was received, or could not be read (RFC 8147, 9.1.1); None where it has no Content-ID to be named by."""
    ack = ControlAck(ref=msd.part.content_id or None, received=msd.received)
    try:
        return control_message(ControlBlock(ack=ack), content_id)
    except NotWritable:
        return None


def msd_request(content_id: str) -> ControlMessage:
    """That the vehicle is to send its MSD again (RFC 8147, 9.1.2), as an INFO carries it."""
    asked = control_message(
        ControlBlock(requests=(ControlRequest(action=SEND_DATA, datatype=DATATYPE),)), content_id
    )
    about = (("Info-Package", INFO_PACKAGE), ("Content-Disposition", "Info-Package"))
    return ControlMessage(asked.parts, (*asked.headers, *about))


def is_unable(parts: Sequence[Part]) -> bool:
    """Whether a vehicle says here that it cannot send what it was asked for (`actionResult`, RFC 8147, 9.1.1)."""
    blocks = (decode_control(part.content).value for part in parts if part.content_type == CONTROL.lower())
    acks = (block.ack for block in blocks if block is not None and block.ack is not None)
    return any(
        result.action == SEND_DATA and result.success is False
        for ack in acks
        for result in ack.action_results
    )


def control_message(block: ControlBlock, content_id: str) -> ControlMessage:
    """The block under this Content-ID. Raises `NotWritable`."""
    part = Part(CONTROL, content_id=content_id, disposition=BY_REFERENCE, content=write_control(block))
    return ControlMessage((part,), (("Call-Info", f"<cid:{content_id}>;purpose=EmergencyCallData.Control"),))
