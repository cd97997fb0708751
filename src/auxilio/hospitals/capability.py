"""Hospitals, for the composition root."""

from typing import Protocol

from auxilio.hospitals import api, service
from auxilio.hospitals.core.boards import hospital_row
from auxilio.hospitals.core.records import HospitalRegister
from auxilio.identity.core.permissions import Permission
from auxilio.platform.capability import Capability, Table
from auxilio.platform.database.command_executor import UnitOfWork


class HospitalEnvironment(Protocol):
    """What commands to hospitals need."""

    work: UnitOfWork


CAPABILITY: Capability[HospitalEnvironment, object, object] = Capability(
    name="hospitals",
    aggregates=(service.HOSPITAL,),
    handlers=((service.COMMANDS, lambda env: service.HospitalService(env.work).handle),),
    tables=(Table("hospitals", service.HOSPITAL, hospital_row, ("desk", "room", "centre", "unit")),),
    schemas=(HospitalRegister,),
    routes=api.HANDLERS,
    permissions=(
        Permission.HOSPITAL_DECLARE,
        Permission.HOSPITAL_ADMIN,
    ),
)
