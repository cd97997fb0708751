"""What a first start of the demo brings: its people, and units, hospitals and premise notes where its region has a place for them."""

import asyncio
import logging
import re
from uuid import UUID

import msgspec
import uvloop

from auxilio.app.cli.demo_people import NEIGHBOUR_OF, UNITS, demo_seed
from auxilio.app.composition import identity_of, open_region, open_runtime
from auxilio.app.runtime import Runtime
from auxilio.app.settings import Settings
from auxilio.dispatch.units.core import messages as units
from auxilio.dispatch.units.core.model import CrewMember
from auxilio.geo.service import RegionService
from auxilio.hospitals.core.messages import AddHospital
from auxilio.hospitals.core.model import HospitalCapability
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command
from auxilio.kernel.ids import AgencyId, CentreId, CommandId, HospitalId, UnitId
from auxilio.kernel.position import Point
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode, Phone
from auxilio.platform.ids import derived_id
from auxilio.platform.logging import set_up_logging
from auxilio.premise_notes.core.messages import EnterPremiseNote
from auxilio.premise_notes.core.model import PremiseNoteId, PremiseNoteKind
from auxilio.workflows.runner import system_actor

_UNITS = UUID("6f1f5f3e-0d0c-5a4b-9b1e-5a7c6d2c1f12")
_log = logging.getLogger(__name__)
_HOSPITALS = UUID("b3f0a6c2-8f0e-5d0a-9a51-2f7d5a0c9e44")
COUNTY = (
    HospitalCapability.TRAUMA,
    HospitalCapability.PAEDIATRICS,
    HospitalCapability.OBSTETRICS,
    HospitalCapability.PSYCHIATRY,
    HospitalCapability.HELIPAD,
)
"""What a county hospital usually has: the map does not say."""
FAR_HOSPITALS = (
    (
        "Hospital Universitari de la Vall",
        (0.11, 0.16),
        tuple(
            each
            for each in HospitalCapability
            if each not in {HospitalCapability.HYPERBARIC, HospitalCapability.PSYCHIATRY}
        ),
        "+34999002200",
    ),
    (
        "Hospital Materno-Infantil",
        (0.12, 0.15),
        (HospitalCapability.PAEDIATRICS, HospitalCapability.NEONATAL, HospitalCapability.OBSTETRICS),
        "+34999002300",
    ),
)
"""Invented, beyond the region's roads: degrees from its middle. Their time is by a straight line, and marked."""

_PREMISE_NOTES = UUID("c6a2d7f4-31f0-5b1e-8d0a-7e0b6f1c2a55")
PREMISE_NOTES = (
    ("Calle Mayor 30", PremiseNoteKind.ACCESS_CODE, "Portal: 4711 y la tecla de la llave"),
    ("Calle Mayor 34", PremiseNoteKind.OXYGEN, "Concentrador y dos botellas de oxígeno en el dormitorio"),
    ("Calle Mayor 38", PremiseNoteKind.DOG, "Perro grande suelto en el patio; llamar antes de entrar"),
)
"""Invented, of the fire service. Where the region has no such address there is none."""


def seed_demo(settings: Settings) -> None:
    """Bring the people, units and hospitals of the demo; what is there already stays as it is."""
    set_up_logging(settings.log_level, as_json=settings.log_as_json)
    uvloop.run(_seed(settings))


async def _seed(settings: Settings) -> None:
    async with open_runtime(settings) as runtime:
        await identity_of(runtime).seed(demo_seed())
        region = await asyncio.to_thread(open_region, settings)
        await register_units(runtime, region, settings.mode)
        await add_hospitals(runtime, region, settings.mode)
        await enter_premise_notes(runtime, region, settings.mode)
        region.close()


async def send_as_json(runtime: Runtime, id: CommandId, command: Command, actor: Actor) -> None:
    """A command as a page sends it: it is read and checked in the same way. Raises `msgspec.ValidationError`, `Refused`."""
    await runtime.commands.handle(id, runtime.commands.read(msgspec.json.encode(command)), actor)


async def add_hospitals(runtime: Runtime, region: RegionService, mode: Mode) -> None:
    """The region's hospitals, and two beyond it. Ids are derived, so a second start changes nothing."""
    actor, middle = system_actor(mode), region.info.centre
    adds = [
        AddHospital(
            hospital=HospitalId(derived_id(_HOSPITALS, each.id)),
            name=each.name,
            place=each.point,
            facility=each.id,
            phone=_telephone(each.phone),
            can=COUNTY,
        )
        for each in await region.facilities(("hospital",))
        if each.name
    ]
    adds += [
        AddHospital(
            hospital=HospitalId(derived_id(_HOSPITALS, name)),
            name=name,
            place=Point(lat=middle.lat + north, lon=middle.lon + east),
            phone=phone,
            can=can,
        )
        for name, (north, east), can, phone in FAR_HOSPITALS
    ]
    for command in adds:
        try:
            await send_as_json(runtime, CommandId(derived_id(command.hospital, "add")), command, actor)
        except Refused as refused:
            _log.info("hospital_not_seeded", extra={"code": refused.code})


async def enter_premise_notes(runtime: Runtime, region: RegionService, mode: Mode) -> None:
    """Notes of the fire service, each about its address alone. Ids are derived, so a second start changes nothing."""
    actor = msgspec.structs.replace(system_actor(mode), agency=AgencyId("bom"), centre=CentreId("bom-1"))
    for address, kind, text in PREMISE_NOTES:
        found = next(iter(await region.search(address, limit=1)), None)
        if found is None or not address.endswith(f" {found.number}"):
            continue
        note = PremiseNoteId(derived_id(_PREMISE_NOTES, address))
        command = EnterPremiseNote(
            note=note,
            note_kind=kind,
            text=text,
            address=found.label,
            municipality=found.municipality,
            point=found.point,
            radius_m=0,
        )
        try:
            await send_as_json(runtime, CommandId(derived_id(note, "enter")), command, actor)
        except Refused as refused:
            # Entered by a start before, and perhaps changed or withdrawn since: as people left it.
            _log.info("premise_note_not_seeded", extra={"code": refused.code})


def _telephone(text: str) -> Phone | None:
    """A number as it is dialled from anywhere; None where the data write it otherwise."""
    said = re.sub(r"[\s.()-]", "", text)
    return said if re.fullmatch(r"\+[1-9]\d{3,14}", said) else None


async def register_units(runtime: Runtime, region: RegionService, mode: Mode) -> None:
    """The demo's units at their stations, crewed. Ids are derived, so a second start changes nothing."""
    actor = system_actor(mode)
    facilities = await region.facilities()
    official = {callsign: each.point for each in facilities for callsign in each.units}
    for nth, (callsign, agency, capabilities, kinds, role) in enumerate(UNITS):
        at = [f for kind in kinds for f in facilities if f.kind == kind]
        # Stations of one kind take turns; a region without any still has its units, in its middle.
        home = official.get(callsign) or (at[nth % len(at)].point if at else region.info.centre)
        unit = UnitId(derived_id(_UNITS, callsign))
        register = units.RegisterUnit(
            unit=unit,
            callsign=callsign,
            agency=AgencyId(agency),
            centre=CentreId(NEIGHBOUR_OF.get(callsign, f"{agency}-1")),
            capabilities=capabilities,
            home=home,
            mode=mode,
            radios=(f"001-1-{2001 + nth}", f"001-1-{3001 + nth}"),
        )
        crew = (CrewMember(name=f"{callsign}", role=role),)
        sign_on = units.SignOnCrew(unit=unit, crew=crew)
        for name, command in (("register", register), ("crew", sign_on)):
            try:
                await send_as_json(runtime, CommandId(derived_id(unit, name)), command, actor)
            except Refused as refused:
                # Already there with other data (another region), or at work: as people left it.
                _log.info("unit_not_seeded", extra={"code": refused.code})
