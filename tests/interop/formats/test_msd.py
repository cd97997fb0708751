"""Aim: what a vehicle says of itself is read whole; what is unknown, odd or cut off is flagged, and the rest stands."""

import json
from base64 import b64encode
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from auxilio.interop.formats.msd import (
    DIRECTION_STEP_DEG,
    PROPULSION_COUNT,
    PROPULSIONS,
    SIZE_MAX,
    VEHICLE_TYPES,
    VERSIONS,
    VIN_ALPHABET,
    Msd,
    MsdAdditionalData,
    PositionDelta,
    decode_msd,
)
from auxilio.interop.formats.msd_bits import BitReader, BitWriter, read_relative_oid, write_relative_oid
from auxilio.interop.formats.msd_writer import write_msd
from auxilio.interop.formats.not_writable import NotWritable

SAMPLES: list[dict[str, Any]] = json.loads((Path(__file__).parent / "msd_samples.json").read_text("utf-8"))
V3, V2, V1 = (bytes.fromhex(sample["hex"]) for sample in SAMPLES)
SPAIN = (35.0, -10.0, 44.5, 5.0)
EUROPE = (34.0, -25.0, 72.0, 45.0)


def value_of(content: bytes) -> dict[str, Any]:
    """As JSON has it."""
    decoded = decode_msd(content)
    assert decoded.value is not None, decoded.flags
    value: dict[str, Any] = json.loads(json.dumps(decoded.plain()["value"]))
    return value


def msd(version: int = 3, **changed: Any) -> Msd:
    """That of the annex of EN 15722, in another version or with other values."""
    sample = decode_msd(V3).value
    assert sample is not None
    first = VEHICLE_TYPES[version][0]
    return replace(sample, **({"msdVersion": version, "vehicleType": first} | changed))


def flags_of(**changed: Any) -> tuple[str, ...]:
    return decode_msd(write_msd(msd(**changed))).flags


@dataclass(frozen=True)
class Layout:
    """Where the bits of a field of version 3 are, from the first bit of the message on."""

    start: int
    width: int

    def put(self, content: bytes, value: int) -> bytes:
        bits, shift = int.from_bytes(content), len(content) * 8 - self.start - self.width
        mask = (1 << self.width) - 1 << shift
        return (bits & ~mask | value << shift).to_bytes(len(content))


MESSAGE_EXTENDED, STRUCTURE_EXTENDED = Layout(16, 1), Layout(18, 1)
TYPE = Layout(32, 5)
VIN_LETTER = Layout(37, 6)
DIRECTION = Layout(245, 8)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample["id"])
def test_every_sample_is_read_as_expected(sample: dict[str, Any]) -> None:
    value = value_of(sample["hex"].encode())
    recent = {"recentPositionN1", "recentPositionN2"}
    assert {name: part for name, part in value.items() if name not in recent} == sample["expected"]
    flags = decode_msd(sample["hex"].encode()).flags
    assert flags == (("version_withdrawn",) if sample["expected"]["msdVersion"] == 1 else ())


def test_the_official_example_is_written_bit_by_bit() -> None:
    assert write_msd(msd()) == V3


def test_the_two_recent_positions_follow_from_the_position_each_from_the_one_before() -> None:
    value = value_of(V3)
    assert value["recentPositionN1"] == {"lat": 52.22123, "lon": round((18_859_320 + 1_000) / 3_600_000, 7)}
    assert value["recentPositionN2"] == {"lat": 52.22123, "lon": round((18_859_320 + 4_000) / 3_600_000, 7)}


@pytest.mark.parametrize(
    "text",
    [
        V3.hex(), V3.hex().upper(), V3.hex(" "), V3.hex(":"), f"0x{V3.hex()}", f"{V3.hex()}\r\n",
        ",".join(f"0x{one:02x}" for one in V3), ", ".join(f"0X{one:02X}" for one in V3),
        b64encode(V3).decode(), b64encode(V3).decode()[:40] + "\r\n" + b64encode(V3).decode()[40:], V3.hex("-", 4),
        "\r\n".join([V3.hex()[:40], V3.hex()[40:]]),
    ],
)  # fmt: skip
def test_hexadecimal_text_is_read_as_bytes_are(text: str) -> None:
    assert decode_msd(text.encode()) == decode_msd(V3)


@pytest.mark.parametrize(
    ("rest", "flags"),
    [
        (b"\0", ("padding",)),
        (bytes(100), ("padding",)),
        (b"\xff", ("junk_after",)),
        (b"\0\0\x01", ("junk_after",)),
        (bytes(200), ("longer_than_standard", "padding")),
    ],
)
@pytest.mark.parametrize("message", [V3, V2])
def test_what_follows_the_length_is_flagged_and_changes_nothing(
    message: bytes, rest: bytes, flags: tuple[str, ...]
) -> None:
    decoded = decode_msd(message + rest)
    assert (decoded.value, decoded.flags) == (decode_msd(message).value, flags)


def test_what_follows_a_message_without_length_is_flagged_too() -> None:
    assert decode_msd(V1 + bytes(20)).flags == ("version_withdrawn", "padding")
    assert decode_msd(V1 + b"\x01").flags == ("version_withdrawn", "junk_after")
    assert decode_msd(V1 + b"\x01").value == decode_msd(V1).value


@pytest.mark.parametrize("version", [0, 4, 5, 127, 255])
def test_an_unknown_version_is_kept_raw(version: int) -> None:
    decoded = decode_msd(bytes([version]) + V3[1:])
    assert (decoded.value, decoded.flags) == (None, ("unknown_version",))


@pytest.mark.parametrize(
    ("content", "flag"),
    [
        (b"", "empty"), (b" \r\n", "empty"), (b"03241", "bad_hex"), (b"0324xy", "bad_hex"), (b64encode(b"hello!"), "unknown_version"), (b"AyQ=A", "unknown_version"),
        (b"\x03" * (SIZE_MAX + 1), "too_large"), (b"03" * (SIZE_MAX + 1), "too_large"), (b"03" * 10_000, "too_large"),
        (b"\x03", "truncated"), (b"\x03\x24", "truncated"), (b"\x03\x00", "truncated"), (b"\x03\xff\xff", "truncated"),
    ],
)  # fmt: skip
def test_what_has_nothing_readable_says_why(content: bytes, flag: str) -> None:
    assert (decode_msd(content).value, decode_msd(content).flags) == (None, (flag,))


@pytest.mark.parametrize("message", [V1, V2, V3], ids=["1", "2", "3"])
def test_of_a_message_that_was_cut_off_anywhere_what_stands_before_is_kept(message: bytes) -> None:
    whole, counts = value_of(message), list[int]()
    for length in range(1, len(message)):
        decoded = decode_msd(message[:length])
        assert "truncated" in decoded.flags
        if decoded.value is None:
            counts.append(0)
            continue
        part = value_of(message[:length])
        assert part.items() <= whole.items()
        counts.append(len(part))
    assert counts == sorted(counts)
    assert counts[-1] >= len(whole) - 2


def test_a_length_beyond_the_end_is_flagged_where_all_fields_are_there() -> None:
    longer = bytes([V3[0], V3[1] + 1]) + V3[2:]
    assert decode_msd(longer).flags == ("truncated",)
    assert decode_msd(longer).value == decode_msd(V3).value


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (TYPE.put(V3, 23), "unknown 24"),
        (TYPE.put(V3, 31), "unknown 32"),
        (TYPE.put(V3, 22), "otherVehicleCategory"),
    ],
)
def test_a_vehicle_type_without_a_name_keeps_its_number(content: bytes, told: str) -> None:
    decoded = decode_msd(content)
    assert decoded.value is not None
    assert decoded.value.vehicleType == told
    assert decoded.flags == (("unknown_vehicle_type",) if "unknown" in told else ())
    assert decoded.value.vin == "ECALLEXAMPLE02020"


def built(
    *, vehicle_type: int | None = None, propulsion: int = 0, structure: int = 0, message: int = 0
) -> bytes:
    """Version 3 with so many extension additions of two bytes in its parts, or a type from beyond the enumeration."""
    bits = BitWriter()

    def additions(count: int) -> None:
        bits.flag(False)
        bits.number(count - 1, 6)
        bits.number((1 << count) - 1, count)
        for _ in range(count):
            bits.octets(b"\xca\xfe")

    for present in (message > 0, True, structure > 0, True):
        bits.flag(present)
    bits.number(7, 8)
    bits.number(0b001, 3)
    if vehicle_type is None:
        bits.number(0, 6)
    else:
        bits.flag(True)
        bits.flag(False)
        bits.number(vehicle_type, 6)
    for letter in "ECALLEXAMPLE02020":
        bits.number(VIN_ALPHABET.index(letter), 6)
    bits.flag(propulsion > 0)
    bits.number(0b1000100, 7)
    bits.number(0b01, 2)  # gasoline is sent as false
    if propulsion:
        additions(propulsion)
    bits.number(1_579_992_331, 32)
    bits.number(187_996_428 + (1 << 31), 32)
    bits.number(18_859_320 + (1 << 31), 32)
    bits.number(45, 8)
    for _ in range(4):
        bits.number(512, 10)
    bits.number(3, 8)
    if structure:
        additions(structure)
    bits.octets(write_relative_oid("1.4.16384"))
    bits.octets(b"abc")
    if message:
        additions(message)
    content = bits.content()
    return bytes([3, len(content)]) + content


@pytest.mark.parametrize(
    ("parts", "flags"),
    [
        ({}, ()),
        ({"vehicle_type": 0}, ("unknown_vehicle_type",)),
        ({"vehicle_type": 63}, ("unknown_vehicle_type",)),
        ({"propulsion": 1}, ("unknown_propulsion", "extension_skipped")),
        ({"structure": 3}, ("extension_skipped",)),
        ({"message": 2}, ("extension_skipped",)),
        ({"vehicle_type": 1, "propulsion": 2, "structure": 1, "message": 1},
         ("unknown_vehicle_type", "unknown_propulsion", "extension_skipped")),
    ],
)  # fmt: skip
def test_what_a_later_version_adds_is_skipped_and_what_follows_it_is_read(
    parts: dict[str, int], flags: tuple[str, ...]
) -> None:
    decoded = decode_msd(built(**parts))
    assert decoded.flags == flags
    assert decoded.value is not None
    assert decoded.value.propulsion == ("electricEnergyStorage",)
    assert (decoded.value.vin, decoded.value.occupants) == ("ECALLEXAMPLE02020", 3)
    assert decoded.value.additionalData == MsdAdditionalData(oid="1.4.16384", data_hex="616263")


def test_an_extension_bit_without_an_extension_ends_the_message_and_the_rest_stands() -> None:
    for bit in (MESSAGE_EXTENDED, STRUCTURE_EXTENDED):
        decoded = decode_msd(bit.put(V3, 1))
        assert decoded.flags == ("truncated", "extension_skipped")
        assert decoded.value is not None
        assert decoded.value.occupants == 2


@pytest.mark.parametrize("letter", [33, 40, 63])
def test_a_letter_that_no_vin_has_is_a_question_mark(letter: int) -> None:
    decoded = decode_msd(VIN_LETTER.put(V3, letter))
    assert decoded.value is not None
    assert (decoded.value.vin, decoded.flags) == ("?CALLEXAMPLE02020", ("bad_vin",))


@pytest.mark.parametrize(
    ("steps", "direction_deg", "flags"),
    [(0, 0, ()), (179, 358, ()), (180, None, ("bad_direction",)), (255, None, ("direction_unknown",))],
)
def test_a_direction_is_in_steps_of_two_degrees(
    steps: int, direction_deg: int | None, flags: tuple[str, ...]
) -> None:
    decoded = decode_msd(DIRECTION.put(V3, steps))
    assert decoded.value is not None
    assert (decoded.value.direction_deg, decoded.flags) == (direction_deg, flags)


@pytest.mark.parametrize(
    ("changed", "flags"),
    [
        ({"testCall": True}, ("test_call",)),
        ({"positionCanBeTrusted": False}, ("position_untrusted",)),
        ({"timestamp": 0}, ("no_timestamp",)),
        ({"occupants": 255}, ("occupants_unknown",)),
        ({"direction_deg": None}, ("direction_unknown",)),
        ({"propulsion": ()}, ()),
        ({"occupants": 0}, ()),
        ({"occupants": None}, ()),
        ({"automaticActivation": False}, ()),
    ],
)
def test_each_doubt_has_its_flag(changed: dict[str, Any], flags: tuple[str, ...]) -> None:
    assert flags_of(**changed) == flags


@pytest.mark.parametrize(
    ("latitude_mas", "longitude_mas", "flag"),
    [
        (0, 0, "no_position"),
        (2_147_483_647, 2_147_483_647, "no_position"),
        (2_147_483_647, 18_859_320, "no_position"),
        (187_996_428, 2_147_483_647, "no_position"),
        (324_000_001, 0, "position_out_of_range"),
        (0, -648_000_001, "position_out_of_range"),
        (-2_147_483_648, -2_147_483_648, "position_out_of_range"),
    ],
)
def test_where_there_is_no_position_on_the_earth_no_degrees_are_told(
    latitude_mas: int, longitude_mas: int, flag: str
) -> None:
    content = write_msd(msd(latitude_mas=latitude_mas, longitude_mas=longitude_mas))
    assert decode_msd(content).flags == (flag,)
    value = value_of(content)
    assert not {"lat", "lon", "recentPositionN1", "recentPositionN2"} & value.keys()
    assert (value["latitude_mas"], value["longitude_mas"]) == (latitude_mas, longitude_mas)


@pytest.mark.parametrize(("latitude_mas", "longitude_mas"), [(324_000_000, 648_000_000), (0, 1), (-1, 0)])
def test_the_poles_and_the_equator_are_positions(latitude_mas: int, longitude_mas: int) -> None:
    still = PositionDelta(0, 0)
    content = write_msd(
        msd(latitude_mas=latitude_mas, longitude_mas=longitude_mas, recentVehicleLocationN1=still, recentVehicleLocationN2=still)
    )  # fmt: skip
    assert decode_msd(content).flags == ()
    assert value_of(content)["lat"] == round(latitude_mas / 3_600_000, 7)


@pytest.mark.parametrize(
    ("content", "area", "exchanged"),
    [(V2, EUROPE, True), (V3, EUROPE, False), (V2, None, False), (V2, SPAIN, False), (V3, SPAIN, False)],
)
def test_exchanged_figures_are_flagged_only_where_the_area_decides_it_and_never_changed(
    content: bytes, area: tuple[float, float, float, float] | None, exchanged: bool
) -> None:
    decoded = decode_msd(content, area)
    assert ("latitude_longitude_exchanged" in decoded.flags) is exchanged
    assert decoded.value == decode_msd(content).value


def test_figures_that_are_no_position_unless_exchanged_are_flagged_both_ways() -> None:
    content = write_msd(msd(latitude_mas=100 * 3_600_000, longitude_mas=50 * 3_600_000))
    assert decode_msd(content, (40.0, 90.0, 60.0, 110.0)).flags == (
        "latitude_longitude_exchanged",
        "position_out_of_range",
    )


@pytest.mark.parametrize("oid", [b"", b"\x81", b"\xff\xff\xff\xff\xff\x7f"])
def test_an_invalid_identifier_is_flagged_and_its_data_are_kept(oid: bytes) -> None:
    plain, bad = built(), BitWriter()
    bad.octets(oid)
    good = BitWriter()
    good.octets(write_relative_oid("1.4.16384"))
    bits = f"{int.from_bytes(plain[2:]):0{len(plain[2:]) * 8}b}"
    wanted = "".join(f"{one:08b}" for one in good.content())
    instead = "".join(f"{one:08b}" for one in bad.content())
    changed = bits.replace(wanted, instead)
    changed += "0" * (-len(changed) % 8)
    body = int(changed, 2).to_bytes(len(changed) // 8)
    decoded = decode_msd(bytes([3, len(body)]) + body)
    assert decoded.value is not None
    assert "bad_oid" in decoded.flags
    assert decoded.value.additionalData == MsdAdditionalData(data_hex="616263")


@pytest.mark.parametrize(
    ("version", "changed"),
    [
        (4, {}),
        (3, {"vin": "ECALLEXAMPLE0202"}),
        (3, {"vin": "ECALLEXAMPLE0202O"}),
        (3, {"vin": None}),
        (3, {"vehicleType": "passengerVehicleClassM1"}),
        (1, {"propulsion": ("otherStorage",)}),
        (3, {"propulsion": ("steam",)}),
        (3, {"recentVehicleLocationN2": None}),
        (3, {"recentVehicleLocationN1": PositionDelta(512, 0)}),
        (3, {"recentVehicleLocationN1": PositionDelta(0, -513)}),
        (3, {"direction_deg": 91}),
        (3, {"direction_deg": 360}),
        (3, {"latitude_mas": 1 << 31}),
        (3, {"timestamp": -1}),
        (3, {"occupants": 256}),
        (3, {"messageIdentifier": None}),
        (3, {"additionalData": MsdAdditionalData(oid="1", data_hex="00" * 110)}),
        (3, {"additionalData": MsdAdditionalData(oid="1..2", data_hex="")}),
        (3, {"additionalData": MsdAdditionalData(oid=None, data_hex="00")}),
        (3, {"additionalData": MsdAdditionalData(oid="1", data_hex="0")}),
    ],
)
def test_an_msd_that_is_invalid_in_its_version_is_not_written(version: int, changed: dict[str, Any]) -> None:
    sample = msd(3 if version == 4 else version)
    with pytest.raises(NotWritable):
        write_msd(replace(sample, msdVersion=version, **changed))


OIDS = st.lists(st.integers(0, (1 << 32) - 1), min_size=1, max_size=4).map(
    lambda arcs: ".".join(map(str, arcs))
)
DELTAS = st.builds(PositionDelta, st.integers(-512, 511), st.integers(-512, 511))


@st.composite
def messages(draw: st.DrawFn) -> Msd:
    """Anything that an MSD of a version can say."""
    version = draw(st.sampled_from(VERSIONS))
    names = PROPULSIONS[: PROPULSION_COUNT[version]]
    recent = DELTAS if version == 3 else DELTAS | st.none()
    return Msd(
        msdVersion=version,
        messageIdentifier=draw(st.integers(0, 255)),
        automaticActivation=draw(st.booleans()),
        testCall=draw(st.booleans()),
        positionCanBeTrusted=draw(st.booleans()),
        vehicleType=draw(st.sampled_from(VEHICLE_TYPES[version])),
        vin=draw(st.text(VIN_ALPHABET, min_size=17, max_size=17)),
        propulsion=tuple(name for name in names if draw(st.booleans())),
        timestamp=draw(st.integers(0, (1 << 32) - 1)),
        latitude_mas=draw(st.integers(-(1 << 31), (1 << 31) - 1)),
        longitude_mas=draw(st.integers(-(1 << 31), (1 << 31) - 1)),
        direction_deg=draw(st.none() | st.integers(0, 179).map(lambda step: step * DIRECTION_STEP_DEG)),
        recentVehicleLocationN1=draw(recent),
        recentVehicleLocationN2=draw(recent),
        occupants=draw(st.none() | st.integers(0, 254)),
        additionalData=draw(
            st.none()
            | st.builds(
                MsdAdditionalData, oid=OIDS, data_hex=st.binary(max_size=60).map(lambda data: data.hex())
            )
        ),
    )


@given(messages())
def test_whatever_is_written_is_read_back_by_value(message: Msd) -> None:
    read = decode_msd(write_msd(message)).value
    assert read is not None
    worked_out = dict.fromkeys(["lat", "lon", "timestamp_utc", "recentPositionN1", "recentPositionN2"])
    assert replace(read, **worked_out) == message


@given(OIDS)
def test_an_identifier_is_read_back(oid: str) -> None:
    assert read_relative_oid(write_relative_oid(oid)) == oid


@given(st.lists(st.tuples(st.integers(0, 70), st.integers(min_value=0)), max_size=20))
def test_bits_are_read_as_they_were_written(numbers: list[tuple[int, int]]) -> None:
    fitting = [(width, value % (1 << width)) for width, value in numbers]
    writer = BitWriter()
    for width, value in fitting:
        writer.number(value, width)
    reader = BitReader(writer.content())
    assert [(width, reader.number(width)) for width, _ in fitting] == fitting
    assert reader.left < 8


@pytest.mark.parametrize("count", [0, 1, 127, 128, 300, 16_383])
def test_lengths_of_every_form_are_read_back(count: int) -> None:
    writer = BitWriter()
    writer.octets(bytes(count))
    assert len(BitReader(writer.content()).octets()) == count
