"""Calls over HTTP: the citizen's page, where one request opens a call and gives its page a token, and what rooms and desks read.

Everything after that are ordinary commands (`calls.say`, `calls.report_position`, `calls.leave`) sent
with the token to the one route of commands; files come through the upload alone. No number is ever blocked, and no
first ring refused for its address (`caller_limits`).
"""

import asyncio
import unicodedata
from collections.abc import AsyncIterator
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, HeaderParameter, JSONBody, QueryParameter

from auxilio.calls.caller_limits import CallerLimits
from auxilio.calls.core import messages as m
from auxilio.calls.core.additional_data import SUBSCRIBER_BODY, Subscriber, subscribers_of
from auxilio.calls.core.ecall_model import vin_of
from auxilio.calls.core.model import Attachment, CallChannel
from auxilio.calls.core.policy import ATTACHMENT_BYTES_MAX
from auxilio.calls.ports import CallerTokens, VisibleCalls
from auxilio.calls.store import (
    RecentRejectedCalls,
    RecentTestCalls,
    RejectedCallQuery,
    TestCallQuery,
    UploadCheck,
)
from auxilio.identity.core.gate import CITIZEN, PUBLIC, citizen_actor, require
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.kernel.command_port import CommandPort
from auxilio.kernel.ids import CallId, CommandId
from auxilio.kernel.instant import Instant
from auxilio.kernel.position import Position
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Language, LongText, Mode, ShortText
from auxilio.platform.blobs.ports import Blobs, Digest
from auxilio.platform.http.rate_limit import network_of_client
from auxilio.platform.http.schema_notes import ANY_MEDIA_TYPE, reads_bytes
from auxilio.platform.ids import derived_id, new_id

UPLOAD_S = 180.0
"""A photo over a bad network; who sends slower than that holds up the others of their call."""
WORD_MAX = 100
"""Of the name and kind of a file: they stand in a row that every desk holds."""
INLINE_MEDIA_TYPES = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif"})
"""Kinds that a console shows. Anything else is a file to keep: a stranger's HTML never runs in our page."""


class CallRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a citizen's page sends first. Nothing in it is required: help is not a form."""

    id: CommandId
    """The page's own secret: the same again gives the token again. It is stored as `stored_ring` alone."""
    call: CallId
    channel: CallChannel = CallChannel.CHAT
    cannot_speak: bool = False
    language: Language | None = None
    phone: ShortText | None = None
    caller_name: ShortText | None = None
    position: Position | None = None
    words: LongText | None = None
    earlier: Annotated[str, msgspec.Meta(max_length=200)] | None = None
    """The token of an earlier call of this page: the same person rings again. One that is not ours says nothing."""


_call_request = msgspec.json.Decoder(CallRequest)


class CallReceipt(msgspec.Struct, frozen=True, kw_only=True):
    """The call exists and waits. `token` speaks for it alone."""

    call: CallId
    number: str
    token: str


class KnownCall(msgspec.Struct, frozen=True, kw_only=True):
    """The call for which a token speaks."""

    call: CallId


def shown_name(name: str) -> str:
    """A name as it is shown and saved under: without controls, because one that turns the line round makes `gpj.exe` read
    `exe.jpg`."""
    return "".join(letter for letter in name if unicodedata.category(letter)[0] != "C")[:WORD_MAX] or "file"


def stored_ring(id: CommandId) -> CommandId:
    """The command under which a ring is stored. Boards and files show it as a cause; whoever sends it is given no token."""
    return CommandId(derived_id(id, "caller.ring"))


class CallerController(Controller):
    """`/api/caller`."""

    path = "/api/caller"

    @post("/", status_code=201, opt=PUBLIC, summary="Start a call")
    async def ring(
        self,
        data: JSONBody[CallRequest],
        commands: NamedDependency[CommandPort],
        tokens: NamedDependency[CallerTokens],
        caller_limits: NamedDependency[CallerLimits],
        request: Request[Any, Any, Any],
    ) -> CallReceipt:
        """A call begins to ring. Refused: `channel_not_permitted`; `too_many_requests` when one call rings on and on."""
        data = _call_request.decode(await request.body())
        await caller_limits.ring(data.call, network_of_client(request.scope))
        ring = m.ReceiveCall(
            call=data.call,
            channel=data.channel,
            phone=data.phone,
            caller_name=data.caller_name,
            language=data.language,
            cannot_speak=data.cannot_speak,
            position=data.position,
            words=data.words,
            earlier=tokens.call_of(data.earlier) if data.earlier else None,
        )
        mode: Mode = request.app.state.mode  # never the body's: nobody answers a cry for help in training
        handled = await commands.handle(stored_ring(data.id), ring, citizen_actor(data.call, mode))
        return CallReceipt(
            call=data.call, number=handled.facts["number"], token=tokens.issue(data.call, mode)
        )

    @get("/", opt=CITIZEN)
    async def known_call(self, actor: NamedDependency[Actor]) -> KnownCall:
        """Whether the page's token speaks for a call here. Refused: `not_signed_in`; `not_your_call` for who is no caller."""
        if actor.kind != "citizen":
            raise Refused("not_your_call")
        return KnownCall(call=CallId(actor.id))

    @post(
        "/attachments",
        status_code=201,
        request_max_body_size=ATTACHMENT_BYTES_MAX,
        opt=CITIZEN | reads_bytes(),
    )
    async def attach(
        self,
        request: Request[Any, Any, Any],
        actor: NamedDependency[Actor],
        commands: NamedDependency[CommandPort],
        blobs: NamedDependency[Blobs],
        caller_files: NamedDependency[UploadCheck],
        caller_limits: NamedDependency[CallerLimits],
        command_id: Annotated[CommandId, HeaderParameter(name="x-auxilio-command")],
        name: Annotated[str, QueryParameter(name="name", max_length=200)] = "photo",
    ) -> Attachment:
        """A photo or file from the caller's phone: its bytes are durable before the fact that names them.

        Refused: `too_many_attachments`, `call_over`, `too_many_requests`, before a byte is read; `upload_too_slow`.
        """
        if actor.kind != "citizen":
            raise Refused("not_your_call")
        call = CallId(actor.id)
        async with caller_limits.upload(actor, network_of_client(request.scope)):
            await caller_files.check_allowed(call)
            counted = _ByteCounter(request.stream())
            try:
                async with asyncio.timeout(UPLOAD_S):
                    digest = await blobs.put(counted, case=call)
            except TimeoutError:
                raise Refused("upload_too_slow", limit_s=int(UPLOAD_S)) from None
            attachment = Attachment(
                digest=digest,
                media_type=(request.headers.get("content-type") or "application/octet-stream")[:WORD_MAX],
                name=shown_name(name),
                size=counted.size,
            )
            await commands.handle(command_id, m.AttachUpload(call=call, attachment=attachment), actor)
        return attachment


class _ByteCounter:
    """The bytes of a body as they come, and how many they were."""

    def __init__(self, pieces: AsyncIterator[bytes]) -> None:
        self._pieces, self.size = pieces, 0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for piece in self._pieces:
            self.size += len(piece)
            yield piece


class CallerLink(msgspec.Struct, frozen=True, kw_only=True):
    """The way to open for the caller's phone: `path` on this centre's address, until that moment."""

    path: str
    until: Instant


class CallSubscribers(msgspec.Struct, frozen=True, kw_only=True):
    """Everybody whose line it is said to be, each once."""

    subscribers: tuple[Subscriber, ...]


class VehicleNumber(msgspec.Struct, frozen=True, kw_only=True):
    """The identification number of a vehicle (ISO 3779), 17 characters; `?` for one that cannot be."""

    vin: str


class RecordingRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why somebody wants to hear a call that is not theirs."""

    reason: Annotated[str, msgspec.Meta(min_length=3, max_length=200)] | None = None


REFUSED_SPAN_S = 3600.0
TEST_CALLS_SPAN_S = 86_400.0


class RejectedCallController(Controller):
    """`/api/calls/refused`: who was sent elsewhere, for the room."""

    path = "/api/calls/refused"

    @get("/")
    async def refused(
        self, actor: NamedDependency[Actor], refused_calls: NamedDependency[RejectedCallQuery]
    ) -> RecentRejectedCalls:
        """Of the last hour, the newest first. Refused: `not_permitted`."""
        require(actor, Permission.ROOM_WATCH)
        return await refused_calls.within(REFUSED_SPAN_S)


class TestCallController(Controller):
    """`/api/calls/tests`: test calls that the exchange answered, for the room and for who looks after the lines."""

    path = "/api/calls/tests"

    @get("/")
    async def carrier_tests(
        self, actor: NamedDependency[Actor], test_calls: NamedDependency[TestCallQuery]
    ) -> RecentTestCalls:
        """Of the last day, the newest first. Refused: `not_permitted`."""
        require(actor, Permission.ROOM_WATCH)
        return await test_calls.within(TEST_CALLS_SPAN_S)


class LocationServerUse(msgspec.Struct, frozen=True, kw_only=True):
    """Whether this centre can ask the network where a telephone is."""

    asked: bool
    """False: no setting names a location server."""


class LocationServerController(Controller):
    """`/api/calls/location-server`: for desks, which have a key for it or none."""

    path = "/api/calls/location-server"

    @get("/")
    async def location_server(
        self, actor: NamedDependency[Actor], has_location_server: NamedDependency[bool]
    ) -> LocationServerUse:
        """Whether a location server is asked by number. Refused: `not_permitted`."""
        require(actor, Permission.CALL_ANSWER)
        return LocationServerUse(asked=has_location_server)


class NumberTrust(msgspec.Struct, frozen=True, kw_only=True):
    """How far callers' numbers are to be believed here."""

    asserted: bool
    """A trusted network states them. False: every number is as said, and nothing is joined by number."""


class NumberTrustController(Controller):
    """`/api/calls/numbers`: for the room, which says what this centre goes without."""

    path = "/api/calls/numbers"

    @get("/")
    async def numbers(
        self, actor: NamedDependency[Actor], numbers_asserted: NamedDependency[bool]
    ) -> NumberTrust:
        """Whether any network is trusted to say who calls. Refused: `not_permitted`."""
        require(actor, Permission.ROOM_WATCH)
        return NumberTrust(asserted=numbers_asserted)


class CallFileController(Controller):
    """`/api/calls/{call}`: what a caller sent, and a link to their phone, for who may see the call."""

    path = "/api/calls"

    @get("/{call:uuid}/attachments/{digest:str}", media_type=ANY_MEDIA_TYPE)
    async def attachment(
        self,
        call: FromPath[UUID],
        digest: FromPath[str],
        actor: NamedDependency[Actor],
        seen_calls: NamedDependency[VisibleCalls],
        commands: NamedDependency[CommandPort],
        blobs: NamedDependency[Blobs],
    ) -> Response[bytes]:
        """The bytes as they came, whole or not at all. One that says whose line it is is read as `subscriber` is.

        Refused: `unknown_attachment`, `not_permitted`, and what looking refuses.
        """
        seen = await seen_calls.look(CallId(call), actor)
        found = next((one for one in seen.attachments if one.digest == digest), None)
        if found is None:
            raise Refused("unknown_attachment", id=digest[:64])
        if found.read_as == SUBSCRIBER_BODY:
            require(actor, Permission.CALL_ANSWER)
            await commands.handle(CommandId(new_id()), m.ReadSubscriber(call=seen.id), actor)
        content = b"".join([piece async for piece in blobs.get(Digest(digest), call)])
        shown = found.media_type in INLINE_MEDIA_TYPES
        headers = {"content-disposition": "inline" if shown else "attachment"}
        return Response(
            content, media_type=found.media_type if shown else "application/octet-stream", headers=headers
        )

    @post("/{call:uuid}/recordings/{digest:str}", media_type=ANY_MEDIA_TYPE, status_code=200)
    async def recording(
        self,
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
        seen = await seen_calls.look(CallId(call), actor)
        await commands.handle(
            command_id, m.HearRecording(call=seen.id, digest=digest, reason=data.reason), actor
        )
        kept = next(one for one in seen.recordings if one.digest == digest)
        content = b"".join([piece async for piece in blobs.get(Digest(digest), call)])
        return Response(content, media_type=kept.media_type)

    @post("/{call:uuid}/vin", status_code=200)
    async def vin(
        self,
        call: FromPath[UUID],
        actor: NamedDependency[Actor],
        seen_calls: NamedDependency[VisibleCalls],
        commands: NamedDependency[CommandPort],
        command_id: Annotated[CommandId, HeaderParameter(name="x-auxilio-command")],
    ) -> VehicleNumber:
        """The identification number of the vehicle of an eCall. That it was read is a fact before it goes out.

        Refused: `no_vin`, `not_permitted`, and what looking refuses.
        """
        require(actor, Permission.CALL_VIN_READ)
        seen = await seen_calls.look(CallId(call), actor)
        vin = vin_of(seen.ecall)
        await commands.handle(command_id, m.ReadVin(call=seen.id), actor)
        return VehicleNumber(vin=vin)

    @post("/{call:uuid}/subscriber", status_code=200)
    async def subscriber(
        self,
        call: FromPath[UUID],
        actor: NamedDependency[Actor],
        seen_calls: NamedDependency[VisibleCalls],
        commands: NamedDependency[CommandPort],
        command_id: Annotated[CommandId, HeaderParameter(name="x-auxilio-command")],
    ) -> CallSubscribers:
        """Whose line it is said to be. That it was read is a fact before it goes out.

        Refused: `no_subscriber`, `not_permitted`, and what looking refuses.
        """
        require(actor, Permission.CALL_ANSWER)
        seen = await seen_calls.look(CallId(call), actor)
        subscribers = subscribers_of(seen.additional_data)
        await commands.handle(command_id, m.ReadSubscriber(call=seen.id), actor)
        return CallSubscribers(subscribers=subscribers)

    @post("/{call:uuid}/link", status_code=200)
    async def link(
        self,
        call: FromPath[UUID],
        actor: NamedDependency[Actor],
        seen_calls: NamedDependency[VisibleCalls],
        commands: NamedDependency[CommandPort],
        tokens: NamedDependency[CallerTokens],
        command_id: Annotated[CommandId, HeaderParameter(name="x-auxilio-command")],
    ) -> CallerLink:
        """A link that brings position, photo and words from the caller's phone into this call.

        That it was given is a fact; it is sent to no one. A repeat of the command id gives the same link.
        """
        seen = await seen_calls.look(CallId(call), actor)
        handled = await commands.handle(command_id, m.GiveLink(call=seen.id), actor)
        until = msgspec.convert(handled.facts["until"], Instant)
        return CallerLink(path=f"/call?t={tokens.link(seen.id, seen.mode, until)}", until=until)
