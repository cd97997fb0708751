"""The capabilities of this installation, in the order of the six stages, and what they come to together (decision 0268).

A new capability is one folder with its `capability.py`, and one line here.
"""

from typing import Any

from auxilio.access.command_bus import CommandBus
from auxilio.active_content.capability import CAPABILITY as ACTIVE_CONTENT
from auxilio.app.environment import Environment
from auxilio.app.runtime import Runtime, WorkerSystem
from auxilio.archive.capability import CAPABILITY as ARCHIVE
from auxilio.backups.capability import CAPABILITY as BACKUPS
from auxilio.calls.capability import CAPABILITY as CALLS
from auxilio.casefile.capability import CAPABILITY as CASEFILE
from auxilio.cases.capability import CAPABILITY as CASES
from auxilio.content_release.capability import CAPABILITY as CONTENT_RELEASE
from auxilio.directory_history.capability import CAPABILITY as DIRECTORY_HISTORY
from auxilio.directory_import.capability import CAPABILITY as DIRECTORY_IMPORT
from auxilio.dispatch.capability import CAPABILITY as DISPATCH
from auxilio.followup.capability import CAPABILITY as FOLLOWUP
from auxilio.geo.capability import CAPABILITY as GEO
from auxilio.hazmat.capability import CAPABILITY as HAZMAT
from auxilio.hospitals.capability import CAPABILITY as HOSPITALS
from auxilio.identity.capability import CAPABILITY as IDENTITY
from auxilio.instructions.capability import CAPABILITY as INSTRUCTIONS
from auxilio.interop.capability import CAPABILITY as INTEROP
from auxilio.kernel.event import Command, union_members
from auxilio.mass_casualty.capability import CAPABILITY as MASS_CASUALTY
from auxilio.notifications.capability import CAPABILITY as NOTIFICATIONS
from auxilio.opening_rules.capability import CAPABILITY as OPENING_RULES
from auxilio.partners.capability import CAPABILITY as PARTNERS
from auxilio.planned_events.capability import CAPABILITY as PLANNED_EVENTS
from auxilio.platform.capability import Capability, Job, Table
from auxilio.platform.database.aggregates import Aggregate, AggregateRegistry
from auxilio.platform.database.outbox import Deliver
from auxilio.platform.log_sealing import LOG_SEALING
from auxilio.premise_notes.capability import CAPABILITY as PREMISE_NOTES
from auxilio.quality_review.capability import CAPABILITY as QUALITY_REVIEW
from auxilio.radio.capability import CAPABILITY as RADIO
from auxilio.readiness.capability import CAPABILITY as READINESS
from auxilio.realtime.capability import CAPABILITY as REALTIME
from auxilio.reporting.capability import CAPABILITY as REPORTING
from auxilio.reporting.narratives import NarrativeTable
from auxilio.road_closures.capability import CAPABILITY as ROAD_CLOSURES
from auxilio.rosters.capability import CAPABILITY as ROSTERS
from auxilio.setup.capability import CAPABILITY as SETUP
from auxilio.training.capability import CAPABILITY as TRAINING
from auxilio.triage.capability import CAPABILITY as TRIAGE
from auxilio.voice.capability import CAPABILITY as VOICE
from auxilio.workflows.capability import CAPABILITY as WORKFLOWS
from auxilio.workflows.runner import Reaction

CAPABILITIES: tuple[Capability[Environment, Runtime, WorkerSystem], ...] = (
    CALLS,
    CASES,
    TRIAGE,
    INSTRUCTIONS,
    DISPATCH,
    FOLLOWUP,
    NOTIFICATIONS,
    ARCHIVE,
    IDENTITY,
    ROAD_CLOSURES,
    PREMISE_NOTES,
    OPENING_RULES,
    HOSPITALS,
    HAZMAT,
    PLANNED_EVENTS,
    CONTENT_RELEASE,
    MASS_CASUALTY,
    RADIO,
    QUALITY_REVIEW,
    ROSTERS,
    TRAINING,
    READINESS,
    SETUP,
    BACKUPS,
    GEO,
    INTEROP,
    PARTNERS,
    ACTIVE_CONTENT,
    REALTIME,
    REPORTING,
    WORKFLOWS,
    DIRECTORY_IMPORT,
    DIRECTORY_HISTORY,
    CASEFILE,
    VOICE,
)


NARRATIVES = NarrativeTable(
    (narrative for one in CAPABILITIES for narrative in one.narratives),
    (
        (one.name, event)
        for one in CAPABILITIES
        for aggregate in one.aggregates
        for event in union_members(aggregate.events)
    ),
)
"""The narratives of all capabilities, for stories, reports and case pages."""


def aggregates() -> tuple[Aggregate[Any], ...]:
    """Every aggregate."""
    return tuple(each for one in CAPABILITIES for each in one.aggregates)


def all_aggregates() -> AggregateRegistry:
    """Every aggregate, by its name."""
    return AggregateRegistry(*aggregates())


def commands() -> tuple[type[Command], ...]:
    """Every command."""
    return tuple(each for one in CAPABILITIES for each in one.commands)


def tables() -> tuple[Table, ...]:
    """What stands whole on a board."""
    return tuple(each for one in CAPABILITIES for each in one.tables)


def routes() -> list[Any]:
    """Every route of a capability."""
    return [each for one in CAPABILITIES for each in one.routes]


def route_dependencies(runtime: Runtime) -> dict[str, object]:
    """What the routes of capabilities ask for by name."""
    return {name: each for one in CAPABILITIES for name, each in one.dependencies(runtime).items()}


def reactions(worker: WorkerSystem) -> tuple[Reaction, ...]:
    """What follows from events."""
    return tuple(each for one in CAPABILITIES for each in one.reactions(worker))


def jobs() -> tuple[Job[WorkerSystem], ...]:
    """What the leading worker does besides reactions, timers and the outbox."""
    return (LOG_SEALING, *(each for one in CAPABILITIES for each in one.jobs))


def channels(worker: WorkerSystem) -> dict[str, Deliver]:
    """What carries out messages of the outbox, by the channel."""
    return {name: deliver for one in CAPABILITIES for name, deliver in one.channels(worker).items()}


def permissions() -> tuple[str, ...]:
    """Every permission, with the others of its capability. Only a test reads it: each permission belongs to one manifest."""
    return tuple(each for one in CAPABILITIES for each in one.permissions)


def settings() -> tuple[str, ...]:
    """Names of the settings of capabilities. Only a test reads it: each is a field of `Settings` and belongs to one manifest."""
    return tuple(each for one in CAPABILITIES for each in one.settings)


def schemas() -> list[type]:
    """Types of answers that are generated into TypeScript."""
    return [each for one in CAPABILITIES for each in one.schemas]


def command_bus(environment: Environment) -> CommandBus:
    """The bus with the handler of every command."""
    return CommandBus(
        *((kinds, make(environment)) for one in CAPABILITIES for kinds, make in one.handlers),
        routed=[(kinds, make(environment)) for one in CAPABILITIES for kinds, make in one.routed_handlers],
    )
