"""The control block of NG-eCall: what a centre acknowledges and asks of a vehicle, and what the vehicle answers.

Source: RFC 8147, 9 (`application/EmergencyCallData.Control+xml`: ack, request, capabilities), RFC 8148, 9 (lamps, messages, cameras,
door locks). Reading is tolerant; writing is strict and conforms to the schema of RFC 8147, 14.
"""

import re

import msgspec

from auxilio.interop.formats.bounded_xml import XmlElement, read_xml
from auxilio.interop.formats.decoded import Decoded
from auxilio.interop.formats.not_writable import NotWritable
from auxilio.interop.formats.xml_text import xml_attribute, xml_text

KIND = "ecall-control"
NAMESPACE = "urn:ietf:params:xml:ns:EmergencyCallData:control"
ROOT = "EmergencyCallData.Control"
VALUES_MAX = 64
"""Supported values of one action; the longest example has ten."""
INT_ID_MAX = 4_294_967_295
_NUMBER = re.compile("[0-9]{1,10}")
_DURATION = re.compile(
    r"-?P(?=.)(?:[0-9]{1,9}Y)?(?:[0-9]{1,9}M)?(?:[0-9]{1,9}D)?"
    r"(?:T(?=.)(?:[0-9]{1,9}H)?(?:[0-9]{1,9}M)?(?:[0-9]{1,9}(?:\.[0-9]{1,9})?S)?)?"
)
_TOKEN = re.compile(r"[!-~]+(?: [!-~]+)*")
_URI = re.compile(r"[!#-;=?-Z_a-z~%@\[\]]+")
_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}
_REQUEST_ATTRIBUTES = frozenset(
    {"action", "datatype", "supported-values", "element-id", "requested-state", "int-id", "persistence"}
)


class ActionResult(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What became of one action that was asked for. `reason` says why it failed, `details` in words."""

    action: str
    success: bool | None = None
    """None where it was not sent, or neither true nor false."""
    reason: str | None = None
    details: str | None = None


class ControlAck(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An acknowledgement. `ref` is the Content-ID of the block that is acknowledged, without angle brackets."""

    ref: str | None = None
    received: bool | None = None
    """Whether what was sent could be used."""
    action_results: tuple[ActionResult, ...] = ()


class ControlRequest(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One action: asked for, or one that the vehicle is capable of."""

    action: str
    datatype: str | None = None
    """What `send-data` is to send: `eCall.MSD`, `VEDS`."""
    supported_values: tuple[str, ...] = ()
    element_id: str | None = None
    """Which lamp, camera or door."""
    requested_state: str | None = None
    int_id: int | None = None
    """Number of a fixed message; of a capability the highest that is known."""
    persistence: str | None = None
    """How long it is to go on, as a duration of ISO 8601."""
    texts: tuple[str, ...] = ()
    """Words to show or to say."""


class ControlBlock(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One block."""

    ack: ControlAck | None = None
    requests: tuple[ControlRequest, ...] = ()
    capabilities: tuple[ControlRequest, ...] | None = None
    """None where the vehicle says nothing of its capabilities."""


def decode_control(content: bytes) -> Decoded[ControlBlock]:
    """Read one block. Never raises: without a value the flag is a flaw of `read_xml`, or `not_control`."""
    document = read_xml(content)
    if document.root is None:
        return Decoded(kind=KIND, value=None, flags=(document.flaw or "empty",))
    root, flags = document.root, dict.fromkeys(document.flags)
    if root.name.casefold() != ROOT.casefold():
        return Decoded(kind=KIND, value=None, flags=(*flags, "not_control"))
    if root.namespace != NAMESPACE:
        flags["unknown_namespace"] = None
    ack: ControlAck | None = None
    requests = list[ControlRequest]()
    capabilities: list[ControlRequest] | None = None
    for child in root.children:
        if child.name == "ack" and ack is None:
            ack = _read_ack(child, flags)
        elif child.name == "request":
            requests += _read_request(child, flags)
        elif child.name == "capabilities":
            capabilities = capabilities or []
            for one in child.children:
                capabilities += _read_request(one, flags)
        else:
            flags["repeated_ack" if child.name == "ack" else "unknown_element"] = None
    if ack is None and not requests and capabilities is None:
        flags["nothing_asked_or_said"] = None
    value = ControlBlock(
        ack=ack,
        requests=tuple(requests),
        capabilities=None if capabilities is None else tuple(capabilities),
    )
    return Decoded(kind=KIND, value=value, flags=tuple(flags))


def _read_ack(element: XmlElement, flags: dict[str, None]) -> ControlAck:
    results = list[ActionResult]()
    for child in element.children:
        if child.name != "actionResult":
            flags["unknown_element"] = None
        elif action := child.attributes.get("action"):
            results.append(
                ActionResult(
                    action=action,
                    success=_read_boolean(child, "success", flags),
                    reason=child.attributes.get("reason"),
                    details=child.attributes.get("details"),
                )
            )
        else:
            flags["result_without_action"] = None
    ref = element.attributes.get("ref") or None
    if ref is None:
        flags["ack_without_ref"] = None
    received = _read_boolean(element, "received", flags)
    return ControlAck(ref=ref, received=received, action_results=tuple(results))


def _read_boolean(element: XmlElement, name: str, flags: dict[str, None]) -> bool | None:
    text = element.attributes.get(name)
    if text is None:
        return None
    value = _BOOLEANS.get(text.casefold())
    if value is None:
        flags[f"unreadable_{name}"] = None
    return value


def _read_request(element: XmlElement, flags: dict[str, None]) -> list[ControlRequest]:
    """The request of an element; none where it names no action."""
    said = element.attributes
    if element.name != "request" or not said.get("action"):
        flags["unknown_element" if element.name != "request" else "request_without_action"] = None
        return []
    if not said.keys() <= _REQUEST_ATTRIBUTES:
        flags["unknown_attribute"] = None
    values = [one.strip() for one in said.get("supported-values", "").split(";") if one.strip()]
    if len(values) > VALUES_MAX:
        flags["too_many_values"] = None
    number = said.get("int-id")
    int_id = int(number) if number and _NUMBER.fullmatch(number) else None
    if number is not None and (int_id is None or int_id > INT_ID_MAX):
        flags["unreadable_int_id"], int_id = None, None
    request = ControlRequest(
        action=said["action"],
        datatype=said.get("datatype"),
        supported_values=tuple(values[:VALUES_MAX]),
        element_id=said.get("element-id"),
        requested_state=said.get("requested-state"),
        int_id=int_id,
        persistence=said.get("persistence"),
        texts=tuple(child.text for child in element.children if child.name == "text"),
    )
    if request.persistence and not _DURATION.fullmatch(request.persistence):
        flags["odd_persistence"] = None
    return [request]


def write_control(block: ControlBlock) -> bytes:
    """The block as a document in UTF-8, in the order of the schema.

    Raises `NotWritable` naming the field that cannot be sent: nothing to say, an acknowledgement without `ref`, a failure without
    its reason, capabilities of nothing, a value outside its type in the schema.
    """
    parts = list[str]()
    if block.capabilities is not None:
        if not block.capabilities:
            raise NotWritable("capabilities")
        parts += ["<capabilities>", *map(_request_text, block.capabilities), "</capabilities>"]
    parts += map(_request_text, block.requests)
    if block.ack is not None:
        parts.append(_ack_text(block.ack))
    if not parts:
        raise NotWritable("nothing to say")
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<{ROOT} xmlns="{NAMESPACE}">{"".join(parts)}</{ROOT}>\n'
    return text.encode()


def _ack_text(ack: ControlAck) -> str:
    received = None if ack.received is None else _boolean_text(ack.received)
    opening = (
        "<ack" + _attribute("received", received, _TOKEN) + _attribute("ref", ack.ref, _URI, needed=True)
    )
    results = "".join(map(_result_text, ack.action_results))
    return f"{opening}>{results}</ack>" if results else f"{opening}/>"


def _result_text(result: ActionResult) -> str:
    """RFC 8147, 9.1.1.1: a failure has its reason."""
    success = None if result.success is None else _boolean_text(result.success)
    return (
        "<actionResult"
        + _attribute("action", result.action, _TOKEN, needed=True)
        + _attribute("success", success, _TOKEN, needed=True)
        + _attribute("reason", result.reason, _TOKEN, needed=result.success is False)
        + _attribute("details", result.details, None)
        + "/>"
    )


def _request_text(request: ControlRequest) -> str:
    if any(";" in one or not _TOKEN.fullmatch(one) for one in request.supported_values):
        raise NotWritable("supported-values")
    if request.int_id is not None and not 0 <= request.int_id <= INT_ID_MAX:
        raise NotWritable("int-id")
    number = None if request.int_id is None else str(request.int_id)
    opening = (
        "<request"
        + _attribute("action", request.action, _TOKEN, needed=True)
        + _attribute("int-id", number, _NUMBER)
        + _attribute("persistence", request.persistence, _DURATION)
        + _attribute("datatype", request.datatype, _TOKEN)
        + _attribute("supported-values", ";".join(request.supported_values) or None, None)
        + _attribute("element-id", request.element_id, _TOKEN)
        + _attribute("requested-state", request.requested_state, _TOKEN)
    )
    texts = "".join(f"<text>{xml_text(text)}</text>" for text in request.texts)
    return f"{opening}>{texts}</request>" if texts else f"{opening}/>"


def _boolean_text(value: bool) -> str:
    return "true" if value else "false"


def _attribute(name: str, value: str | None, form: re.Pattern[str] | None, *, needed: bool = False) -> str:
    if value is None:
        if needed:
            raise NotWritable(name)
        return ""
    if form is not None and not form.fullmatch(value):
        raise NotWritable(name)
    return f" {name}={xml_attribute(value, name)}"
