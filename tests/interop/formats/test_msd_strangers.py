"""Aim: an MSD is what pycrate, an ASN.1 compiler that does not know our reader, makes and reads of the standard's own module.

`msd_v1.asn` to `msd_v3.asn` are the modules of EN 15722:2011, 2015 and 2020, retyped: names and constraints, none of its prose.
"""

import importlib.util
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from msgspec.structs import replace
from pycrate_asn1c.asnproc import PycrateGenerator, compile_text, generate_modules

from auxilio.interop.formats.msd import PROPULSION_COUNT, PROPULSIONS, Msd, PositionDelta, decode_msd
from auxilio.interop.formats.msd_writer import write_msd
from tests.interop.formats.test_msd import messages

MODULES = {1: "MSDASN1ModuleV1", 2: "MSDASN1ModuleV2", 3: "MSDASN1Module"}
OCCUPANTS = {1: "numberOfPassengers", 2: "numberOfPassengers", 3: "numberOfOccupants"}
WORKED_OUT = dict.fromkeys(["lat", "lon", "timestamp_utc", "recentPositionN1", "recentPositionN2"])


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Any]:
    """`ECallMessage` of each version, compiled once."""
    folder = Path(__file__).parent
    compile_text([(folder / f"msd_v{version}.asn").read_text("utf-8") for version in MODULES])
    written = tmp_path_factory.mktemp("asn1") / "msd_modules.py"
    generate_modules(PycrateGenerator, str(written))
    found = importlib.util.spec_from_file_location("msd_modules", written)
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return {version: getattr(module, name).ECallMessage for version, name in MODULES.items()}


def as_asn1(msd: Msd) -> dict[str, Any]:
    """The same message by the names of the ASN.1 module."""
    assert msd.vin is not None
    assert msd.propulsion is not None
    structure: dict[str, Any] = {
        "messageIdentifier": msd.messageIdentifier,
        "control": {
            "automaticActivation": msd.automaticActivation,
            "testCall": msd.testCall,
            "positionCanBeTrusted": msd.positionCanBeTrusted,
            "vehicleType": msd.vehicleType,
        },
        "vehicleIdentificationNumber": {
            "isowmi": msd.vin[:3],
            "isovds": msd.vin[3:9],
            "isovisModelyear": msd.vin[9],
            "isovisSeqPlant": msd.vin[10:],
        },
        "vehiclePropulsionStorageType": {
            name: name in msd.propulsion for name in PROPULSIONS[: PROPULSION_COUNT[msd.msdVersion]]
        },
        "timestamp": msd.timestamp,
        "vehicleLocation": {"positionLatitude": msd.latitude_mas, "positionLongitude": msd.longitude_mas},
        "vehicleDirection": 255 if msd.direction_deg is None else msd.direction_deg // 2,
        "recentVehicleLocationN1": _delta(msd.recentVehicleLocationN1),
        "recentVehicleLocationN2": _delta(msd.recentVehicleLocationN2),
        OCCUPANTS[msd.msdVersion]: msd.occupants,
    }
    message: dict[str, Any] = {
        "msdStructure": {name: value for name, value in structure.items() if value is not None}
    }
    if msd.additionalData is not None:
        assert msd.additionalData.oid is not None
        message["optionalAdditionalData"] = {
            "oid": tuple(map(int, msd.additionalData.oid.split("."))),
            "data": bytes.fromhex(msd.additionalData.data_hex),
        }
    if msd.msdVersion == 1:
        return {"id": 1, "msd": message}
    return {"msdVersion": msd.msdVersion, "msd": ("MSDMessage", message)}


def _delta(delta: PositionDelta | None) -> dict[str, int] | None:
    if delta is None:
        return None
    return {"latitudeDelta": delta.latitudeDelta, "longitudeDelta": delta.longitudeDelta}


@given(message=messages())
def test_what_a_stranger_makes_is_read_by_value(compiled: dict[int, Any], message: Msd) -> None:
    stranger = compiled[message.msdVersion]
    stranger.set_val(as_asn1(message))
    read = decode_msd(stranger.to_uper()).value
    assert read is not None
    assert replace(read, **WORKED_OUT) == message


@given(message=messages())
def test_what_we_write_is_read_by_a_stranger_by_value(compiled: dict[int, Any], message: Msd) -> None:
    stranger = compiled[message.msdVersion]
    stranger.from_uper(write_msd(message))
    assert stranger.get_val() == as_asn1(message)
