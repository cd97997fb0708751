"""Aim: a command without a permission or an object rule does not build, and neither does a rule without its evaluation."""

import importlib
import pkgutil
import sys
from collections.abc import Iterator
from enum import StrEnum
from types import ModuleType
from typing import Any, ClassVar

import pytest

import auxilio
from auxilio.access import rules
from auxilio.access.command_bus import CommandBus
from auxilio.app.capabilities import commands
from auxilio.identity.core import object_rules
from auxilio.identity.core.object_rules import ObjectRule
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command, CommandResult
from auxilio.kernel.ids import CommandId


class WithoutRule(Command, frozen=True, kw_only=True, tag="test.without_rule"):
    """Says who may, and not on whose object."""

    permission: ClassVar[str] = Permission.CASE_LOOK


class WithoutPermission(Command, frozen=True, kw_only=True, tag="test.without_permission"):
    """Says on whose object, and not who may."""

    object_rule: ClassVar[str] = ObjectRule.SHARED


class WithAnotherRule(Command, frozen=True, kw_only=True, tag="test.with_another_rule"):
    """Names a rule that there is not."""

    permission: ClassVar[str] = Permission.CASE_LOOK
    object_rule: ClassVar[str] = "everybody"


class WithBoth(Command, frozen=True, kw_only=True, tag="test.with_both"):
    """Is built."""

    permission: ClassVar[str] = Permission.CASE_LOOK
    object_rule: ClassVar[str] = ObjectRule.SHARED


async def handle(command_id: CommandId, command: Any, actor: Actor) -> CommandResult:
    """Answers nothing: the bus is only built here."""
    del command, actor
    return CommandResult(command=command_id, versions={})


@pytest.mark.parametrize(
    ("kind", "missing"),
    [
        (WithoutRule, "names no object rule"),
        (WithoutPermission, "names no permission"),
        (WithAnotherRule, "names no object rule"),
    ],
)
def test_the_command_bus_is_not_built_with_a_command_that_does_not_declare(
    kind: type[Command], missing: str
) -> None:
    with pytest.raises(TypeError, match=missing):
        CommandBus(((kind,), handle))


def test_the_command_bus_is_built_with_one_that_declares_both() -> None:
    assert CommandBus(((WithBoth,), handle)).commands == (WithBoth,)


def modules() -> Iterator[ModuleType]:
    """Every module of the program but those that start it."""
    for found in pkgutil.walk_packages(auxilio.__path__, "auxilio."):
        if not found.name.endswith("__main__"):
            yield importlib.import_module(found.name)


def commands_in_source() -> set[type[Command]]:
    """Every command that a module of the program defines."""
    seen = set[type[Command]]()
    for module in modules():
        for value in vars(module).values():
            own = isinstance(value, type) and issubclass(value, Command) and value is not Command
            if own and value.__module__ == module.__name__:
                seen.add(value)
    return seen


def test_every_command_in_the_source_declares_both() -> None:
    found = commands_in_source()
    assert set(commands()) < found
    wrong = {
        kind.__name__
        for kind in found
        if getattr(kind, "permission", None) not in set(Permission)
        or getattr(kind, "object_rule", None) not in set(ObjectRule)
    }
    assert not wrong


def test_what_the_system_alone_may_do_says_so_twice() -> None:
    """A command whose rule is the system's needs its permission too, and the other way round."""
    for kind in commands_in_source():
        assert (kind.permission == Permission.SYSTEM) == (kind.object_rule == ObjectRule.SYSTEM), kind


def test_a_rule_without_an_evaluation_is_not_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    more = {**{rule.name: rule.value for rule in ObjectRule}, "NEW": "new"}
    monkeypatch.setattr(object_rules, "ObjectRule", StrEnum("ObjectRule", more))
    monkeypatch.delitem(sys.modules, "auxilio.access.rules")
    with pytest.raises(AssertionError, match="every object rule has its evaluation"):
        importlib.import_module("auxilio.access.rules")


def test_every_rule_is_named_by_some_command() -> None:
    named = {kind.object_rule for kind in commands_in_source()}
    assert named == set(ObjectRule) == set(rules.RULES)
