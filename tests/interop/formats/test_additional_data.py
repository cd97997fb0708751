"""Additional data (RFC 7852) and the cards within it: every block, several of them, unknown ones and broken ones."""

from pathlib import Path
from typing import Any

import msgspec
import pytest

from auxilio.interop.formats.additional_data import (
    BLOCKS_MAX,
    SPACE,
    AdditionalData,
    Comment,
    CommentText,
    DataReference,
    DeviceId,
    DeviceInfo,
    ProviderInfo,
    ServiceInfo,
    SubscriberInfo,
    decode_additional_data,
)
from auxilio.interop.formats.pidf import decode_pidf_lo
from auxilio.interop.formats.vcard import (
    Vcard,
    VcardAddress,
    VcardLanguage,
    VcardTelephone,
    decode_jcard,
)
from tests.interop.formats.pidf_documents import CIRCLE, STANDARDS, located, with_standards

REFERENCE = "<DataProviderReference>ref-1@example.org</DataProviderReference>"
VCARD = (
    '<vcard xmlns="urn:ietf:params:xml:ns:vcard-4.0"><fn><text>María  Pujol</text></fn>'
    "<n><surname>Pujol</surname><given>María</given></n>"
    "<lang><parameters><pref><integer>2</integer></pref></parameters><language-tag>es</language-tag></lang>"
    "<lang><parameters><pref><integer>1</integer></pref></parameters><language-tag>ca</language-tag></lang>"
    "<lang><language-tag>en</language-tag></lang>"
    "<tel><parameters><type><text>Cell</text><text>voice</text></type></parameters><uri>tel:+34600100200</uri></tel>"
    "<tel><text>973 000 000</text></tel><email><text>maria@example.com</text></email>"
    "<adr><parameters><label><text>Mayor 12\nLleida</text></label></parameters><street>Mayor 12</street>"
    "<locality>Lleida</locality><region/><code>25001</code><country>ES</country></adr></vcard>"
)
CARD = Vcard(
    name="María Pujol",
    given_name="María",
    family_name="Pujol",
    telephones=(
        VcardTelephone(number="+34600100200", types=("cell", "voice")),
        VcardTelephone(number="973 000 000"),
    ),
    emails=("maria@example.com",),
    addresses=(
        VcardAddress(
            street="Mayor 12", locality="Lleida", code="25001", country="ES", label="Mayor 12\nLleida"
        ),
    ),
    languages=(
        VcardLanguage(tag="ca", preference=1),
        VcardLanguage(tag="es", preference=2),
        VcardLanguage(tag="en"),
    ),
)


def block(name: str, inside: str, attributes: str = "") -> str:
    """A block with a reference to its provider."""
    return (
        f'<e:EmergencyCallData.{name} xmlns:e="{SPACE}{name}" xmlns="{SPACE}{name}"{attributes}>'
        f"{REFERENCE}{inside}</e:EmergencyCallData.{name}>"
    )


BLOCKS = {
    "ProviderInfo": block(
        "ProviderInfo",
        "<DataProviderString>Telefonía del Valle</DataProviderString><ProviderID>VALLE</ProviderID>"
        "<ProviderIDSeries>EENA</ProviderIDSeries><TypeOfProvider>Access Network Provider</TypeOfProvider>"
        "<ContactURI>tel:+34973000001</ContactURI><Language>ca</Language><Language>es</Language>"
        f"<DataProviderContact>{VCARD}</DataProviderContact>"
        "<SubcontractorPrincipal>Red</SubcontractorPrincipal><SubcontractorPriority>sub</SubcontractorPriority>",
    ),
    "ServiceInfo": block(
        "ServiceInfo",
        "<ServiceEnvironment>Residence</ServiceEnvironment><ServiceType>VOIP</ServiceType>"
        "<ServiceType>relay</ServiceType><ServiceMobility>Nomadic</ServiceMobility>",
    ),
    "DeviceInfo": block(
        "DeviceInfo",
        "<DeviceClassification>smrtphn</DeviceClassification><DeviceMfgr>Fairphone</DeviceMfgr>"
        '<DeviceModelNr>5</DeviceModelNr><UniqueDeviceID TypeOfDeviceID="IMEI">353472104343540 </UniqueDeviceID>'
        "<DeviceSpecificData>https://alarms.example.com/7</DeviceSpecificData>"
        "<DeviceSpecificType>IEEE 1512</DeviceSpecificType>",
    ),
    "SubscriberInfo": block(
        "SubscriberInfo", f"<SubscriberData>{VCARD}</SubscriberData>", ' privacyRequested="true"'
    ),
    "Comment": block("Comment", '<Comment xml:lang="es">Perro\n suelto</Comment><Comment>Dog</Comment>'),
}
READ: dict[str, Any] = {
    "ProviderInfo": ProviderInfo(
        data_provider_reference="ref-1@example.org",
        data_provider="Telefonía del Valle",
        provider_id="VALLE",
        provider_id_series="EENA",
        type_of_provider="Access Network Provider",
        contact_uri="tel:+34973000001",
        languages=("ca", "es"),
        contact=CARD,
        subcontractor_principal="Red",
        subcontractor_priority="sub",
    ),
    "ServiceInfo": ServiceInfo(
        data_provider_reference="ref-1@example.org",
        service_environment="Residence",
        service_types=("VOIP", "relay"),
        service_mobility="Nomadic",
    ),
    "DeviceInfo": DeviceInfo(
        data_provider_reference="ref-1@example.org",
        classification="smrtphn",
        manufacturer="Fairphone",
        model="5",
        unique_ids=(DeviceId(value="353472104343540", kind="IMEI"),),
        specific_data_uri="https://alarms.example.com/7",
        specific_type="IEEE 1512",
    ),
    "SubscriberInfo": SubscriberInfo(
        data_provider_reference="ref-1@example.org", privacy_requested=True, subscribers=(CARD,)
    ),
    "Comment": Comment(
        data_provider_reference="ref-1@example.org",
        comments=(CommentText(text="Perro\n suelto", language="es"), CommentText(text="Dog")),
    ),
}


@pytest.mark.parametrize("name", BLOCKS)
def test_each_block_is_read_whole(name: str) -> None:
    decoded = decode_additional_data(BLOCKS[name].encode())
    assert decoded.flags == ()
    assert decoded.value == AdditionalData(blocks=(READ[name],))


def test_several_blocks_links_and_an_unknown_one_are_read_out_of_a_location() -> None:
    inside = "".join(BLOCKS.values()) + block("Alarm", "<Zone>3</Zone>")
    provider = (
        f'<gp:provided-by><d:EmergencyCallDataValue xmlns:d="{SPACE[:-1]}">{inside}</d:EmergencyCallDataValue>'
        f'<d:EmergencyCallDataReference xmlns:d="{SPACE[:-1]}" purpose="EmergencyCallData.ServiceInfo" '
        'ref="https://example.com/ref1"/></gp:provided-by>'
    )
    decoded = decode_pidf_lo(located(CIRCLE, provider))
    assert decoded.value is not None
    assert decoded.flags == ("block_unknown",)
    [location] = decoded.value.locations
    assert location.provided_by is None
    assert location.provider_data == AdditionalData(
        blocks=tuple(READ.values()),
        references=(DataReference(purpose="EmergencyCallData.ServiceInfo", uri="https://example.com/ref1"),),
        unknown_blocks=("EmergencyCallData.Alarm",),
    )


@pytest.mark.parametrize(
    ("content", "flags"),
    [
        (BLOCKS["Comment"].replace(REFERENCE, ""), ("data_provider_reference_missing",)),
        (BLOCKS["Comment"].replace(SPACE, "urn:other:"), ("namespace_unexpected",)),
        (BLOCKS["Comment"].replace(">Dog<", f">{'x' * 5_000}<"), ("comment_cut",)),
        (BLOCKS["DeviceInfo"].replace(' TypeOfDeviceID="IMEI"', ""), ("device_id_of_unknown_kind",)),
        (BLOCKS["SubscriberInfo"].replace(">ca<", ">català!<"), ("language_unreadable",)),
        (
            BLOCKS["SubscriberInfo"].replace("<tel><text>", "<tel/>" * 20 + "<tel><text>"),
            ("too_many_properties",),
        ),
        (f"<x>{BLOCKS['ServiceInfo'] * (BLOCKS_MAX + 1)}</x>", ("too_many_blocks",)),
        (
            f"<x>{BLOCKS['ServiceInfo']}<EmergencyCallDataReference ref='' purpose='x'/></x>",
            ("reference_left_out",),
        ),
    ],
)
def test_a_block_that_is_not_as_the_standard_wants_it_is_read_and_flagged(
    content: str, flags: tuple[str, ...]
) -> None:
    decoded = decode_additional_data(content.encode())
    assert decoded.value is not None
    assert decoded.flags == flags


@pytest.mark.parametrize(
    ("content", "flag"),
    [
        (b"", "empty"),
        (b"not xml", "not_well_formed"),
        (BLOCKS["Comment"].encode()[:-5], "not_well_formed"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]>' + BLOCKS["Comment"].encode(), "doctype_refused"),
        (b"<presence/>", "not_additional_data"),
        (b"<Comment>of another standard</Comment>", "not_additional_data"),
    ],
)
def test_an_invalid_document_has_no_value_and_a_flag(content: bytes, flag: str) -> None:
    decoded = decode_additional_data(content)
    assert (decoded.kind, decoded.value, decoded.flags) == ("additional-data", None, (flag,))


def test_a_block_of_an_unknown_kind_has_its_name_in_the_value() -> None:
    decoded = decode_additional_data(block("Alarm", "").encode())
    assert decoded.value == AdditionalData(unknown_blocks=("EmergencyCallData.Alarm",))
    assert decoded.flags == ("block_unknown",)


def test_a_reference_of_another_scheme_alone_is_no_additional_data() -> None:
    content = b"<EmergencyCallDataReference ref='file:///x' purpose='EmergencyCallData.ServiceInfo'/>"
    decoded = decode_additional_data(content)
    assert (decoded.value, decoded.flags) == (None, ("reference_left_out", "not_additional_data"))


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "https:", "x"]
)
def test_links_of_other_schemes_are_left_out_of_every_block(link: str) -> None:
    reference = f'<EmergencyCallDataReference purpose="EmergencyCallData.ServiceInfo" ref="{link}"/>'
    device = block("DeviceInfo", f"<DeviceSpecificData>{link}</DeviceSpecificData>")
    provider = block("ProviderInfo", f"<ContactURI>{link}</ContactURI>")
    for one in (f"<x>{reference}{BLOCKS['Comment']}</x>", device, provider):
        decoded = decode_additional_data(one.encode())
        assert decoded.flags == ("reference_left_out",)
        assert decoded.value is not None
        assert decoded.value.references == ()
        for read in decoded.value.blocks:
            assert getattr(read, "specific_data_uri", None) is None
            assert getattr(read, "contact_uri", None) is None


def test_a_block_whose_name_leaves_the_common_part_out_is_known_by_its_namespace() -> None:
    content = f'<c:Comment xmlns:c="{SPACE}Comment">{REFERENCE}<c:Comment>Dog</c:Comment></c:Comment>'
    decoded = decode_additional_data(content.encode())
    assert decoded.value == AdditionalData(
        blocks=(Comment(data_provider_reference="ref-1@example.org", comments=(CommentText(text="Dog"),)),)
    )


# --- cards as JSON ---------------------------------------------------------------------------------

JCARD = [
    "vcard",
    [
        ["version", {}, "text", "4.0"],
        ["fn", {}, "text", "María Pujol"],
        ["n", {}, "text", ["Pujol", "María", "", "", ""]],
        ["lang", {"pref": "2"}, "language-tag", "es"],
        ["lang", {"pref": 1}, "language-tag", "ca"],
        ["lang", {}, "language-tag", "en"],
        ["tel", {"type": ["Cell", "voice"]}, "uri", "tel:+34600100200"],
        ["tel", {}, "text", "973 000 000"],
        ["email", {}, "text", "maria@example.com"],
        [
            "adr",
            {"label": "Mayor 12\nLleida"},
            "text",
            ["", "", "Mayor 12", "Lleida", "", "25001", "ES"],
        ],
    ],
]


def test_a_card_says_the_same_in_json_and_in_xml() -> None:
    decoded = decode_jcard(msgspec.json.encode(JCARD))
    assert decoded.flags == ()
    assert decoded.value == CARD


@pytest.mark.parametrize(
    ("content", "flag"),
    [
        (b"", "not_json"),
        (b"\xff", "not_json"),
        (b"[" * 60_000, "too_deep"),
        (b'["vcard",' + b"[" * 60_000, "too_deep"),
        (b" " * 70_000, "too_large"),
        (b'{"vcard": []}', "not_jcard"),
        (b'["icalendar", []]', "not_jcard"),
        (b'["vcard", "x"]', "not_jcard"),
        (b'["vcard", []]', "card_empty"),
        (b'["vcard", [["fn", {}, "text", ""]]]', "card_empty"),
        (b'["vcard", [["x-age", {}, "integer", 12]]]', "card_empty"),
        (b"1e999", "not_json"),
        (b"17", "not_jcard"),
    ],
)
def test_an_invalid_too_deep_or_empty_card_has_no_value_and_a_flag(content: bytes, flag: str) -> None:
    decoded = decode_jcard(content)
    assert (decoded.value, decoded.flags) == (None, (flag,))


def test_invalid_properties_are_left_out_of_a_card() -> None:
    said = ["vcard", [["fn", {}, "text", "Ana"], ["fn"], "x", 7, ["tel", {}, "uri"], ["note", {}, "text", 7]]]
    decoded = decode_jcard(msgspec.json.encode(said))
    assert (decoded.value, decoded.flags) == (Vcard(name="Ana"), ("property_unreadable",))


def test_a_property_that_is_no_text_is_flagged() -> None:
    decoded = decode_jcard(b'["vcard", [["fn", {}, "text", 12], ["X-AGE", {}, "integer", 12]]]')
    assert (decoded.value, decoded.flags) == (None, ("property_unreadable", "card_empty"))


def test_brackets_in_the_text_of_a_card_are_not_depth() -> None:
    decoded = decode_jcard(msgspec.json.encode(["vcard", [["note", {}, "text", ":[ :{ " * 20]]]))
    assert (decoded.value, decoded.flags) == (Vcard(note=(":[ :{ " * 20).strip()), ())


def test_every_value_of_a_part_of_a_name_or_an_address_is_kept() -> None:
    """RFC 6350, 6.2.2 and 6.3.1: a person with two surnames, an address of two lines."""
    names, lines = ["Pujol", "Roca"], ["Mayor 12", "2.º B"]
    card = [
        ["n", {}, "text", [names, "María", "", "", ""]],
        ["adr", {}, "text", ["", "", lines, "Lleida", "", "", ""]],
    ]
    inside = "".join(f"<surname>{one}</surname>" for one in names) + "<given>María</given>"
    address = "".join(f"<street>{one}</street>" for one in lines) + "<locality>Lleida</locality>"
    vcard = f"<vcard><n>{inside}</n><adr>{address}</adr></vcard>"
    block_ = f"<SubscriberData>{vcard}</SubscriberData>"
    in_xml = decode_additional_data(block("SubscriberInfo", block_).encode())
    expected = Vcard(
        given_name="María",
        family_name="Pujol Roca",
        addresses=(VcardAddress(street="Mayor 12, 2.º B", locality="Lleida"),),
    )
    assert in_xml.value is not None
    assert in_xml.value.blocks == (
        SubscriberInfo(data_provider_reference="ref-1@example.org", subscribers=(expected,)),
    )
    assert decode_jcard(msgspec.json.encode(["vcard", card])).value == expected
    assert in_xml.flags == ()


def test_the_properties_of_a_group_are_read() -> None:
    vcard = '<vcard><group name="home"><tel><uri>tel:+34600100200</uri></tel></group></vcard>'
    decoded = decode_additional_data(block("SubscriberInfo", vcard).encode())
    assert decoded.value is not None
    [info] = decoded.value.blocks
    assert isinstance(info, SubscriberInfo)
    assert info.subscribers == (Vcard(telephones=(VcardTelephone(number="+34600100200"),)),)


def test_an_empty_card_within_a_block_is_flagged() -> None:
    assert decode_additional_data(block("SubscriberInfo", "<vcard/>").encode()).flags == ("card_empty",)


# --- the samples of the standards ------------------------------------------------------------------


@with_standards
@pytest.mark.parametrize(
    "path", sorted((STANDARDS / "additional-data").glob("*1.xml")), ids=lambda path: path.stem
)
def test_a_sample_of_the_standards_is_read_without_a_flag(path: Path) -> None:
    decoded = decode_additional_data(path.read_bytes())
    assert decoded.flags == ()
    assert decoded.value is not None
    assert len(decoded.value.blocks) == 1


@with_standards
def test_the_cards_of_the_samples_are_read() -> None:
    provider = decode_additional_data((STANDARDS / "additional-data/ProvInfo1.xml").read_bytes()).value
    assert provider is not None
    [info] = provider.blocks
    assert isinstance(info, ProviderInfo)
    assert info.contact is not None
    assert [one.tag for one in info.contact.languages] == ["en", "de"]
    assert info.contact.telephones == (VcardTelephone(number="+1 800-123-4567", types=("work", "voice")),)
    card = decode_jcard((STANDARDS / "additional-data/Rfc7095Jcard1.json").read_bytes())
    assert (card.value, card.flags) == (Vcard(name="John Doe", gender="M"), ())
