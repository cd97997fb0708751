"""What comes and leaves by standards, over HTTP: AML and short messages; interviews as FHIR, kinds of incident by APCO's codes."""

import asyncio
from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Controller, MediaType, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.openapi import ResponseSpec
from litestar.params import FromPath, JSONBody, PathParameter, QueryParameter

from auxilio.identity.core.gate import PUBLIC, for_keys, require
from auxilio.identity.core.permissions import Permission
from auxilio.identity.core.scopes import KeyScope
from auxilio.interop.aml_receiver import AmlReceiver
from auxilio.interop.apco import ApcoMatch
from auxilio.interop.ecall_receiver import EcallReceipt, EcallReceiver, EcallReport
from auxilio.interop.fhir.datatypes import Element
from auxilio.interop.fhir.interview_bundle import MEDIA_TYPE
from auxilio.interop.location_receiver import LocationReceipt, LocationReceiver, LocationReport
from auxilio.interop.ports import Exchanges
from auxilio.interop.short_message import ShortMessage, SmsOutcome, SmsReceipt
from auxilio.interop.sms.http_gateway import SmsGatewayReceipt
from auxilio.interop.sms.sending import SmsSender, SmsState
from auxilio.interop.sms_receiver import SmsReceiver
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import CaseId
from auxilio.kernel.instant import iso_us
from auxilio.kernel.refusal import Refused
from auxilio.platform.http.rate_limit import network_of_client
from auxilio.platform.http.schema_notes import reads_form

AML_MEDIA_TYPE = "application/x-www-form-urlencoded"
AML_BYTES_MAX = 8_192
"""A form with every field that is documented has some 3,000."""
ECALL_BYTES_MAX = 16_384
"""An MSD has 140 bytes; so much is looked at that whatever a modem adds is kept."""
AML_FORM = reads_form(
    "The fields of ETSI TS 103 625, at most 8,192 bytes. The last is `hmac`: HMAC-SHA1 in hexadecimal, with the key that "
    "`auxilio aml key` made, over every byte before `&hmac=`.",
    {
        "v": "2",
        "device_number": "+34600000001",
        "location_latitude": "41.6176",
        "location_longitude": "0.62",
        "location_accuracy": "20",
        "location_source": "GPS",
        "location_time": "1796203800000",
        "hmac": "de7c9b85b8b78aa6bc8a7a36f70a90701c9db4d9",
    },
)
LOCATION_BYTES_MAX = 262_144
"""A document of 32,768 characters, with each escaped as JSON may write it."""
SMS_BYTES_MAX = 16_384
"""The longest text with each character escaped, as JSON may write it, has 9,600."""
TAKEN = frozenset({SmsOutcome.AML_TAKEN, SmsOutcome.TEXT_TAKEN, SmsOutcome.REPLY_TAKEN})
NOT_KEPT = {"cache-control": "no-store"}
Language = Annotated[str, QueryParameter(name="language", pattern=r"^[a-z]{2}\Z")]
Digest = Annotated[str, PathParameter(pattern=r"^[0-9a-f]{64}\Z")]
Sent = Annotated[str, PathParameter(max_length=200)]


class AmlController(Controller):
    """`/api/aml`."""

    path = "/api/aml"

    @post(
        "/",
        status_code=200,
        opt=PUBLIC | AML_FORM,
        request_max_body_size=AML_BYTES_MAX,
        media_type=MediaType.TEXT,
        response_description="Taken, or thrown away: a sender sends again until it reads this",
        summary="Where a caller's telephone is, by AML (ETSI TS 103 625), signed with HMAC",
    )
    async def receive_aml(
        self, request: Request[Any, Any, Any], aml_receiver: NamedDependency[AmlReceiver]
    ) -> str:
        """An URL-encoded form. 200 for what is thrown away too: senders send again until they read one.

        Refused: `unknown_route` while no key is in force; `media_type_unknown`, `too_large`, `too_many_requests`.
        """
        aml_receiver.check_open()
        kind = (request.headers.get("content-type") or "").partition(";")[0].strip().lower()
        if kind != AML_MEDIA_TYPE:
            raise Refused("media_type_unknown", sent=kind[:100])
        content = b"".join([piece async for piece in request.stream()])
        await aml_receiver.receive(content, network_of_client(request.scope))
        return ""


class EcallController(Controller):
    """`/api/ecall`."""

    path = "/api/ecall"

    @post(
        "/",
        status_code=200,
        opt=for_keys(KeyScope.ECALL_WRITE),
        request_max_body_size=ECALL_BYTES_MAX,
        summary="What a vehicle sent with its eCall (EN 15722), by the system that took it from the line",
    )
    async def receive_msd(
        self,
        data: JSONBody[EcallReport],
        actor: NamedDependency[Actor],
        ecall_receiver: NamedDependency[EcallReceiver],
    ) -> EcallReceipt:
        """An MSD and the number of its call. One that cannot be read is kept as it came, and its flags say why.

        Refused: `not_a_phone` where the number is none; `too_large`, `too_many_requests`.
        """
        require(actor, Permission.ECALL_REPORT)
        return await ecall_receiver.receive(data)


class LocationController(Controller):
    """`/api/location`."""

    path = "/api/location"

    @post(
        "/",
        status_code=200,
        opt=for_keys(KeyScope.LOCATION_WRITE),
        request_max_body_size=LOCATION_BYTES_MAX,
        summary="Where a telephone is, by a location platform of its network (PIDF-LO, HELD)",
    )
    async def receive_location(
        self,
        data: JSONBody[LocationReport],
        actor: NamedDependency[Actor],
        location_receiver: NamedDependency[LocationReceiver],
    ) -> LocationReceipt:
        """A document and the number that it is about. One that cannot be read is kept as it came, and its flags say why.

        Refused: `not_a_phone` where the number is none; `too_large`, `too_many_requests`.
        """
        require(actor, Permission.LOCATION_DELIVER)
        return await location_receiver.receive(data)


class SmsController(Controller):
    """`/api/sms`."""

    path = "/api/sms"

    @post(
        "/",
        status_code=200,
        opt=for_keys(KeyScope.SMS_WRITE),
        request_max_body_size=SMS_BYTES_MAX,
        responses={202: ResponseSpec(SmsReceipt, description="Read, and nothing was taken: `code` says why")},
        response_description="AML, or a text, which was taken",
        summary="A short message from an SMS gateway: AML reaches its call, a text is a call",
    )
    async def receive_sms(
        self,
        data: JSONBody[ShortMessage],
        actor: NamedDependency[Actor],
        sms_receiver: NamedDependency[SmsReceiver],
    ) -> Response[SmsReceipt]:
        """In `text`, or a data message in `hex` or `base64`. 200 and 202 are final: the gateway need not send again.

        Refused: `malformed` without exactly one readable content.
        """
        require(actor, Permission.LOCATION_DELIVER)
        outcome = await sms_receiver.receive(data, actor.name)
        status = 200 if outcome in TAKEN else 202
        return Response(SmsReceipt(id=data.id, code=outcome), status_code=status)

    @post(
        "/receipts",
        status_code=204,
        opt=for_keys(KeyScope.SMS_WRITE),
        request_max_body_size=SMS_BYTES_MAX,
        summary="What became of a short message that a gateway took from us",
    )
    async def receive_receipt(
        self,
        data: JSONBody[SmsGatewayReceipt],
        actor: NamedDependency[Actor],
        sms_receipts: NamedDependency[SmsSender],
    ) -> None:
        """By the gateway's own `id`, also before its answer to the message. One that is final stays.

        Refused: `malformed`.
        """
        require(actor, Permission.LOCATION_DELIVER)
        at = data.at or sms_receipts.clock.now()
        iso_us(at)  # refuses a moment that no year of UTC has
        await sms_receipts.receipt(data.id, SmsState(data.state), at, data.code)


class ExchangeController(Controller):
    """`/api/exchange`."""

    path = "/api/exchange"

    @get(
        "/cases/{case:uuid}/interviews",
        opt=for_keys(KeyScope.INTERVIEWS_READ),
        media_type=MEDIA_TYPE,
        summary="The interviews of a case, as a FHIR R4 Bundle",
    )
    async def interviews(
        self,
        case: FromPath[UUID],
        actor: NamedDependency[Actor],
        exchanges: NamedDependency[Exchanges],
        language: Language = "es",
    ) -> Response[bytes]:
        """QuestionnaireResponses, and the Questionnaires they answer, as far as this reader may see the interviews.

        Facts of somebody's health are for the room and for health services. The look is a fact of the case.
        """
        require(actor, Permission.CASE_FILE_READ)
        name, bundle = await exchanges.interviews(CaseId(case), actor, language)
        return _fhir(bundle, {"content-disposition": f'attachment; filename="{name}"'})

    @get(
        "/protocols",
        opt=for_keys(KeyScope.PROTOCOLS_READ),
        media_type=MEDIA_TYPE,
        summary="The protocols in force, as a FHIR R4 Bundle of Questionnaires",
    )
    async def protocols(
        self, actor: NamedDependency[Actor], exchanges: NamedDependency[Exchanges], language: Language = "es"
    ) -> Response[bytes]:
        """What is asked, with translations; what decides stands in the narrative and in the signed document within."""
        require(actor, Permission.CONTENT_READ)
        return _fhir(await asyncio.to_thread(exchanges.protocols, language))

    @get(
        "/protocols/{digest:str}",
        opt=for_keys(KeyScope.PROTOCOLS_READ),
        media_type=MEDIA_TYPE,
        summary="One protocol version, as a FHIR R4 Questionnaire",
    )
    async def protocol(
        self,
        digest: Digest,
        actor: NamedDependency[Actor],
        exchanges: NamedDependency[Exchanges],
        language: Language = "es",
    ) -> Response[bytes]:
        """In force or not: a case names the version it was held with."""
        require(actor, Permission.CONTENT_READ)
        return _fhir(exchanges.protocol(digest, language))

    @get(
        "/types/{code:str}",
        opt=for_keys(KeyScope.TYPES_READ),
        summary="A type of incident by the codes of others",
    )
    async def type(
        self,
        code: Sent,
        actor: NamedDependency[Actor],
        exchanges: NamedDependency[Exchanges],
        language: Language = "es",
    ) -> Element:
        """APCO ANS 2.103.1-2012, and the elements by which an EIDO says what is happening."""
        require(actor, Permission.CONTENT_READ)
        return exchanges.type(code, language)

    @get(
        "/apco/{code:str}",
        opt=for_keys(KeyScope.TYPES_READ),
        summary="What a neighbour's APCO code means here",
    )
    async def apco(
        self, code: Sent, actor: NamedDependency[Actor], exchanges: NamedDependency[Exchanges]
    ) -> ApcoMatch:
        """Every type that is mapped to it, the most severe first; none for a code of the list that we never use."""
        require(actor, Permission.CONTENT_READ)
        return exchanges.apco(code)


def _fhir(resource: Element, headers: Mapping[str, str] = NOT_KEPT) -> Response[bytes]:
    kept = {**NOT_KEPT, **headers}
    return Response(msgspec.json.encode(resource), media_type=MEDIA_TYPE, headers=kept)
