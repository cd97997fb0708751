"""Tasks, units, assignments, patients and travel time factors, for the composition root."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Protocol

from auxilio.dispatch import api, ports, service
from auxilio.dispatch.core.records import PlanCheck, ResponsePlanView, UnitRecord
from auxilio.dispatch.coverage.api import HANDLERS as COVERAGE_ROUTES
from auxilio.dispatch.patients.core.narrative import NARRATIVE as PATIENTS_NARRATIVE
from auxilio.dispatch.push import service as push
from auxilio.dispatch.push.api import HANDLERS as PUSH_ROUTES
from auxilio.dispatch.push.api import CrewWakeUps, PushKey
from auxilio.dispatch.push.core.model import CHANNEL as PUSH
from auxilio.dispatch.push.delivery import PushDelivery
from auxilio.dispatch.push.installation import PushInstallation
from auxilio.dispatch.push.store import PushStore
from auxilio.dispatch.response_plan.core.plan import ResponsePlan
from auxilio.dispatch.response_plan.core.registered import TelephoneContact
from auxilio.dispatch.store import DispatchStore
from auxilio.dispatch.tasks.core.narrative import NARRATIVE as TASKS_NARRATIVE
from auxilio.dispatch.tracking.api import HANDLERS as TRACKING_ROUTES
from auxilio.dispatch.tracking.api import DeviceCredentials
from auxilio.dispatch.tracking.core.model import Device, ImplausibleFix, RejectedDevice, UnitLocation
from auxilio.dispatch.tracking.retention import DELETE_EVERY_S, TrackRetention
from auxilio.dispatch.tracking.store import TrackStore
from auxilio.dispatch.travel_time_factor import service as travel_time_factor
from auxilio.dispatch.travel_time_factor.api import CurrentFactors, agency_paces
from auxilio.dispatch.units.core.narrative import NARRATIVE as UNITS_NARRATIVE
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.shared_types import Mode
from auxilio.platform.capability import Capability, CommandHandler, Job, RunningSystem
from auxilio.platform.database.command_executor import UnitOfWork
from auxilio.platform.database.connection import Pool
from auxilio.platform.database.outbox import Deliver


class DispatchEnvironment(Protocol):
    """What commands to tasks, units and patients need."""

    work: UnitOfWork
    pool: Pool
    mode: Mode
    response_plan: Callable[[], ResponsePlan]
    plan_amendment: ports.PlanAmendment
    centre_register: ports.CentreRegister
    open_case: ports.OpenCaseCheck
    surviving_case: ports.SurvivingCaseLookup
    check_centre: ports.CentreCheck


class DispatchSystem(RunningSystem, Protocol):
    """What routes of dispatch need."""

    @property
    def push(self) -> PushInstallation:
        """What this installation is to push services."""
        ...

    def response_plan(self) -> ResponsePlan:
        """The response plan in force."""
        ...


class DispatchSettings(Protocol):
    """Settings that the job of dispatch reads."""

    @property
    def track_days(self) -> int:
        """Days that tracks of units are kept."""
        ...


class DispatchWorker(RunningSystem, Protocol):
    """What the job of dispatch needs."""

    @property
    def settings(self) -> DispatchSettings:
        """Settings of the installation."""
        ...

    @property
    def push(self) -> PushInstallation:
        """What this installation is to push services."""
        ...


def _delete_old_tracks(worker: DispatchWorker) -> Callable[[], Awaitable[object]]:
    return TrackRetention(TrackStore(worker.pool), worker.clock, worker.settings.track_days).run


def _tidy_subscriptions(worker: DispatchWorker) -> Callable[[], Awaitable[object]]:
    store = PushStore(worker.pool)

    async def tidy() -> None:
        await store.tidy(worker.clock.now())

    return tidy


def _channels(worker: DispatchWorker) -> Mapping[str, Deliver]:
    return {PUSH: PushDelivery(PushStore(worker.pool), worker.push, worker.clock).deliver}


def _push_handler(env: DispatchEnvironment) -> CommandHandler:
    return push.PushService(env.work, env.pool, env.mode).handle


def _handler(env: DispatchEnvironment) -> CommandHandler:
    units = DispatchStore(env.pool)
    return service.DispatchService(
        env.work,
        units,
        units,
        env.response_plan,
        env.open_case,
        env.surviving_case,
        units,
        env.plan_amendment,
        env.check_centre,
        env.centre_register,
    ).handle


def _factor_handler(env: DispatchEnvironment) -> CommandHandler:
    known = travel_time_factor.TravelTimeFactorQueries(env.pool, env.response_plan)
    return travel_time_factor.TravelTimeFactorService(env.work, known).handle


CAPABILITY: Capability[DispatchEnvironment, DispatchSystem, DispatchWorker] = Capability(
    name="dispatch",
    aggregates=(
        service.TASK,
        service.UNIT,
        service.ASSIGNMENT,
        service.PATIENT,
        travel_time_factor.TRAVEL_TIME_FACTOR,
    ),
    handlers=((service.COMMANDS, _handler), (travel_time_factor.COMMANDS, _factor_handler)),
    dependencies=lambda running: {
        "push_subscriptions": push.PushSubscriptions(running.pool, running.clock, running.push),
        "paces_now": CurrentFactors(
            travel_time_factor.TravelTimeFactorQueries(running.pool, running.response_plan), running.clock
        ),
    },
    routed_handlers=((push.COMMANDS, _push_handler),),
    jobs=(
        Job("delete_old_tracks", _delete_old_tracks, DELETE_EVERY_S),
        Job("push_subscriptions", _tidy_subscriptions, push.TIDY_S),
    ),
    channels=_channels,
    narratives=(
        PATIENTS_NARRATIVE,
        TASKS_NARRATIVE,
        UNITS_NARRATIVE,
    ),
    schemas=(
        UnitRecord,
        ResponsePlanView,
        TelephoneContact,
        PlanCheck,
        UnitLocation,
        ImplausibleFix,
        RejectedDevice,
        Device,
        DeviceCredentials,
        PushKey,
        CrewWakeUps,
    ),
    routes=(*api.HANDLERS, *TRACKING_ROUTES, *PUSH_ROUTES, *COVERAGE_ROUTES, agency_paces),
    permissions=(
        Permission.TASK_OFFER,
        Permission.TASK_ANSWER,
        Permission.TASK_TELL,
        Permission.TASK_END,
        Permission.UNIT_ALERT,
        Permission.UNIT_STATUS,
        Permission.UNIT_STATUS_FOR,
        Permission.UNIT_CREW,
        Permission.UNIT_EMERGENCY,
        Permission.PACE_ADOPT,
        Permission.UNIT_ADMIN,
        Permission.CHANGE_ACKNOWLEDGE,
        Permission.PATIENT_RECORD,
    ),
    settings=("track_days", "push_hosts"),
)
