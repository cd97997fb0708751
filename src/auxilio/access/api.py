"""The route of all commands."""

from typing import Any

import msgspec
from litestar import Request, post
from litestar.di import NamedDependency

from auxilio.access.command_bus import CommandBus, CommandRequest
from auxilio.calls.caller_limits import CallerLimits
from auxilio.identity.api import provide_actor
from auxilio.identity.core.gate import CITIZEN
from auxilio.kernel.event import CommandResult
from auxilio.platform.http.rate_limit import network_of_client

_requests = msgspec.json.Decoder(CommandRequest)


class CommandDependencies:
    """What the route of commands needs. One dependency only: from two on, Litestar makes a task for each, which costs a seventh of a
    command's time."""

    def __init__(self, commands: CommandBus, caller_limits: CallerLimits) -> None:
        self.commands, self.caller_limits = commands, caller_limits


@post("/api/commands", opt=CITIZEN, status_code=200, summary="Send a command")
async def send_command(
    request: Request[Any, Any, Any], command_dependencies: NamedDependency[CommandDependencies]
) -> CommandResult:
    """A command with an id: `{"id": …, "command": {"kind": …}}`. Refusals are problem details with a stable code."""
    actor = provide_actor(request)
    if actor.kind == "citizen":
        await command_dependencies.caller_limits.command(actor, network_of_client(request.scope))
    order = _requests.decode(await request.body())
    commands = command_dependencies.commands
    return await commands.handle(order.id, commands.read(order.command), actor)
