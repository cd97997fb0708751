"""Record calls with the recorder of `media`: begun with the first leg, kept when the log has them."""

import logging
from collections.abc import Iterable

from auxilio.calls.core.messages import KeepRecording
from auxilio.calls.core.model import CallRecording
from auxilio.kernel.ids import CallId
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from auxilio.platform.ids import new_id
from auxilio.voice.control import ports
from auxilio.voice.control.command_reporter import CommandReporter
from auxilio.voice.media.ports import AudioSink
from auxilio.voice.media.recorder.service import ActiveRecording, FinishedRecording, RecordingService

MEDIA_TYPE = "audio/wav"
_log = logging.getLogger(__name__)


class RecorderAdapter:
    """`control.ports.CallRecorder` of one call."""

    def __init__(self, recorder: RecordingService, going: ActiveRecording) -> None:
        self._recorder, self._going = recorder, going

    def sink_of(self, party: str) -> AudioSink:
        """The channel of a party."""
        return self._going.party(party)

    async def finish(self) -> CallRecording | None:
        """End the recording. What cannot be kept now stays in the spool for the next start."""
        try:
            finished = await self._recorder.finish(self._going.name)
        except Refused as refused:
            _log.error("recording_not_kept", extra={"call": self._going.case, "code": refused.code})
            return None
        return recording_of(finished) if finished is not None else None

    async def settle(self) -> None:
        """The log has the recording."""
        await self._recorder.settle(self._going.name)


class RecorderAdapterFactory:
    """`control.ports.RecorderFactory`."""

    def __init__(self, recorder: RecordingService) -> None:
        self._recorder = recorder

    async def begin(self, call: CallId) -> RecorderAdapter | None:
        """A recording of this call, from now on."""
        try:
            return RecorderAdapter(self._recorder, await self._recorder.begin(new_id(), call))
        except OSError as wrong:
            _log.error("recording_not_begun", extra={"call": call, "error": type(wrong).__name__})
            return None

    async def report_leftovers(
        self, left: Iterable[FinishedRecording], commands: CommandReporter, mode: Mode
    ) -> None:
        """Report recordings that a process before this one left in the spool, as far as they go."""
        for one in left:
            await commands.report(KeepRecording(call=CallId(one.case), recording=recording_of(one)), mode)
            await self._recorder.settle(one.recording)


def recording_of(finished: FinishedRecording) -> CallRecording:
    """The recording as the log keeps it."""
    return CallRecording(
        digest=finished.digest,
        media_type=MEDIA_TYPE,
        parties=finished.channels,
        began_at=finished.began_at,
        duration_s=round(finished.span_s, 3),
        missing_s=round(finished.missing_s, 3),
        cut_short=finished.cut_short,
    )


async def finish_recording(
    call: CallId, recorder: ports.CallRecorder, commands: CommandReporter, mode: Mode
) -> None:
    """Make a recording durable, and report it."""
    recording = await recorder.finish()
    if recording is not None:
        await commands.report(KeepRecording(call=call, recording=recording), mode)
        await recorder.settle()
