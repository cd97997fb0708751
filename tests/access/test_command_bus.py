"""The command bus asks the permission of every command once, before its service; the object rule comes with the executor."""

from typing import Any, ClassVar
from uuid import UUID

import msgspec
import pytest

from auxilio.access.authorisation import Authorisation
from auxilio.access.command_bus import CommandBus
from auxilio.calls.core.messages import AttachUpload
from auxilio.calls.core.model import Attachment, CallId
from auxilio.identity.core.object_rules import ObjectRule
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.kernel.command_port import CommandPort
from auxilio.kernel.event import Command, CommandResult
from auxilio.kernel.ids import CommandId
from auxilio.kernel.refusal import Refused
from auxilio.workflows.runner import system_actor
from tests.actors import citizen, person

ID = CommandId(UUID(int=1))


class Look(Command, frozen=True, kw_only=True, tag="test.look"):
    """A client may send it."""

    permission: ClassVar[str] = Permission.CASE_LOOK
    object_rule: ClassVar[str] = ObjectRule.SHARED


class Keep(Command, frozen=True, kw_only=True, tag="test.keep"):
    """A route makes it."""

    permission: ClassVar[str] = Permission.CASE_LOOK
    object_rule: ClassVar[str] = ObjectRule.SHARED


class Service:
    """Remembers what it was given."""

    def __init__(self) -> None:
        self.given: list[Any] = []

    async def handle(self, command_id: CommandId, command: Any, actor: Actor) -> CommandResult:
        del actor
        self.given.append(command)
        return CommandResult(command=command_id, versions={})


@pytest.fixture
def service() -> Service:
    return Service()


@pytest.fixture
def bus(service: Service) -> CommandBus:
    return CommandBus(((Look,), service.handle), routed=[((Keep,), service.handle)])


def test_the_bus_is_what_givers_of_commands_hold(bus: CommandBus) -> None:
    assert isinstance(bus, CommandPort)


@pytest.mark.parametrize("command", [Look(), Keep()], ids=["sent", "routed"])
async def test_who_lacks_the_permission_does_not_reach_the_service(
    bus: CommandBus, service: Service, command: Command
) -> None:
    with pytest.raises(Refused) as refused:
        await bus.handle(ID, command, person("administrator"))
    assert (refused.value.code, refused.value.facts) == ("not_permitted", {"permission": command.permission})
    assert service.given == []
    await bus.handle(ID, command, person("supervisor"))
    await bus.handle(ID, command, system_actor())
    assert service.given == [command, command]


async def test_a_command_of_no_service_is_refused(service: Service) -> None:
    with pytest.raises(Refused, match="unknown_command"):
        await CommandBus(((Look,), service.handle)).handle(ID, Keep(), person("supervisor"))


def test_no_client_can_send_a_command_that_a_route_makes(bus: CommandBus) -> None:
    assert bus.read(b'{"kind": "test.look"}') == Look()
    with pytest.raises(msgspec.ValidationError):
        bus.read(b'{"kind": "test.keep"}')


async def test_a_command_that_did_not_pass_the_bus_is_a_defect() -> None:
    """The executor asks the object rule alone; a path around the bus must not be one without a permission."""
    authorise = Authorisation(None, lambda _: ())  # type: ignore[arg-type]  # no rule is asked
    call = CallId(UUID(int=2))
    around = AttachUpload(call=call, attachment=Attachment(digest="0" * 64, media_type="x", name="x"))
    with pytest.raises(AssertionError, match="the command bus has checked"):
        await authorise(None, around, person("call_taker", "desk-01"))  # type: ignore[arg-type]
    assert around.permission in citizen(call).permissions
