"""Recordings of card steps: what can be played, the sounds themselves, and whether anybody would hear them."""

from pathlib import Path

from litestar import Response, get

from auxilio.app.published import Published, content_folder
from auxilio.app.settings import Settings
from auxilio.calls.model import Call, CallState, Channel
from auxilio.calls.service import CALL
from auxilio.identity.gate import require
from auxilio.identity.permissions import Permission
from auxilio.instructions.model import Card, Recording
from auxilio.instructions.ports import Listener
from auxilio.instructions.recordings import Recordings
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import CallId, CaseId, DeskId, stream_id
from auxilio.kernel.refusal import Refused
from auxilio.platform.database import log
from auxilio.platform.database.connection import Pool
from auxilio.publishing.api import Digest

KEPT = {"cache-control": "private, max-age=31536000, immutable"}
_SPOKEN = frozenset({Channel.VOICE, Channel.ECALL})
_WAITS = frozenset({CallState.HELD, CallState.CONSULTING})


def recording_folders(settings: Settings) -> list[Path]:
    """Where `recordings/` lies: the centre's own before those of the content."""
    return [settings.data, settings.content or content_folder()]


def listener_of(call: Call | None, case: CaseId, desk: DeskId | None) -> Listener:
    """Who hears what this desk plays into this call. Pure."""
    if call is None or call.case != case or desk is None or call.desk != desk:
        return Listener.NOBODY
    if call.channel not in _SPOKEN:
        return Listener.READER
    if call.state in _WAITS:
        return Listener.HELD
    return Listener.CALLER if call.state is CallState.ANSWERED else Listener.NOBODY


class CallLines:
    """`instructions.ports.Lines` over the log."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def listener(self, call: CallId, case: CaseId, desk: DeskId | None) -> Listener:
        """Who hears that desk in this call of the case, now."""
        found = await log.state_of(self._pool, stream_id(CALL.name, call))
        return listener_of(CALL.read_state(found[1]) if found else None, case, desk)


@get("/api/recordings/{digest:str}", summary="What can be played of one version of a card")
async def recordings_of(
    digest: Digest, actor: Actor, in_house: Published, recordings: Recordings
) -> dict[str, dict[str, Recording]]:
    """Step, language, recording; empty where there are none that speak the words of this version."""
    require(actor, Permission.CONTENT_READ)
    card = in_house.version(digest)
    if not isinstance(card, Card):
        raise Refused("unknown_version", digest=digest[:12])
    return recordings.of(card)


@get("/api/recordings/sounds/{digest:str}", summary="One recording, as a WAV")
async def recording_sound(digest: Digest, actor: Actor, recordings: Recordings) -> Response[bytes]:
    """It never changes under its digest, so it is kept for ever."""
    require(actor, Permission.CONTENT_READ)
    sound = recordings.sound(digest)
    if sound is None:
        raise Refused("recording_not_here", digest=digest[:12])
    return Response(sound, media_type="audio/wav", headers=KEPT)
