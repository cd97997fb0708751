"""Additional data of an emergency call (RFC 7852): who provides the service, with what, for whom, and remarks. Pure.

Blocks come as parts of an INVITE (`Call-Info: <cid:…>;purpose=EmergencyCallData.…`), by a link, or within the `provided-by`
of a PIDF-LO, for which `pidf` calls `read_provided_data`.
"""

import msgspec

from auxilio.interop.formats.bounded_xml import XmlElement, read_xml
from auxilio.interop.formats.decoded import Decoded, Flag
from auxilio.interop.formats.scalars import CONTACT_SCHEMES, LINK_SCHEMES, is_link
from auxilio.interop.formats.vcard import Vcard, read_vcard

KIND = "additional-data"
PREFIX = "EmergencyCallData."
SPACE = "urn:ietf:params:xml:ns:EmergencyCallData:"
BLOCKS_MAX = 16
REFERENCES_MAX = 16
TEXT_MAX = 200
COMMENT_MAX = 4_000


class _BlockBase(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="block"):
    data_provider_reference: str | None = None
    """Of whom one transmission is: blocks with the same one belong together."""


class ProviderInfo(_BlockBase, frozen=True, tag="ProviderInfo"):
    """Who provides what came (RFC 7852, 4.1)."""

    data_provider: str | None = None
    provider_id: str | None = None
    provider_id_series: str | None = None
    type_of_provider: str | None = None
    contact_uri: str | None = None
    """How their people are reached about this call, day and night."""
    languages: tuple[str, ...] = ()
    """Which those people speak, not the caller."""
    contact: Vcard | None = None
    subcontractor_principal: str | None = None
    subcontractor_priority: str | None = None


class ServiceInfo(_BlockBase, frozen=True, tag="ServiceInfo"):
    """From what kind of line the call comes (RFC 7852, 4.2)."""

    service_environment: str | None = None
    """«Business», «Residence» or «unknown»."""
    service_types: tuple[str, ...] = ()
    """«wireless», «VOIP», «MLTS-hosted», «relay», «sensor» …"""
    service_mobility: str | None = None
    """«Mobile», «Fixed», «Nomadic» or «unknown»: a nomadic line may be anywhere."""


class DeviceId(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`value` is of a kind such as IMEI, MEID, ESN or MAC."""

    value: str
    kind: str | None = None


class DeviceInfo(_BlockBase, frozen=True, tag="DeviceInfo"):
    """With what the call is made (RFC 7852, 4.3)."""

    classification: str | None = None
    manufacturer: str | None = None
    model: str | None = None
    unique_ids: tuple[DeviceId, ...] = ()
    specific_data_uri: str | None = None
    """Where more is to be asked for, such as of an alarm's panel: nothing here does so."""
    specific_type: str | None = None


class SubscriberInfo(_BlockBase, frozen=True, tag="SubscriberInfo"):
    """Whose line it is, who need not be the caller (RFC 7852, 4.4)."""

    privacy_requested: bool | None = None
    subscribers: tuple[Vcard, ...] = ()


class CommentText(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A text for the operator, and its BCP 47 tag where it is stated."""

    text: str
    language: str | None = None


class Comment(_BlockBase, frozen=True, tag="Comment"):
    """Remarks of the provider (RFC 7852, 4.5)."""

    comments: tuple[CommentText, ...] = ()


type DataBlock = ProviderInfo | ServiceInfo | DeviceInfo | SubscriberInfo | Comment


class DataReference(msgspec.Struct, frozen=True, kw_only=True):
    """A block that is to be asked for: `purpose` is its kind, «EmergencyCallData.ServiceInfo»."""

    purpose: str
    uri: str


class AdditionalData(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What was understood, and the names of the blocks that were not; their content is in the bytes that came."""

    blocks: tuple[DataBlock, ...] = ()
    references: tuple[DataReference, ...] = ()
    unknown_blocks: tuple[str, ...] = ()


def decode_additional_data(content: bytes) -> Decoded[AdditionalData]:
    """A block, or several within one element. Never raises.

    The value is None when the XML was refused (the first flag is its flaw), or has no block and no usable reference
    (`not_additional_data`). A block of a kind that is not read is flagged `block_unknown`, and the value has its name.
    """
    document = read_xml(content)
    flags: dict[str, None] = dict.fromkeys(document.flags)
    value: AdditionalData | None = None
    if document.root is None:
        flags[document.flaw or "not_well_formed"] = None
    else:
        around = XmlElement("", children=[document.root])
        read = _read(around, flags.setdefault)
        value = read if read != AdditionalData() else None
        if value is None:
            flags["not_additional_data"] = None
    return Decoded(kind=KIND, value=value, flags=tuple(flags))


def read_provided_data(provided_by: XmlElement, flag: Flag) -> AdditionalData | None:
    """What stands within the `provided-by` of a location (RFC 7852, 5.2); None when it is no such data."""
    read = _read(provided_by, flag)
    return read if read != AdditionalData() else None


def _read(around: XmlElement, flag: Flag) -> AdditionalData:
    blocks, unknown, references = list[DataBlock](), list[str](), list[DataReference]()
    for element in around.each_outermost(_is_block):
        read = _BLOCKS.get(element.name.removeprefix(PREFIX))
        if element.name == "EmergencyCallDataReference":
            references += _reference(element, flag)
        elif read is None:
            flag("block_unknown")
            unknown.append(element.name[:TEXT_MAX])
        else:
            if element.namespace != SPACE + element.name.removeprefix(PREFIX):
                flag("namespace_unexpected")
            if not element.text_of("DataProviderReference"):
                flag("data_provider_reference_missing")
            blocks.append(read(element, flag))
    if len(blocks) > BLOCKS_MAX or len(unknown) > BLOCKS_MAX or len(references) > REFERENCES_MAX:
        flag("too_many_blocks")
    return AdditionalData(
        blocks=tuple(blocks[:BLOCKS_MAX]),
        references=tuple(references[:REFERENCES_MAX]),
        unknown_blocks=tuple(unknown[:BLOCKS_MAX]),
    )


def _is_block(element: XmlElement) -> bool:
    """By its name, or by its namespace where a sender leaves the common part of the name out."""
    named = element.name.startswith(PREFIX) or element.name == "EmergencyCallDataReference"
    return named or (element.name in _BLOCKS and element.namespace == SPACE + element.name)


def _reference(element: XmlElement, flag: Flag) -> list[DataReference]:
    uri, purpose = element.attributes.get("ref", ""), element.attributes.get("purpose", "")
    if not is_link(uri) or not purpose.startswith(PREFIX) or len(purpose) > TEXT_MAX:
        flag("reference_left_out")
        return []
    return [DataReference(purpose=purpose, uri=uri)]


# --- blocks ----------------------------------------------------------------------------------------


def _text(block: XmlElement, *names: str) -> str | None:
    """The text of the first of these names, on one line; None when none of them has a text."""
    return " ".join((block.text_of(*names) or "").split())[:TEXT_MAX] or None


def _link(block: XmlElement, name: str, schemes: frozenset[str], flag: Flag) -> str | None:
    """A link of one of these schemes; None, and a flag, for any other text."""
    said = block.text_of(name)
    if said is None or is_link(said, schemes):
        return said
    flag("reference_left_out")
    return None


def _texts(block: XmlElement, name: str) -> tuple[str, ...]:
    said = (" ".join(one.text.split())[:TEXT_MAX] for one in block.children if one.name == name)
    return tuple(dict.fromkeys(one for one in said if one))[:BLOCKS_MAX]


def _provider(block: XmlElement, flag: Flag) -> DataBlock:
    contact = block.first("vcard")
    return ProviderInfo(
        data_provider_reference=_text(block, "DataProviderReference"),
        data_provider=_text(block, "DataProviderString"),
        provider_id=_text(block, "ProviderID"),
        provider_id_series=_text(block, "ProviderIDSeries"),
        type_of_provider=_text(block, "TypeOfProvider"),
        contact_uri=_link(block, "ContactURI", CONTACT_SCHEMES, flag),
        languages=_texts(block, "Language"),
        contact=read_vcard(contact, flag) if contact else None,
        subcontractor_principal=_text(block, "SubcontractorPrincipal"),
        subcontractor_priority=_text(block, "SubcontractorPriority"),
    )


def _service(block: XmlElement, _: Flag) -> DataBlock:
    return ServiceInfo(
        data_provider_reference=_text(block, "DataProviderReference"),
        service_environment=_text(block, "ServiceEnvironment"),
        service_types=_texts(block, "ServiceType"),
        service_mobility=_text(block, "ServiceMobility"),
    )


def _device(block: XmlElement, flag: Flag) -> DataBlock:
    ids = [one for one in block.children if one.name == "UniqueDeviceID" and one.text]
    if any(not one.attributes.get("TypeOfDeviceID") for one in ids):
        flag("device_id_of_unknown_kind")
    return DeviceInfo(
        data_provider_reference=_text(block, "DataProviderReference"),
        classification=_text(block, "DeviceClassification"),
        manufacturer=_text(block, "DeviceMfgr"),
        model=_text(block, "DeviceModelNr"),
        unique_ids=tuple(
            DeviceId(value=one.text[:TEXT_MAX], kind=one.attributes.get("TypeOfDeviceID", "")[:32] or None)
            for one in ids[:BLOCKS_MAX]
        ),
        specific_data_uri=_link(block, "DeviceSpecificData", LINK_SCHEMES, flag),
        specific_type=_text(block, "DeviceSpecificType"),
    )


def _subscriber(block: XmlElement, flag: Flag) -> DataBlock:
    private = block.attributes.get("privacyRequested", "").lower()
    return SubscriberInfo(
        data_provider_reference=_text(block, "DataProviderReference"),
        privacy_requested={"true": True, "1": True, "false": False, "0": False}.get(private),
        subscribers=tuple(read_vcard(card, flag) for card in list(block.each("vcard"))[:BLOCKS_MAX]),
    )


def _comment(block: XmlElement, flag: Flag) -> DataBlock:
    said = [one for one in block.children if one.name == "Comment" and one.text]
    if any(len(one.text) > COMMENT_MAX for one in said):
        flag("comment_cut")
    return Comment(
        data_provider_reference=_text(block, "DataProviderReference"),
        comments=tuple(
            CommentText(text=one.text[:COMMENT_MAX], language=one.attributes.get("lang", "")[:35] or None)
            for one in said[:BLOCKS_MAX]
        ),
    )


_BLOCKS = {
    "ProviderInfo": _provider,
    "ServiceInfo": _service,
    "DeviceInfo": _device,
    "SubscriberInfo": _subscriber,
    "Comment": _comment,
}
