"""What events of one capability mean for another, and what is watched over all of them, for the composition root."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Protocol

from auxilio.calls.location_asking.store import LocatableCallStore
from auxilio.calls.location_messages import LocationMessages
from auxilio.calls.ports import LocationSource
from auxilio.dispatch.tracking.store import TrackStore
from auxilio.dispatch.units.core.model import UnitStatus
from auxilio.kernel.command_port import CommandPort
from auxilio.kernel.shared_types import Mode
from auxilio.mass_casualty.core.civil_plan import CivilPlans
from auxilio.mass_casualty.ports import CivilPlansSource
from auxilio.platform.capability import Capability, Job, RunningSystem
from auxilio.radio.gateway_connection import parse_gateway_addresses
from auxilio.radio.store import RadioStore
from auxilio.training.ports import PracticePlaces, ScenarioPlayer
from auxilio.workflows import (
    call_answering,
    call_back_rules,
    case_closing,
    case_merging,
    coordination,
    crew_wake_ups,
    followup_watches,
    hospital_alerts,
    late_marks,
    normal_breathing,
    notices,
    notifications,
    parked_fixes,
    plan_notices,
    plan_proposals,
    planned_events,
    radio_traffic,
    reserved_cases,
    station_callouts,
    step_authorisations,
    training_callers,
    training_closing,
    triage_results,
)
from auxilio.workflows.gateway_monitor import GatewayMonitor
from auxilio.workflows.location_asking import LocationAsker
from auxilio.workflows.runner import Reaction, StateReader
from auxilio.workflows.unit_silence_monitor import UnitSilenceMonitor


class WorkflowSettings(Protocol):
    """Settings that reactions and monitors read."""

    @property
    def numbers_of_many(self) -> frozenset[str]:
        """Telephones of many people."""
        ...

    @property
    def handover_soon_min(self) -> float:
        """Minutes at a hospital's door after which a crew is late there."""
        ...

    @property
    def handover_late_min(self) -> float:
        """Minutes at a hospital's door after which a crew is held there."""
        ...

    @property
    def silences(self) -> Mapping[UnitStatus, float]:
        """Seconds that a unit may say nothing, where they differ from the policy."""
        ...

    @property
    def radio_gateways(self) -> str:
        """The bridges of radio networks, as the settings write them."""
        ...

    @property
    def mode(self) -> Mode:
        """The mode of the installation."""
        ...


class WorkflowWorker(RunningSystem, Protocol):
    """What reactions and monitors need."""

    @property
    def commands(self) -> CommandPort:
        """The command bus."""
        ...

    @property
    def states(self) -> StateReader:
        """Aggregates as they stand."""
        ...

    @property
    def recommend(self) -> coordination.Recommend:
        """Units for a task, by road."""
        ...

    @property
    def reassess_s(self) -> followup_watches.EveryS:
        """How often a protocol wants its questions asked again."""
        ...

    @property
    def civil_plans(self) -> CivilPlansSource:
        """The civil protection plans in force."""
        ...

    @property
    def on_duty(self) -> reserved_cases.OnDuty:
        """Who answers tasks at a centre."""
        ...

    @property
    def scenario_player(self) -> ScenarioPlayer:
        """The scenarios of practice sessions."""
        ...

    @property
    def practice_places(self) -> PracticePlaces:
        """Where their incidents happen."""
        ...

    @property
    def location_source(self) -> LocationSource | None:
        """The location server that is asked by number; None: none is."""
        ...

    @property
    def settings(self) -> WorkflowSettings:
        """Settings of the installation."""
        ...


def reactions(
    recommend: coordination.Recommend,
    every_s: followup_watches.EveryS = followup_watches.no_reassessment,
    shared_numbers: frozenset[str] = frozenset(),
    civil: CivilPlansSource = CivilPlans,
    door_s: hospital_alerts.DoorS | None = None,
    on_duty: reserved_cases.OnDuty = reserved_cases.no_one_on_duty,
) -> tuple[Reaction, ...]:
    """What follows from what, in the order of the six stages; then what is larger than a case.

    `recommend` gives units for a task, by road; `every_s` how often a protocol wants its questions asked again;
    `shared_numbers` are telephones of many people; `civil` gives the civil protection plans in force;
    `on_duty` who answers tasks at a centre; `door_s`: seconds at a hospital's door until the amber and until the red alarm.
    """
    return (
        *call_answering.reactions(shared_numbers=shared_numbers),
        *triage_results.reactions(),
        *normal_breathing.reactions(),
        *call_back_rules.reactions(),
        *case_merging.reactions(),
        *coordination.reactions(recommend),
        *crew_wake_ups.reactions(),
        *followup_watches.reactions(every_s=every_s),
        *hospital_alerts.reactions(door_s),
        *late_marks.reactions(),
        *case_closing.reactions(),
        *reserved_cases.reactions(on_duty),
        *plan_proposals.reactions(civil),
        *notices.reactions(civil),
        *notifications.reactions(),
        *station_callouts.reactions(),
        *plan_notices.reactions(civil),
        *step_authorisations.reactions(),
        *radio_traffic.reactions(),
        *planned_events.reactions(),
    )


def _reactions(worker: WorkflowWorker) -> tuple[Reaction, ...]:
    settings = worker.settings
    parked = _location_messages(worker).parked
    return parked_fixes.reactions(parked, settings.mode) + reactions(
        worker.recommend,
        worker.reassess_s,
        shared_numbers=settings.numbers_of_many,
        civil=worker.civil_plans,
        door_s=(settings.handover_soon_min * 60, settings.handover_late_min * 60),
        on_duty=worker.on_duty,
    )


def _location_messages(worker: WorkflowWorker) -> LocationMessages:
    return parked_fixes.location_messages(worker.pool, worker.clock, worker.commands, worker.settings.mode)


def _tidy_parked_fixes(worker: WorkflowWorker) -> Callable[[], Awaitable[object]]:
    return _location_messages(worker).tidy


def _ask_locations(worker: WorkflowWorker) -> Callable[[], Awaitable[object]]:
    source = worker.location_source
    if source is None:
        return _nothing
    return LocationAsker(
        worker.clock, worker.commands, LocatableCallStore(worker.pool).calls, source, worker.settings.mode
    ).run


async def _nothing() -> None:
    """No location server is named."""


def _watch_silence(worker: WorkflowWorker) -> Callable[[], Awaitable[object]]:
    tracks, spans_s = TrackStore(worker.pool), worker.settings.silences
    return UnitSilenceMonitor(worker.clock, worker.commands, worker.states, tracks, spans_s).run


def _watch_gateways(worker: WorkflowWorker) -> Callable[[], Awaitable[object]]:
    gateways = [one.gateway for one in parse_gateway_addresses(worker.settings.radio_gateways)]
    return GatewayMonitor(
        worker.clock,
        worker.commands,
        worker.states,
        RadioStore(worker.pool).heartbeats,
        gateways,
        worker.settings.mode,
    ).run


def _play_trainings(worker: WorkflowWorker) -> Callable[[], Awaitable[object]]:
    return training_callers.TrainingCallers(
        worker.pool,
        worker.clock,
        worker.commands,
        worker.states,
        worker.scenario_player,
        worker.practice_places,
        worker.settings.mode,
    ).run


def _close_trainings(worker: WorkflowWorker) -> Callable[[], Awaitable[object]]:
    return training_closing.TrainingCloser(
        worker.clock, worker.commands, worker.states, worker.settings.mode
    ).run


CAPABILITY: Capability[object, object, WorkflowWorker] = Capability(
    name="workflows",
    reactions=_reactions,
    jobs=(
        Job("unit_silences", _watch_silence),
        Job("radio_gateways", _watch_gateways),
        Job("training_callers", _play_trainings, training_callers.LOOK_S),
        Job("parked_fixes", _tidy_parked_fixes, parked_fixes.TIDY_S),
        Job("location_asking", _ask_locations),
        Job("training_closing", _close_trainings, training_closing.LOOK_S),
    ),
    settings=(
        "shared_numbers",
        "offer_s",
        "silent_after",
        "handover_soon_min",
        "handover_late_min",
    ),
)
