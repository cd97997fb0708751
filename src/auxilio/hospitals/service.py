"""Commands to hospitals: load, decide, commit. And what is asked of them without changing anything."""

from collections.abc import Mapping, Sequence

from auxilio.hospitals.core import machine
from auxilio.hospitals.core import messages as m
from auxilio.hospitals.core.model import CapacityColour, Hospital, HospitalCapability
from auxilio.hospitals.core.policy import (
    HospitalOptions,
    VictimDistribution,
    distribute_victims,
    propose_hospitals,
)
from auxilio.hospitals.core.records import HospitalRegister, hospital_register
from auxilio.hospitals.ports import HospitalTravelTimes, InboundPatientSource
from auxilio.identity.core.gate import require
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command, CommandResult, Links, union_members
from auxilio.kernel.ids import CommandId
from auxilio.kernel.position import Point
from auxilio.platform.clock import Clock
from auxilio.platform.database.aggregates import Aggregate
from auxilio.platform.database.command_executor import CommandContext, UnitOfWork
from auxilio.platform.database.connection import Pool
from auxilio.platform.database.cursors import live_where

HOSPITALS_MAX = 1_000
"""Of one hospital, as many sources as the roads take in one question."""

HOSPITAL = Aggregate(
    "hospital",
    Hospital,
    m.HospitalEvent,
    machine.evolve,
    links=lambda hospital: Links(mode=hospital.mode),
    live=lambda hospital: not hospital.retired,
)
COMMANDS: tuple[type[Command], ...] = union_members(m.HospitalCommand)


class HospitalService:
    """The service of hospitals."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def handle(self, command_id: CommandId, command: Command, actor: Actor) -> CommandResult:
        """Any command of this capability. Raises `Refused`."""

        async def decide(attempt: CommandContext) -> None:
            match command:
                case m.AddHospital():
                    known = await attempt.find(HOSPITAL, command.hospital)
                    attempt.record(HOSPITAL, command.hospital, machine.add(known, command, actor))
                case (
                    m.ChangeHospital()
                    | m.RetireHospital()
                    | m.DeclareCapacity()
                    | m.DivertHospital()
                    | m.EndHospitalDiversion()
                ):
                    hospital = await attempt.get(HOSPITAL, command.hospital)
                    attempt.record(
                        HOSPITAL, hospital.id, machine.decide(hospital, command, actor, attempt.at)
                    )
                case _:
                    raise TypeError(f"not a command of hospitals: {type(command).__name__}")

        return await self._work.run(command_id, command, actor, decide)


class HospitalQueries:
    """Reads alone."""

    def __init__(
        self, pool: Pool, clock: Clock, travel: HospitalTravelTimes, on_the_way: InboundPatientSource
    ) -> None:
        self._pool, self._clock, self._travel, self._on_the_way = pool, clock, travel, on_the_way

    async def options(
        self,
        actor: Actor,
        place: Point | None,
        colour: CapacityColour | None = None,
        needs: Sequence[HospitalCapability] = (),
    ) -> HospitalOptions:
        """Where somebody at this place could be taken. Raises `Refused("not_permitted")`."""
        require(actor, Permission.PATIENT_RECORD)
        return await self._options(await self._all(actor), actor, place, colour, needs)

    async def register(self, actor: Actor) -> HospitalRegister:
        """Every hospital that is not retired by its fixed data, and what one can be able to do.

        Raises `Refused("not_permitted")`.
        """
        require(actor, Permission.HOSPITAL_ADMIN)
        return hospital_register(await self._all(actor))

    async def _all(self, actor: Actor) -> list[Hospital]:
        return await live_where(self._pool, HOSPITAL, HOSPITALS_MAX, mode=actor.mode.value)

    async def _options(
        self,
        hospitals: Sequence[Hospital],
        actor: Actor,
        place: Point | None,
        colour: CapacityColour | None = None,
        needs: Sequence[HospitalCapability] = (),
    ) -> HospitalOptions:
        coming = await self._on_the_way(actor.mode)
        times = {}
        if place is not None and hospitals:
            found = await self._travel.times_from(place, [each.place for each in hospitals])
            times = {each.id: time for each, time in zip(hospitals, found, strict=True)}
        return propose_hospitals(hospitals, times, coming, self._clock.now(), colour=colour, needs=needs)

    async def distribution(
        self, actor: Actor, place: Point | None, victims: Mapping[CapacityColour, int]
    ) -> VictimDistribution:
        """How so many victims of each colour could be shared out. Raises `Refused("not_permitted")`."""
        require(actor, Permission.PATIENT_RECORD)
        hospitals = await self._all(actor)
        options = await self._options(hospitals, actor, place)
        return distribute_victims(options, victims, {each.id: each.phone for each in hospitals})
