"""What comes from other systems: how fast its formats are read, and how fast and at what cost AML reaches a desk.

    .venv/bin/python benchmarks/interop.py --json [--parts formats,desk,unmatched] [--seconds 2]

formats    how many messages one core reads in a second.
desk, unmatched    a whole installation: see aml_desk.py. All three take a quarter of an hour.

`per_s` is messages for each second of the process's own CPU time, the samples of a format one after another: others that
work on the machine hardly change it. `slowest_ms` is the CPU time of the dearest sample. A further format adds its line to FORMATS.
"""

import argparse
import asyncio
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import aml_desk
from installations import machine

from auxilio.interop.formats.additional_data import decode_additional_data
from auxilio.interop.formats.aml import decode_aml
from auxilio.interop.formats.aml_form import form_hmac
from auxilio.interop.formats.decoded import Decoded
from auxilio.interop.formats.ecall_control import (
    ControlAck,
    ControlBlock,
    ControlRequest,
    decode_control,
    write_control,
)
from auxilio.interop.formats.gsm7 import pack_septets
from auxilio.interop.formats.msd import decode_msd
from auxilio.interop.formats.pidf import decode_pidf_lo

KEY = b"benchmark"
SMS_V1 = 'A"ML=1;lt=+54.76397;lg=-0.18305;rd=50;top=20130717141935;lc=90;pm=W;si=123456789012345;ei=1234567890123456;mcc=234;mnc=30;ml=128'
SMS_V2 = (
    'A"ML=2;en=+15555555555;et=1593187189;lo=-37.42175,-122.08461,2000.1;lt=-9999;lc=68;lz=-100.1,100.1;ls=G;ei=358239059042542'
    ";nc=310260;hc=310260;lg=en-US"
)
FORM = (
    b"v=1&device_number=%2B447477593102&location_latitude=55.85732&location_longitude=-4.26325&location_time=1476189444435"
    b"&location_accuracy=10.4&location_source=GPS&location_certainty=83&location_altitude=0.0&location_floor=5"
    b"&device_model=ABC+ABC+Detente+530&device_imei=354773072099116&device_imsi=234159176307582&device_os=AOS&cell_carrier="
    b"&cell_home_mcc=234&cell_home_mnc=15&cell_network_mcc=234&cell_network_mnc=15&cell_id=0213454321"
)
SIGNED_FORM = FORM + f"&hmac={form_hmac(FORM, KEY)}".encode()
MSDS = (
    "0324101A01C614A2873C52ABA870010010089AF166285C59A4C86408FE29C16C01054010F010",
    "02251C0680E30A51439E2955D43800800437F80A3105669023F8A71166932185B004150043C040",
    "015C0681D54970D65C3597CA0420C41467F103ADE68AC52E9BB8413F149C07414FB414F6010180813E821818232300",
)
PRESENCE = """<?xml version="1.0" encoding="UTF-8"?>
<presence xmlns="urn:ietf:params:xml:ns:pidf" xmlns:dm="urn:ietf:params:xml:ns:pidf:data-model"
    xmlns:gp="urn:ietf:params:xml:ns:pidf:geopriv10" xmlns:gbp="urn:ietf:params:xml:ns:pidf:geopriv10:basicPolicy"
    xmlns:gml="http://www.opengis.net/gml" xmlns:gs="http://www.opengis.net/pidflo/1.0"
    xmlns:con="urn:ietf:params:xml:ns:geopriv:conf" entity="pres:+34600100200@example.com">
  <dm:device id="d1"><gp:geopriv><gp:location-info>{}
    <con:confidence pdf="normal">68</con:confidence>
    <civicAddress xmlns="urn:ietf:params:xml:ns:pidf:geopriv10:civicAddr" xml:lang="es"><country>ES</country>
      <A1>Cataluña</A1><A2>Lleida</A2><A3>Lleida</A3><RD>Mayor</RD><STS>Calle</STS><HNO>12</HNO><FLR>3</FLR>
      <PC>25001</PC></civicAddress></gp:location-info>
    <gp:usage-rules><gbp:retransmission-allowed>true</gbp:retransmission-allowed>
      <gbp:retention-expiry>2026-11-25T03:12:40Z</gbp:retention-expiry></gp:usage-rules><gp:method>A-GPS</gp:method>
    </gp:geopriv><dm:deviceID>urn:uuid:48662e19</dm:deviceID><dm:timestamp>2026-11-24T03:12:40Z</dm:timestamp>
  </dm:device></presence>"""
CIRCLE = """<gs:Circle srsName="urn:ogc:def:crs:EPSG::4326"><gml:pos>42.5463 1.2512</gml:pos>
    <gs:radius uom="urn:ogc:def:uom:EPSG::9001">850.24</gs:radius></gs:Circle>"""
POLYGON = """<gml:Polygon srsName="urn:ogc:def:crs:EPSG::4326"><gml:exterior><gml:LinearRing><gml:posList>
    43.311 1.422 43.111 1.322 43.111 1.222 43.311 1.122 43.411 1.222 43.411 1.322 43.311 1.422
    </gml:posList></gml:LinearRing></gml:exterior></gml:Polygon>"""
SUBSCRIBER = b"""<EmergencyCallData.SubscriberInfo xmlns="urn:ietf:params:xml:ns:EmergencyCallData:SubscriberInfo"
    privacyRequested="false"><DataProviderReference>FEABFECD901@example.org</DataProviderReference><SubscriberData>
    <vcard xmlns="urn:ietf:params:xml:ns:vcard-4.0"><fn><text>Ana Pujol</text></fn>
    <n><surname>Pujol</surname><given>Ana</given></n><lang><parameters><pref><integer>1</integer></pref></parameters>
    <language-tag>ca</language-tag></lang><adr><street>Mayor 12</street><locality>Lleida</locality><code>25001</code>
    <country>ES</country></adr><tel><parameters><type><text>cell</text></type></parameters><uri>tel:+34600100200</uri></tel>
    </vcard></SubscriberData></EmergencyCallData.SubscriberInfo>"""
CONTROLS = (
    ControlBlock(ack=ControlAck(ref="1234567890@atlanta.example.com", received=True)),
    ControlBlock(requests=(ControlRequest(action="send-data", datatype="eCall.MSD"),)),
)


@dataclass(frozen=True)
class Format:
    """What reads a format, and messages of it that it understands."""

    decode: Callable[[bytes], Decoded[Any]]
    samples: Sequence[bytes]


FORMATS = {
    "aml-sms-text": Format(decode_aml, [SMS_V1.encode(), SMS_V2.encode()]),
    "aml-sms-data": Format(decode_aml, [pack_septets(SMS_V1), pack_septets(SMS_V2)]),
    "aml-https-form": Format(decode_aml, [FORM]),
    "aml-https-form-signed": Format(lambda content: decode_aml(content, [KEY]), [SIGNED_FORM]),
    "msd": Format(
        lambda content: decode_msd(content, (34, -25, 72, 45)), [bytes.fromhex(text) for text in MSDS]
    ),
    "msd-hex": Format(decode_msd, [text.encode() for text in MSDS]),
    "pidf-lo": Format(decode_pidf_lo, [PRESENCE.format(shape).encode() for shape in (CIRCLE, POLYGON)]),
    "additional-data": Format(decode_additional_data, [SUBSCRIBER]),
    "control": Format(decode_control, [write_control(block) for block in CONTROLS]),
}
PARTS = ("desk", "unmatched")
"""Those of a whole installation."""


def measure(format: Format, seconds: float) -> dict[str, float]:
    """Read the samples again and again for so many seconds of CPU time."""
    assert all(format.decode(sample).value is not None for sample in format.samples)
    each_ms = [_cpu_s(format.decode, [sample] * 50) / 50 * 1000 for sample in format.samples]
    read, used_s = 0, 0.0
    while used_s < seconds:
        used_s += _cpu_s(format.decode, [*format.samples] * 100)
        read += len(format.samples) * 100
    return {"per_s": round(read / used_s), "slowest_ms": round(max(each_ms), 3), "read": read}


def _cpu_s(decode: Callable[[bytes], object], contents: Sequence[bytes]) -> float:
    began = time.process_time()
    for content in contents:
        decode(content)
    return time.process_time() - began


def main() -> None:
    """Measure each part, and print."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--json", action="store_true", help="with the machine, and every number")
    options.add_argument("--seconds", type=float, default=2.0, help="CPU time for each format")
    options.add_argument("--parts", type=lambda text: text.split(","), default=["formats", *PARTS])
    aml_desk.add_options(options)
    asked = options.parse_args()
    report: dict[str, Any] = {"machine": machine()}
    if "formats" in asked.parts:
        report["formats"] = {name: measure(one, asked.seconds) for name, one in FORMATS.items()}
    if parts := [part for part in asked.parts if part in PARTS]:
        report |= asyncio.run(aml_desk.measure(parts, asked.boards, asked.desk_s, asked.unmatched_s))
    if asked.json:
        print(json.dumps(report, indent=1))
        return
    for name, rate in report.get("formats", {}).items():
        print(f"{name:24}{rate['per_s']:>10} a second, the slowest sample {rate['slowest_ms']} ms")
    for part in PARTS:
        if part in report:
            print(part, json.dumps(report[part]))


if __name__ == "__main__":
    main()
