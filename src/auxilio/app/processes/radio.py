"""`auxilio radio` as a process: the line to each gateway, until told to stop.

Several may run; one has the lines and the others wait, warm, to take them up, as with calls (decision 0191).
"""

import asyncio
import contextlib
from functools import partial

from auxilio.app.composition import open_region, open_runtime
from auxilio.app.runtime import Runtime
from auxilio.app.settings import Settings
from auxilio.dispatch.store import DispatchStore
from auxilio.dispatch.tracking.service import TrackingService
from auxilio.geo.service import RegionService
from auxilio.platform.database.advisory_lock import AdvisoryLock
from auxilio.platform.process import freeze_startup_objects, run_until_stopped, stop_event
from auxilio.radio.gateway_client import GatewayClient
from auxilio.radio.gateway_connection import GatewayAddress, connect, parse_gateway_addresses
from auxilio.radio.gateway_secrets import read_gateway_secret
from auxilio.radio.store import RadioStore
from auxilio.workflows.fault_alarm import watching_faults
from auxilio.workflows.radio_positions import RadioPositionReports
from auxilio.workflows.runner import system_actor


def bridge_of(
    settings: Settings, runtime: Runtime, region: RegionService, address: GatewayAddress
) -> GatewayClient:
    """The line to one gateway."""
    secret = read_gateway_secret(settings.data, address.gateway)
    return GatewayClient(
        gateway=address.gateway,
        connect=partial(connect, address, secret, clock=runtime.clock, authority=settings.radio_ca),
        commands=runtime.commands,
        actor=system_actor(settings.mode),
        store=RadioStore(runtime.pool),
        positions=RadioPositionReports(
            DispatchStore(runtime.pool).of_radio, TrackingService(runtime.pool, runtime.clock, region)
        ),
        pool=runtime.pool,
        clock=runtime.clock,
    )


async def run_radio(settings: Settings) -> None:
    """Hold the lines, or wait to, until told to stop."""
    told = stop_event()
    lines = parse_gateway_addresses(settings.radio_gateways)
    region = await asyncio.to_thread(open_region, settings)
    async with contextlib.AsyncExitStack() as open_:
        open_.callback(region.close)
        runtime = await open_.enter_async_context(open_runtime(settings))
        await open_.enter_async_context(watching_faults("radio", runtime, settings.mode))
        only = AdvisoryLock(runtime.dsn, "radio")
        open_.push_async_callback(only.let_go)
        bridges = [bridge_of(settings, runtime, region, one) for one in lines]
        freeze_startup_objects()
        # Where another process has the lines it ends, and is started again to wait for them.
        await run_until_stopped(_lead(only, bridges), told)


async def _lead(only: AdvisoryLock, bridges: list[GatewayClient]) -> None:
    await only.wait()
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(bridge.run()) for bridge in bridges]
        await only.wait_until_lost()
        for task in tasks:
            task.cancel()
