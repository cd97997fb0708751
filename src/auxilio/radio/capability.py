"""Talk groups, the radio log, links and terminals, for the composition root."""

from typing import Protocol

from auxilio.identity.core.permissions import Permission
from auxilio.kernel.shared_types import Mode
from auxilio.platform.capability import Capability, CommandHandler, RunningSystem, Table
from auxilio.platform.database.command_executor import UnitOfWork
from auxilio.platform.database.connection import Pool
from auxilio.radio import api, ports, service
from auxilio.radio.core.boards import link_row, terminal_row
from auxilio.radio.core.directory_check import RadioCarrier, RadioOverview
from auxilio.radio.core.model import RadioPlan
from auxilio.radio.core.narrative import NARRATIVE
from auxilio.radio.store import RadioStore


class RadioEnvironment(Protocol):
    """What commands to the radio need."""

    work: UnitOfWork
    pool: Pool
    radio_plan: ports.CurrentPlan
    radio_directory: ports.RadioDirectory
    case_mode: ports.CaseModeOf
    mode: Mode


class RadioSystem(RunningSystem, Protocol):
    """What routes of the radio need."""

    def radio_plan(self) -> RadioPlan:
        """The plan of talk groups in force."""
        ...

    async def radio_carriers(self, mode: Mode) -> tuple[RadioCarrier, ...]:
        """Every unit of a mode that is not retired."""
        ...


def _handler(env: RadioEnvironment) -> CommandHandler:
    return service.RadioService(
        env.work, env.pool, env.radio_plan, env.radio_directory, env.case_mode, env.mode
    ).handle


BOARDS = ("desk", "room", "centre", "unit")
CAPABILITY: Capability[RadioEnvironment, RadioSystem, object] = Capability(
    name="radio",
    aggregates=(service.NET, service.ENTRY, service.LINK, service.TERMINAL),
    handlers=((service.COMMANDS, _handler),),
    tables=(
        Table("links", service.LINK, link_row, BOARDS),
        Table("terminals", service.TERMINAL, terminal_row, BOARDS),
    ),
    narratives=(NARRATIVE,),
    schemas=(RadioPlan, RadioOverview),
    routes=api.HANDLERS,
    dependencies=lambda running: {
        "radio_": service.RadioQueries(
            RadioStore(running.pool), running.clock, running.radio_plan, running.radio_carriers
        )
    },
    permissions=(
        Permission.RADIO_LOG,
        Permission.RADIO_GROUP,
        Permission.RADIO_SEND,
    ),
    settings=(
        "radio_gateways",
        "radio_ca",
    ),
)
