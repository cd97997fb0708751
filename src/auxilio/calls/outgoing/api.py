"""What was heard in calls that desks made for cases, over HTTP (docs/nouns/outgoing-call.md)."""

from typing import Annotated
from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath, HeaderParameter, JSONBody

from auxilio.calls.api import RecordingRequest
from auxilio.calls.core import messages as m
from auxilio.calls.ports import VisibleCalls
from auxilio.kernel.actor import Actor
from auxilio.kernel.command_port import CommandPort
from auxilio.kernel.ids import CallId, CommandId
from auxilio.platform.blobs.ports import Blobs, Digest
from auxilio.platform.http.schema_notes import ANY_MEDIA_TYPE


@post("/api/outgoing-calls/{call:uuid}/recordings/{digest:str}", media_type=ANY_MEDIA_TYPE, status_code=200)
async def outgoing_recording(
    call: FromPath[UUID],
    digest: FromPath[str],
    data: JSONBody[RecordingRequest],
    actor: NamedDependency[Actor],
    seen_calls: NamedDependency[VisibleCalls],
    commands: NamedDependency[CommandPort],
    blobs: NamedDependency[Blobs],
    command_id: Annotated[CommandId, HeaderParameter(name="x-auxilio-command")],
) -> Response[bytes]:
    """What was heard, for who may hear it; that they did is a fact before a byte goes out.

    Refused: `unknown_recording`, `recording_needs_reason`, `not_permitted`, and what looking refuses.
    """
    seen = await seen_calls.look_outgoing(CallId(call), actor)
    heard = m.HearOutgoingRecording(call=seen.id, digest=digest, reason=data.reason)
    await commands.handle(command_id, heard, actor)
    kept = next(one for one in seen.recordings if one.digest == digest)
    content = b"".join([piece async for piece in blobs.get(Digest(digest), call)])
    return Response(content, media_type=kept.media_type)
