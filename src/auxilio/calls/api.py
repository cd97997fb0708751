"""The citizen's door: one request makes a call of somebody's need and gives their page a token for it.

Everything after that are ordinary commands (`calls.say`, `calls.report_position`, `calls.leave`) sent
with the token to the one door for commands. Rate-limited by address; no number is ever blocked.
"""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Controller, Request, Response, get, post
from litestar.params import HeaderParameter, QueryParameter

from auxilio.calls import messages as m
from auxilio.calls.model import Attachment, Channel
from auxilio.calls.ports import CallerTokens, SeenCalls
from auxilio.calls.service import Calls
from auxilio.calls.store import RefusedCalls, RefusedSince
from auxilio.identity.gate import CITIZEN, PUBLIC, citizen_actor, require
from auxilio.identity.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import CallId, CommandId
from auxilio.kernel.instant import Instant
from auxilio.kernel.position import Position
from auxilio.kernel.refusal import Refused
from auxilio.kernel.words import Language, LongText, Mode, ShortText, within
from auxilio.platform.blobs.ports import Blobs, Digest
from auxilio.platform.http.rate import RateLimit, network_of

NEW_CALLS_PER_MINUTE = 30
"""From one address. A household, a school behind one address and a frightened finger all fit in it."""
ATTACHMENT_BYTES_MAX = 12 * 1024 * 1024
RATE_SPAN_S = 60.0
SHOWN = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif"})
"""Kinds that a console shows. Anything else is a file to keep: a stranger's HTML never runs in our page."""


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
        mode = within(request.app.state.mode, data.mode)
        handled = await calls.handle(data.id, ring, citizen_actor(data.call, mode))
        return Heard(call=data.call, number=handled.facts["number"], token=tokens.issue(data.call, mode))

    @post("/attachments", status_code=201, request_max_body_size=ATTACHMENT_BYTES_MAX, opt=CITIZEN)
    async def attach(
        self,
        request: Request[Any, Any, Any],
        actor: Actor,
        calls: Calls,
        blobs: Blobs,
        command_id: Annotated[CommandId, HeaderParameter(name="x-auxilio-command")],
        name: Annotated[str, QueryParameter(name="name", max_length=200)] = "photo",
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


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """The way to open for the caller's phone: `path` on this centre's address, until that moment."""

    path: str
    until: Instant


class Wish(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why somebody wants to hear a call that is not theirs."""

    reason: Annotated[str, msgspec.Meta(min_length=3, max_length=200)] | None = None


REFUSED_SPAN_S = 3600.0


class Elsewhere(Controller):
    """`/api/calls/refused`: who was sent elsewhere, for the room."""

    path = "/api/calls/refused"

    @get("/")
    async def refused(self, actor: Actor, refused_calls: RefusedCalls) -> RefusedSince:
        """Of the last hour, the newest first. Refused: `not_permitted`."""
        require(actor, Permission.ROOM_WATCH)
        return await refused_calls.within(REFUSED_SPAN_S)


class Attachments(Controller):
    """`/api/calls/{call}`: what a caller sent, and a link to their phone, for who may see the call."""

    path = "/api/calls"

    @get("/{call:uuid}/attachments/{digest:str}")
    async def attachment(
        self, call: UUID, digest: str, actor: Actor, seen_calls: SeenCalls, blobs: Blobs
    ) -> Response[bytes]:
        """The bytes as they came, whole or not at all. Refused: `unknown_attachment`, and what looking refuses."""
        seen = await seen_calls.look(CallId(call), actor)
        found = next((one for one in seen.attachments if one.digest == digest), None)
        if found is None:
            raise Refused("unknown_attachment", id=digest[:64])
        content = b"".join([piece async for piece in blobs.get(Digest(digest), call)])
        shown = found.media_type in SHOWN
        headers = {"content-disposition": "inline" if shown else "attachment"}
        return Response(
            content, media_type=found.media_type if shown else "application/octet-stream", headers=headers
        )

    @post("/{call:uuid}/recordings/{digest:str}", status_code=200)
    async def recording(
        self,
        call: UUID,
        digest: str,
        data: Wish,
        actor: Actor,
        seen_calls: SeenCalls,
        calls: Calls,
        blobs: Blobs,
        command_id: Annotated[CommandId, HeaderParameter(name="x-auxilio-command")],
    ) -> Response[bytes]:
        """What was heard, for who may hear it; that they did is a fact before a byte goes out.

        Refused: `unknown_recording`, `recording_needs_reason`, `not_permitted`, and what looking refuses.
        """
        seen = await seen_calls.look(CallId(call), actor)
        await calls.handle(
            command_id, m.HearRecording(call=seen.id, digest=digest, reason=data.reason), actor
        )
        kept = next(one for one in seen.recordings if one.digest == digest)
        content = b"".join([piece async for piece in blobs.get(Digest(digest), call)])
        return Response(content, media_type=kept.media_type)

    @post("/{call:uuid}/link", status_code=200)
    async def link(
        self,
        call: UUID,
        actor: Actor,
        seen_calls: SeenCalls,
        calls: Calls,
        tokens: CallerTokens,
        command_id: Annotated[CommandId, HeaderParameter(name="x-auxilio-command")],
    ) -> Link:
        """A link that brings position, photo and words from the caller's phone into this call.

        That it was given is a fact; nobody is told of it by us. A repeat of the command id gives the same link.
        """
        seen = await seen_calls.look(CallId(call), actor)
        handled = await calls.handle(command_id, m.GiveLink(call=seen.id), actor)
        until = msgspec.convert(handled.facts["until"], Instant)
        return Link(path=f"/call?t={tokens.link(seen.id, seen.mode, until)}", until=until)
