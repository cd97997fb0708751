"""`auxilio worker` as a process: the wiring of `workflows.leader_worker`, until told to stop."""

import asyncio
import contextlib

from auxilio.app import capabilities
from auxilio.app.case_files import case_files
from auxilio.app.composition import (
    dispatch_queries,
    follow_road_closures,
    identity_of,
    open_region,
    open_runtime,
)
from auxilio.app.device_messages import (
    callout_channel,
    location_source,
    mail_of,
    notification_answers,
    short_messages,
)
from auxilio.app.runtime import Runtime, WorkerSystem
from auxilio.app.settings import Settings
from auxilio.app.storage import blobs_of
from auxilio.followup.store import WatchStore
from auxilio.platform.process import freeze_startup_objects, run_until_stopped, stop_event
from auxilio.training.ports import PracticePlaces
from auxilio.workflows.coordination import Recommend
from auxilio.workflows.fault_alarm import watching_faults
from auxilio.workflows.leader_worker import BoundJob, Worker, run_worker
from auxilio.workflows.reserved_cases import OnDuty
from auxilio.workflows.runner import StateReader
from auxilio.workflows.training_scenarios import SimulatedScenarios, places_of
from auxilio.workflows.withdrawn_messages import WithdrawnMessages


def worker_system(
    settings: Settings,
    runtime: Runtime,
    recommend: Recommend,
    on_duty: OnDuty,
    practice_places: PracticePlaces,
) -> WorkerSystem:
    """What jobs and reactions need, over the running installation. `recommend` asks the roads, `on_duty` the people,
    `practice_places` the map."""
    blobs = blobs_of(settings, runtime.keys)
    return WorkerSystem(
        pool=runtime.pool,
        clock=runtime.clock,
        commands=runtime.commands,
        keys=runtime.keys,
        states=StateReader(runtime.pool, runtime.aggregates),
        blobs=blobs,
        case_files=case_files(settings, runtime, blobs),
        reviewed=runtime.reviewed,
        recommend=recommend,
        reassess_s=runtime.content.reassess_s,
        civil_plans=runtime.civil_plans,
        on_duty=on_duty,
        settings=settings,
        scenario_player=SimulatedScenarios(),
        practice_places=practice_places,
        location_source=location_source(settings, runtime.clock),
        short_messages=short_messages(settings, runtime),
        callouts=callout_channel(settings, runtime),
        push=runtime.push,
        mail=mail_of(settings, runtime),
    )


async def run_worker_process(settings: Settings) -> None:
    """Lead or stay warm, until told to stop."""
    told = stop_event()
    region = await asyncio.to_thread(open_region, settings)  # its roads say which unit is nearest
    async with contextlib.AsyncExitStack() as open_:
        open_.callback(region.close)
        runtime = await open_.enter_async_context(open_runtime(settings))
        await open_.enter_async_context(watching_faults("worker", runtime, settings.mode))
        follow_road_closures(runtime, region, settings.mode)
        recommend = dispatch_queries(runtime, region).units_for
        on_duty = identity_of(runtime).on_duty
        system = worker_system(settings, runtime, recommend, on_duty, places_of(region))
        withdrawal = WithdrawnMessages(system.states, notification_answers(runtime))
        worker = Worker(
            pool=runtime.pool,
            aggregates=runtime.aggregates,
            wakeups=runtime.wakeups,
            clock=runtime.clock,
            commands=runtime.commands,
            reactions=capabilities.reactions(system),
            watches=WatchStore(runtime.pool),
            channels=withdrawal.checked(capabilities.channels(system)),
            offer_s=settings.offer_s,
            mode=settings.mode,
            jobs=[BoundJob(job.name, job.bind(system), job.every_s) for job in capabilities.jobs()],
        )
        freeze_startup_objects()
        await run_until_stopped(run_worker(worker), told)
