"""Write command_facts.json and route_refusals.json (src/auxilio/app/api_schema) from the source; --check: exit 1 where out of date.

    tools/command_facts.py [--check]

For each command: the codes of the refusals that its code can raise, and the docstrings of its fields. The code of a command is what its
service reaches from `handle`, and its object rule. For each route: the same of its handler, and of the commands that it makes. Branches for other commands are left out (`match`, `isinstance`), and so is what the
composition root gives to a service as a function: a code that only such a check raises is not found.
"""

import ast
import functools
import importlib
import json
import re
import sys
import types
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Union, get_args

from litestar.handlers import HTTPRouteHandler

from auxilio.access.rules import RULES
from auxilio.app.api_schema.command_facts import FILE, ROUTES_FILE, name_of
from auxilio.app.capabilities import CAPABILITIES
from auxilio.app.processes.web_application import controllers
from auxilio.identity.core.gate import require
from auxilio.kernel.event import Command, union_members
from auxilio.kernel.refusal import Refused
from auxilio.platform.database.aggregates import Aggregate

OURS = "auxilio."
CODE = re.compile(r'[`"]([a-z]+(?:_[a-z]+)+)[`"]')
"""A code in the docstring of a port: what is behind it is given by the composition root, and its docstring says what that raises."""
WORDS = json.loads((Path(__file__).parents[1] / "locale/en.json").read_text(encoding="utf-8"))
"""A name in a docstring is a code where people are told something about it."""
type Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


def main() -> int:
    stale = []
    for file, facts in ((FILE, command_facts()), (ROUTES_FILE, route_refusals())):
        written = json.dumps(facts, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
        if "--check" not in sys.argv[1:]:
            file.write_text(written, encoding="utf-8")
        elif not file.is_file() or file.read_text(encoding="utf-8") != written:
            stale.append(file.name)
    for name in stale:
        print(f"{name} is not what the source says: run `make generate`")
    return 1 if stale else 0


def command_facts() -> dict[str, dict[str, Any]]:
    """By the kind of the command."""
    return {
        str(command.__struct_config__.tag): {
            "refusals": sorted(refusals_of(command, make)),
            "fields": fields_of(command),
        }
        for capability in CAPABILITIES
        for commands, make in capability.handlers
        for command in commands
    }


def route_refusals() -> dict[str, list[str]]:
    """By the name of the function that answers; only of those with a refusal."""
    found = {}
    for given in controllers():
        for handler in vars(given).values() if isinstance(given, type) else (given,):
            if isinstance(handler, HTTPRouteHandler):
                reading = Reading(Command)
                reading.function(handler.fn)
                found[name_of(handler)] = sorted(reading.codes)
    return {name: codes for name, codes in found.items() if codes}


@functools.cache
def makers() -> dict[type[Command], Any]:
    """What makes the service of each command, those that only the system sends too."""
    return {
        command: make
        for capability in CAPABILITIES
        for commands, make in (*capability.handlers, *capability.routed_handlers)
        for command in commands
    }


@functools.cache
def refusals_of(command: type[Command], make: Any) -> set[str]:
    """The codes that the bus, the object rule and the service of a command can raise, as far as the source shows them."""
    reading = Reading(command)
    for reached in (require, RULES[command.object_rule], make):
        reading.function(reached)
    return reading.codes


def fields_of(command: type[Command]) -> dict[str, str]:
    """The docstring beneath each field, also of those that it inherits."""
    found: dict[str, str] = {}
    for each in reversed(command.__mro__):
        if not each.__module__.startswith(OURS):
            continue
        node = nodes_of(each.__module__).get(each.__qualname__)
        for before, after in (
            zip(node.body, node.body[1:], strict=False) if isinstance(node, ast.ClassDef) else ()
        ):
            if (
                isinstance(before, ast.AnnAssign)
                and isinstance(before.target, ast.Name)
                and (text := docstring(after))
            ):
                found[before.target.id] = text
    return found


def followed(module: str) -> bool:
    """Whether functions of this module decide commands: ours, above the platform."""
    return module.startswith(OURS) and not module.startswith(f"{OURS}platform.")


def docstring(node: ast.stmt) -> str | None:
    """On one line."""
    text = node.value.value if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) else None
    return " ".join(text.split()) if isinstance(text, str) else None


@functools.cache
def nodes_of(module: str) -> dict[str, ast.AST]:
    """Every function and class of a module by its `__qualname__`; a lambda also by its line."""
    path = importlib.import_module(module).__file__
    assert path is not None, module
    found: dict[str, ast.AST] = {}

    def index(node: ast.AST, prefix: str) -> None:
        for child in ast.iter_child_nodes(node):
            inner = prefix
            if isinstance(child, ast.ClassDef):
                found[prefix + child.name] = child
                inner = f"{prefix}{child.name}."
            elif isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
                found[prefix + child.name] = child
                inner = f"{prefix}{child.name}.<locals>."
            elif isinstance(child, ast.Lambda):
                found[f"lambda:{child.lineno}"] = child
            index(child, inner)

    index(ast.parse(Path(path).read_text(encoding="utf-8")), "")
    return found


@dataclass
class Scope:
    """What is known inside one function: its module, its class, and local names with their class or truth."""

    module: types.ModuleType
    owner: type | None
    classes: dict[str, type] = field(default_factory=dict)
    truths: dict[str, bool | None] = field(default_factory=dict)
    texts: dict[str, ast.expr] = field(default_factory=dict)

    def value(self, node: ast.expr) -> Any:
        """The object that a name, an attribute, or a union of them means in the module; None where it means a local one."""
        match node:
            case ast.Name(id=name) if name != "self" and name not in self.classes:
                return getattr(self.module, name, None)
            case ast.Attribute(value=holder, attr=name):
                return getattr(self.value(holder), name, None)
            case ast.BinOp(left=left, op=ast.BitOr(), right=right):
                return Union[self.value(left), self.value(right)]  # noqa: UP007  (either may be no type)
            case ast.Tuple(elts=parts):
                return tuple(self.value(part) for part in parts)
            case ast.Call(func=ast.Name(id="get_args"), args=[union]):
                return get_args(self.value(union))
            case ast.Subscript(value=ast.Name(id="Sequence"), slice=one):
                return Sequence[self.value(one)]  # type: ignore[misc]  # the type of a parameter
            case ast.Subscript(value=ast.Name(id="NamedDependency"), slice=one):
                return self.value(one)
            case ast.Constant(value=None):
                return types.NoneType
            case _:
                return None

    def class_of(self, node: ast.expr) -> type | None:
        """The class whose instance an expression is, where that can be read."""
        if isinstance(node, ast.Name):
            return self.owner if node.id == "self" else self.classes.get(node.id)
        if isinstance(node, ast.Await):
            return self.class_of(node.value)
        if isinstance(node, ast.Call):
            made = self.value(node.func)
            if isinstance(made, types.FunctionType):
                made = made.__annotations__.get("return")  # a function that makes one says so
            return made if isinstance(made, type) else None
        if isinstance(node, ast.Attribute) and (holder := self.class_of(node.value)) is not None:
            return attributes_of(holder).get(node.attr)
        return None


@functools.cache
def attributes_of(owner: type) -> dict[str, type]:
    """Attributes that `__init__` takes from a parameter with a class as its type."""
    node = (
        nodes_of(owner.__module__).get(f"{owner.__qualname__}.__init__")
        if owner.__module__.startswith(OURS)
        else None
    )
    if not isinstance(node, ast.FunctionDef):
        return {}
    scope = Scope(sys.modules[owner.__module__], None)  # `self` is not followed: it is what is being made
    parameters = classes_of_parameters(node, scope)
    scope.classes = parameters
    found: dict[str, type] = {}
    for statement in ast.walk(node):
        if isinstance(statement, ast.Assign):
            for target, value in pairs(statement):
                kind = scope.class_of(value)
                if isinstance(target, ast.Attribute) and kind is not None:
                    found[target.attr] = kind
    return found


def pairs(statement: ast.Assign) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Each target with its value, also of `a, b = x, y`."""
    for target in statement.targets:
        if isinstance(target, ast.Tuple) and isinstance(statement.value, ast.Tuple):
            yield from zip(target.elts, statement.value.elts, strict=False)
        else:
            yield target, statement.value


def classes_of_parameters(node: Function, scope: Scope) -> dict[str, type]:
    """Parameters whose type is one class, that or None, or a sequence of it."""
    found = {}
    for each in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs):
        kind = scope.value(each.annotation) if each.annotation is not None else None
        known = [
            one for one in get_args(kind) or (kind,) if isinstance(one, type) and one is not types.NoneType
        ]
        if len(known) == 1:
            found[each.arg] = known[0]
    return found


def commands_in(value: Any) -> tuple[type, ...]:
    """The commands that a class, a union or a tuple of them names; none if it names anything else too."""
    parts = value if isinstance(value, tuple) else (value,)
    members: tuple[Any, ...]
    try:
        members = tuple(member for part in parts for member in union_members(part))
    except TypeError:  # an alias of a type that is generic for type checkers alone
        return ()
    return members if all(isinstance(each, type) and issubclass(each, Command) for each in members) else ()


class Reading:
    """Collects the codes that are raised on the way of one command. A block says whether the way of this command ends in it."""

    def __init__(self, command: type[Command]) -> None:
        self._command = command
        self._seen: set[tuple[str, str]] = set()
        self.codes: set[str] = set()

    # --- functions ---

    def function(self, reached: Any) -> None:
        """What a function of ours does for this command."""
        reached = getattr(reached, "__wrapped__", getattr(reached, "func", reached))
        if not isinstance(reached, types.FunctionType) or not followed(reached.__module__):
            return
        name = reached.__qualname__
        if name.endswith("<lambda>"):
            name = f"lambda:{reached.__code__.co_firstlineno}"
        if (reached.__module__, name) in self._seen:
            return
        self._seen.add((reached.__module__, name))
        for cell in reached.__closure__ or ():
            self.function(cell.cell_contents)
        node = nodes_of(reached.__module__).get(name)
        if isinstance(node, Function.__value__):
            module = sys.modules[reached.__module__]
            owner = getattr(module, name.rpartition(".")[0], None) if "<locals>" not in name else None
            if getattr(owner, "_is_protocol", False):
                named = CODE.findall((reached.__doc__ or "").partition("Raises")[2])
                self.codes |= {code for code in named if f"refusal.{code}" in WORDS}
            self._enter(node, Scope(module, owner if isinstance(owner, type) else None))

    def _enter(self, node: Function, scope: Scope) -> None:
        for each in (*node.args.args, *node.args.kwonlyargs):
            asked = commands_in(scope.value(each.annotation)) if each.annotation is not None else ()
            if asked and not issubclass(self._command, asked):
                return
        scope.classes |= classes_of_parameters(node, scope)
        if isinstance(node, ast.Lambda):
            self._expression(node.body, scope)
        else:
            self._block(node.body, scope)

    # --- statements ---

    def _block(self, statements: Iterable[ast.stmt], scope: Scope) -> bool:
        return any(self._statement(each, scope) for each in statements)

    def _statement(self, node: ast.stmt, scope: Scope) -> bool:
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                self._enter(node, scope)
                return False
            case ast.If():
                return self._if(node, scope)
            case ast.Match():
                return self._match(node, scope)
            case ast.Return() | ast.Raise():
                self._parts(node, scope)
                return True
            case ast.With() | ast.AsyncWith():
                self._parts(node, scope)
                return self._block(node.body, scope)
            case ast.Assign():
                self._note(node, scope)
            case ast.For(target=ast.Name(id=name), iter=each) if (kind := scope.class_of(each)) is not None:
                scope.classes[name] = kind
            case _:
                pass
        self._parts(node, scope)
        for block in ("body", "handlers", "orelse", "finalbody"):
            for each in getattr(node, block, ()):
                inner = each.body if isinstance(each, ast.ExceptHandler) else [each]
                self._block(inner, scope)
        return False

    def _parts(self, node: ast.stmt, scope: Scope) -> None:
        for part in ast.iter_child_nodes(node):
            if isinstance(part, ast.expr):
                self._expression(part, scope)
            elif isinstance(part, ast.withitem):
                self._expression(part.context_expr, scope)

    def _note(self, node: ast.Assign, scope: Scope) -> None:
        for target, value in pairs(node):
            if isinstance(target, ast.Name):
                scope.truths[target.id] = self._truth(value, scope)
                scope.texts[target.id] = value
                if (kind := scope.class_of(value)) is not None:
                    scope.classes[target.id] = kind

    def _if(self, node: ast.If, scope: Scope) -> bool:
        truth = self._truth(node.test, scope)
        self._expression(node.test, scope)
        ends = truth is not False and self._block(node.body, scope)
        ends_else = truth is not True and self._block(node.orelse, scope)
        return (ends or truth is False) and (ends_else or truth is True)

    def _match(self, node: ast.Match, scope: Scope) -> bool:
        self._expression(node.subject, scope)
        ends, taken = [], False
        for case in node.cases:
            named = tuple(
                each
                for pattern in ast.walk(case.pattern)
                if isinstance(pattern, ast.MatchClass)
                for each in commands_in(scope.value(pattern.cls))
            )
            if taken or (named and not issubclass(self._command, named)):
                continue
            if case.guard is not None:
                self._expression(case.guard, scope)
            ends.append(self._block(case.body, scope))
            taken = bool(named) and case.guard is None
        return taken and all(ends)

    # --- expressions ---

    def _truth(self, node: ast.expr, scope: Scope) -> bool | None:
        """Whether a test holds for this command; None where it is about something else."""
        match node:
            case ast.Call(func=ast.Name(id="isinstance"), args=[_, kinds]):
                named = commands_in(scope.value(kinds))
                return issubclass(self._command, named) if named else None
            case ast.UnaryOp(op=ast.Not(), operand=inner):
                truth = self._truth(inner, scope)
                return None if truth is None else not truth
            case ast.BoolOp(op=op, values=values):
                decisive = isinstance(op, ast.Or)
                truths = [self._truth(each, scope) for each in values]
                if decisive in truths:
                    return decisive
                return None if None in truths else not decisive
            case ast.Name(id=name):
                return scope.truths.get(name)
            case _:
                return None

    def _expression(self, node: ast.expr, scope: Scope) -> None:
        match node:
            case ast.IfExp(test=test, body=body, orelse=orelse):
                truth = self._truth(test, scope)
                parts = [
                    test,
                    *([body] if truth is not False else []),
                    *([orelse] if truth is not True else []),
                ]
            case ast.BoolOp(op=ast.And(), values=values):
                truths = [self._truth(each, scope) for each in values]
                parts = values[: truths.index(False)] if False in truths else values
            case ast.Lambda():
                parts = [node.body]
            case ast.NamedExpr(target=target, value=value):
                scope.texts[target.id] = value
                parts = [value]
            case ast.Name() | ast.Attribute():
                self.function(self._meant(node, scope))
                parts = [node.value] if isinstance(node, ast.Attribute) else []
            case ast.Call():
                self._call(node, scope)
                parts = [node.func, *node.args, *(keyword.value for keyword in node.keywords)]
            case _:
                parts = [each for each in ast.iter_child_nodes(node) if isinstance(each, ast.expr)]
                parts += [
                    inner
                    for each in ast.iter_child_nodes(node)
                    if isinstance(each, ast.comprehension)
                    for inner in (each.iter, *each.ifs)
                ]
        for part in parts:
            self._expression(part, scope)

    def _meant(self, node: ast.Name | ast.Attribute, scope: Scope) -> Any:
        """The function that a name or attribute is, also as a method of a class that is known."""
        if isinstance(node, ast.Attribute) and (holder := scope.class_of(node.value)) is not None:
            found = getattr(holder, node.attr, None)
            return found.fget if isinstance(found, property) else found
        return scope.value(node)

    def _call(self, node: ast.Call, scope: Scope) -> None:
        made = scope.value(node.func)
        if isinstance(made, type) and issubclass(made, Refused) and node.args:
            self.codes |= set(self._codes(node.args[0], scope))
        if self._command is Command and made in makers():
            self.codes |= refusals_of(made, makers()[made])
        func = node.func
        if isinstance(func, ast.IfExp):
            func = func.body if self._truth(func.test, scope) else func.orelse
        port = scope.class_of(func)
        if port is not None:
            self.function(getattr(port, "__call__", None))  # noqa: B004  (the function itself, of a protocol with one way)
        gets = isinstance(func, ast.Attribute) and func.attr == "get"
        aggregate = scope.value(node.args[0]) if gets and node.args else None
        if isinstance(aggregate, Aggregate):
            self.codes.add(f"unknown_{aggregate.name}")

    def _codes(self, node: ast.expr, scope: Scope) -> Iterator[str]:
        """The texts that the code of a refusal can be: a literal, one of two, one of a table, a local name for one of these."""
        match node:
            case ast.Constant(value=str(text)):
                yield text
            case ast.IfExp(body=body, orelse=orelse):
                yield from (*self._codes(body, scope), *self._codes(orelse, scope))
            case ast.Subscript(value=table):
                known = scope.value(table)
                if isinstance(known, dict):
                    yield from (each for each in known.values() if isinstance(each, str))
            case ast.Call(func=ast.Name() | ast.Attribute() as func):
                made = self._meant(func, scope)
                if isinstance(made, types.FunctionType) and followed(made.__module__):
                    inner = Scope(sys.modules[made.__module__], None)
                    for each in ast.walk(nodes_of(made.__module__).get(made.__qualname__, ast.Pass())):
                        if isinstance(each, ast.Return) and each.value is not None:
                            yield from self._codes(each.value, inner)
            case ast.Name(id=name) if name in scope.texts and scope.texts[name] is not node:
                yield from self._codes(scope.texts[name], scope)
            case ast.Name() | ast.Attribute():
                known = scope.value(node)
                if isinstance(known, str):
                    yield known
            case _:
                pass


if __name__ == "__main__":
    sys.exit(main())
