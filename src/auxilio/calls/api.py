"""The citizen's door: one request makes a call of somebody's need and gives their page a token for it.

Everything after that are ordinary commands (`calls.say`, `calls.report_position`, `calls.leave`) sent
with the token to the one door for commands. Rate-limited by address; no number is ever blocked.
"""

from typing import Annotated, Any

import msgspec
from litestar import Controller, Request, post
from litestar.params import Parameter

from auxilio.calls import messages as m
from auxilio.calls.model import Attachment, Channel
from auxilio.calls.ports import CallerTokens
from auxilio.calls.service import Calls
from auxilio.identity.gate import CITIZEN, PUBLIC, citizen_actor
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import CallId, CommandId
from auxilio.kernel.position import Position
from auxilio.kernel.refusal import Refused
from auxilio.kernel.words import Language, LongText, Mode, ShortText
from auxilio.platform.blobs.ports import Blobs
from auxilio.platform.http.rate import RateLimit, network_of

NEW_CALLS_PER_MINUTE = 30
"""From one address. A household, a school behind one address and a frightened finger all fit in it."""
ATTACHMENT_BYTES_MAX = 12 * 1024 * 1024
RATE_SPAN_S = 60.0


class Need(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a citizen's page sends first. Nothing in it is required: help is not a form."""

    id: CommandId
    call: CallId
    channel: Channel = Channel.CHAT
    cannot_speak: bool = False
    language: Language | None = None
    phone: ShortText | None = None
    caller_name: ShortText | None = None
    position: Position | None = None
    words: LongText | None = None
    mode: Mode = Mode.REAL


_need = msgspec.json.Decoder(Need)


class Heard(msgspec.Struct, frozen=True, kw_only=True):
    """The call exists and waits. `token` speaks for it alone."""

    call: CallId
    number: str
    token: str


class Caller(Controller):
    """`/api/caller`."""

    path = "/api/caller"

    @post("/", status_code=201, opt=PUBLIC)
    async def ring(
        self,
        data: Need,
        calls: Calls,
        tokens: CallerTokens,
        new_calls: RateLimit,
        request: Request[Any, Any, Any],
    ) -> Heard:
        """A call begins to ring."""
        new_calls.check(network_of(request.client.host) if request.client else "")
        data = _need.decode(await request.body())
        ring = m.Ring(
            call=data.call,
            channel=data.channel,
            phone=data.phone,
            caller_name=data.caller_name,
            language=data.language,
            cannot_speak=data.cannot_speak,
            position=data.position,
            words=data.words,
        )
        handled = await calls.handle(data.id, ring, citizen_actor(data.call, data.mode))
        return Heard(call=data.call, number=handled.facts["number"], token=tokens.issue(data.call, data.mode))

    @post("/attachments", status_code=201, request_max_body_size=ATTACHMENT_BYTES_MAX, opt=CITIZEN)
    async def attach(
        self,
        request: Request[Any, Any, Any],
        actor: Actor,
        calls: Calls,
        blobs: Blobs,
        command_id: Annotated[CommandId, Parameter(header="x-auxilio-command")],
        name: Annotated[str, Parameter(query="name", max_length=200)] = "photo",
    ) -> Attachment:
        """A photo or file from the caller's phone: its bytes are durable before the fact that names them."""
        if actor.kind != "citizen":
            raise Refused("not_your_call")
        call = CallId(actor.id)
        digest = await blobs.put(request.stream(), case=call)
        media_type = (request.headers.get("content-type") or "application/octet-stream")[:200]
        attachment = Attachment(digest=digest, media_type=media_type, name=name)
        await calls.handle(command_id, m.Attach(call=call, attachment=attachment), actor)
        return attachment
