"""Recordings of calls, by the recorder of `media`: begun with the first leg, kept when the log knows them."""

import logging
from collections.abc import Iterable

from auxilio.calls.messages import KeepRecording
from auxilio.calls.model import Recording
from auxilio.kernel.ids import CallId
from auxilio.kernel.refusal import Refused
from auxilio.kernel.words import Mode
from auxilio.platform.ids import new_id
from auxilio.voice.control import ports
from auxilio.voice.control.telling import Teller
from auxilio.voice.media.ports import Ear
from auxilio.voice.media.recorder.service import Finished, Recorder
from auxilio.voice.media.recorder.service import Recording as Going

MEDIA_TYPE = "audio/wav"
_log = logging.getLogger(__name__)


class Tape:
    """`control.ports.Recorder` of one call."""

    def __init__(self, recorder: Recorder, going: Going) -> None:
        self._recorder, self._going = recorder, going

    def ear(self, party: str) -> Ear:
        """The channel of a party."""
        return self._going.party(party)

    async def finish(self) -> Recording | None:
        """The end. What cannot be kept now stays where it is, for the next start."""
        try:
            finished = await self._recorder.finish(self._going.name)
        except Refused as refused:
            _log.error("recording_not_kept", extra={"call": self._going.case, "code": refused.code})
            return None
        return kept(finished) if finished is not None else None

    async def settle(self) -> None:
        """The log knows."""
        await self._recorder.settle(self._going.name)


class Tapes:
    """`control.ports.Recorders`."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder

    async def begin(self, call: CallId) -> Tape | None:
        """A recording of this call, from now on."""
        try:
            return Tape(self._recorder, await self._recorder.begin(new_id(), call))
        except OSError as wrong:
            _log.error("recording_not_begun", extra={"call": call, "error": type(wrong).__name__})
            return None

    async def tell_of(self, left: Iterable[Finished], teller: Teller, mode: Mode) -> None:
        """Recordings that a process before this one left behind: told to the log as far as they go."""
        for one in left:
            await teller.tell(KeepRecording(call=CallId(one.case), recording=kept(one)), mode)
            await self._recorder.settle(one.recording)


def kept(finished: Finished) -> Recording:
    """What the log keeps of it."""
    return Recording(
        digest=finished.digest,
        media_type=MEDIA_TYPE,
        parties=finished.channels,
        began_at=finished.began_at,
        duration_s=round(finished.span_s, 3),
        missing_s=round(finished.missing_s, 3),
        cut_short=finished.cut_short,
    )


async def keep(call: CallId, tape: ports.Recorder, teller: Teller, mode: Mode) -> None:
    """Make what was heard durable, and say so."""
    recording = await tape.finish()
    if recording is not None:
        await teller.tell(KeepRecording(call=call, recording=recording), mode)
        await tape.settle()
