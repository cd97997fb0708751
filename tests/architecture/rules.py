"""The project's rules that no ready-made linter knows. Each speaks its reason when it finds something, and carries
a line it likes and a line it does not, which are its own tests (test_rules.py)."""

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from auxilio.platform.logging import FIELDS, is_code


@dataclass(frozen=True)
class Source:
    """One module: `path` is relative to `src/auxilio`, with `/`."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, self.path)

    def nodes[T: ast.AST](self, kind: type[T] | tuple[type[T], ...]) -> Iterator[T]:
        return (node for node in ast.walk(self.tree) if isinstance(node, kind))

    def line(self, number: int) -> str:
        return self.text.splitlines()[number - 1]


Found = Iterator[tuple[int, str]]
"""Line and what stands there."""


@dataclass(frozen=True)
class Rule:
    """`where` are the paths it looks at; `but` names those that may, with the reason why."""

    name: str
    reason: str
    good: str
    bad: str
    find: Callable[[Source], Found]
    where: str = r".*"
    but: dict[str, str] = field(default_factory=dict)
    sample: str = "calls/service.py"
    """The path that `good` and `bad` pretend to have."""

    def offences(self, source: Source) -> list[str]:
        if not re.fullmatch(self.where, source.path):
            return []
        if any(re.fullmatch(path, source.path) for path in self.but):
            return []
        return [
            f"src/auxilio/{source.path}:{line}: {what}\n    {self.reason}\n    good: {self.good.strip()}"
            for line, what in self.find(source)
        ]


def dotted(node: ast.AST) -> str:
    """`a.b.c` of a name or attribute; empty for anything else."""
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else ""
    return node.id if isinstance(node, ast.Name) else ""


def literal(node: ast.AST | None) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


# --- clock and chance ----------------------------------------------------------------------------

_WALL_CLOCKS = re.compile(
    r"(.*\.)?(datetime\.(now|utcnow|today)|date\.today|time\.(time|time_ns|localtime|gmtime|ctime))"
)


def reads_wall_clock(source: Source) -> Found:
    for call in source.nodes(ast.Call):
        if _WALL_CLOCKS.fullmatch(name := dotted(call.func)):
            yield call.lineno, name
    for imported in source.nodes(ast.ImportFrom):
        if imported.module == "time":
            for name in imported.names:
                if name.name in ("time", "time_ns", "localtime", "gmtime", "ctime"):
                    yield imported.lineno, f"from time import {name.name}"


def sleeps_by_itself(source: Source) -> Found:
    for call in source.nodes(ast.Call):
        if dotted(call.func) in ("asyncio.sleep", "time.sleep") and not (
            call.args and isinstance(call.args[0], ast.Constant) and call.args[0].value == 0
        ):
            yield call.lineno, ast.unparse(call)


_HTTP_CLIENTS = re.compile(
    r"(httpx|httpcore|aiohttp|requests|urllib3|pycurl|http\.client|urllib\.request)(\.|$)"
)


def makes_http_requests(source: Source) -> Found:
    for imported in source.nodes((ast.Import, ast.ImportFrom)):
        for alias in imported.names:
            # `from urllib import request` and `import urllib.request` are one import.
            name = f"{imported.module}.{alias.name}" if isinstance(imported, ast.ImportFrom) else alias.name
            if _HTTP_CLIENTS.match(name):
                yield imported.lineno, ast.unparse(imported)


def rolls_dice(source: Source) -> Found:
    for imported in source.nodes(ast.ImportFrom):
        for name in imported.names:
            if f"{imported.module}.{name.name}" in ("uuid.uuid1", "uuid.uuid4", "os.urandom") or (
                imported.module in ("random", "secrets") and name.name not in ("Random", "compare_digest")
            ):
                yield imported.lineno, f"from {imported.module} import {name.name}"
    for call in source.nodes(ast.Call):
        name = dotted(call.func)
        seeded = name.rpartition(".")[2] == "Random" and (call.args or call.keywords)
        chance = re.fullmatch(
            r"random\.\w+|secrets\.(?!compare_digest)\w+|(uuid\.)?uuid[14]|os\.urandom|Random", name
        )
        if chance and not seeded:
            yield call.lineno, ast.unparse(call)


# --- errors ---------------------------------------------------------------------------------------


def _does_nothing(body: list[ast.stmt]) -> bool:
    return all(
        isinstance(step, ast.Pass | ast.Continue)
        or (isinstance(step, ast.Expr) and isinstance(step.value, ast.Constant))
        for step in body
    )


def swallows_errors(source: Source) -> Found:
    for handler in source.nodes(ast.ExceptHandler):
        broad = handler.type is None or {"Exception", "BaseException"} & {
            dotted(kind)
            for kind in (handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type])
        }
        last = max(handler.lineno, *(step.end_lineno or step.lineno for step in handler.body))
        says_why = any("#" in source.line(number) for number in range(handler.lineno, last + 1))
        again = isinstance(
            handler.body[-1], ast.Continue
        )  # one named error, and the loop goes on: that is handling
        if _does_nothing(handler.body) and (broad or not (says_why or again)):
            yield handler.lineno, source.line(handler.lineno).strip()
    for call in source.nodes(ast.Call):
        if dotted(call.func).rpartition(".")[2] == "suppress":
            for kind in call.args:
                if dotted(kind) in ("Exception", "BaseException"):
                    yield call.lineno, ast.unparse(call)


# --- words ----------------------------------------------------------------------------------------

_LEVELS = {"debug", "info", "warning", "error", "exception", "critical"}


def logs_more_than_codes(source: Source) -> Found:
    for call in source.nodes(ast.Call):
        owner, _, level = dotted(call.func).rpartition(".")
        if level not in _LEVELS or owner.rpartition(".")[2] not in (
            "log",
            "logger",
            "_log",
            "_logger",
            "LOG",
            "logging",
        ):
            continue
        said = call.args[0] if call.args else None
        either = [said.body, said.orelse] if isinstance(said, ast.IfExp) else [said]
        if len(call.args) > 1 or not all(is_code(literal(one) or "") for one in either):
            yield call.lineno, f"the message is not one code: {ast.unparse(call)[:80]}"
        for keyword in call.keywords:
            if keyword.arg == "extra" and isinstance(keyword.value, ast.Dict):
                for key in keyword.value.keys:
                    if (name := literal(key)) is not None and name not in FIELDS:
                        yield call.lineno, f"field {name!r} is not in platform.logging.FIELDS"


_CODE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_WORDED = {"message", "title", "text", "label", "hint", "description", "detail"}


def speaks_to_people(source: Source) -> Found:
    for call in source.nodes(ast.Call):
        if dotted(call.func).rpartition(".")[2] == "Refused":
            code = literal(call.args[0]) if call.args else None
            if code is not None and not _CODE.fullmatch(code):
                yield call.lineno, f"Refused({code!r}): a code is lower_case_words"
            for keyword in call.keywords:
                if (said := literal(keyword.value)) is not None and " " in said:
                    yield call.lineno, f"a sentence among the facts: {said!r}"
        else:
            for keyword in call.keywords:
                said = literal(keyword.value)
                if keyword.arg in _WORDED and said is not None and re.search(r"\w \w", said):
                    yield call.lineno, f"{keyword.arg}={said!r}"


def writes_permissions(source: Source) -> Found:
    for constant in source.nodes(ast.Constant):
        if isinstance(constant.value, str) and re.fullmatch(
            r"(?!urn:)[a-z_]+:[a-z_]+:[a-z_]+", constant.value
        ):
            yield constant.lineno, repr(constant.value)


_SQL = re.compile(
    r"\b(select\s.+\sfrom|insert\s+into|update\s+\w+\s+set|delete\s+from|create\s+(table|index)|alter\s+table)\s",
    re.IGNORECASE | re.DOTALL,
)


def _docstrings(tree: ast.Module) -> set[int]:
    return {
        id(step.value)
        for owner in ast.walk(tree)
        if isinstance(body := getattr(owner, "body", None), list)
        for step in body
        if isinstance(step, ast.Expr)
    }


def writes_sql(source: Source) -> Found:
    prose = _docstrings(source.tree)
    for constant in source.nodes(ast.Constant):
        if isinstance(constant.value, str) and id(constant) not in prose and _SQL.search(constant.value):
            yield constant.lineno, constant.value.strip()[:60]


# --- event kinds ----------------------------------------------------------------------------------

_EVENT_KIND = re.compile(r"[a-z_]+\.[a-z_]+\.[a-z_]+(:[a-z_]+)?")


def names_event_kinds(source: Source) -> Found:
    prose = _docstrings(source.tree)
    for constant in source.nodes(ast.Constant):
        if (
            isinstance(constant.value, str)
            and id(constant) not in prose
            and _EVENT_KIND.fullmatch(constant.value)
        ):
            yield constant.lineno, repr(constant.value)


# --- durations ------------------------------------------------------------------------------------

_SPANS = {
    "timeout", "delay", "duration", "interval", "ttl", "elapsed", "period", "latency", "age", "span", "wait", "lag",
    "backoff",
}  # fmt: skip
_UNITS = {
    "s",
    "ms",
    "us",
    "ns",
    "min",
    "h",
    "d",
    "days",
    "weeks",
    "months",
    "years",
    "m",
    "pct",
    "px",
    "band",
    "deg",
    "ratio",
}


def _named_numbers(source: Source) -> Iterator[tuple[int, str, str]]:
    for declared in source.nodes(ast.AnnAssign):
        yield declared.lineno, dotted(declared.target).rpartition(".")[2], ast.unparse(declared.annotation)
    for argument in source.nodes(ast.arg):
        if argument.annotation is not None:
            yield argument.lineno, argument.arg, ast.unparse(argument.annotation)
    for assigned in source.nodes(ast.Assign):
        if isinstance(assigned.value, ast.Constant) and isinstance(assigned.value.value, int | float):
            for target in assigned.targets:
                yield assigned.lineno, dotted(target).rpartition(".")[2], type(assigned.value.value).__name__


# --- commands ------------------------------------------------------------------------------------

_BUSES = {"bus", "_bus", "commands", "_commands"}
"""What the command bus is called by those who hold it."""
_EXECUTORS = {"work", "_work"}


def passes_the_bus_by(source: Source) -> Found:
    called = {id(call.func) for call in source.nodes(ast.Call)}
    wiring = re.fullmatch(r"app/.*|(.*/)?capability\.py", source.path)
    services = [one for one in source.nodes(ast.AsyncFunctionDef) if one.name == "handle"]
    for name in source.nodes(ast.Attribute):
        holder = ast.unparse(name.value).rpartition(".")[2]
        if name.attr == "handle" and holder not in _BUSES and (id(name) in called or not wiring):
            yield name.lineno, ast.unparse(name)
        inside = any(one.lineno <= name.lineno <= (one.end_lineno or 0) for one in services)
        if name.attr == "run" and holder in _EXECUTORS and not inside:
            yield name.lineno, ast.unparse(name)


def asks_a_commands_permission(source: Source) -> Found:
    for call in source.nodes(ast.Call):
        if dotted(call.func).rpartition(".")[2] in {"require", "holds"}:
            for given in call.args[1:]:
                if dotted(given) == "command.permission":
                    yield call.lineno, ast.unparse(call)


def forgets_the_unit(source: Source) -> Found:
    for line, name, kind in _named_numbers(source):
        words = set(name.lower().split("_"))
        if words & _SPANS and not words & _UNITS and re.search(r"\b(int|float)\b", kind):
            yield line, f"{name}: {kind}"


RULES = [
    Rule(
        "clock",
        "Only platform/clock.py reads the wall clock, so that a night can be replayed and a shift simulated.",
        good="at = clock.now()",
        bad="at = datetime.now(UTC)",
        find=reads_wall_clock,
        but={
            r"platform/clock\.py": "it is the clock",
            r"platform/ids\.py": "the milliseconds in a UUIDv7 make it unique and sortable; nobody is told them as a moment",
        },
    ),
    Rule(
        "outward_http",
        "Only platform/http/outward.py makes HTTP requests: it asks hosts that a setting names, and bounds the answer.",
        good="answer = await self._outward.ask(request)",
        bad="from urllib import request",
        find=makes_http_requests,
        where=r"(?!simulator/).*",
        but={
            r"platform/http/outward\.py": "it is the client",
            r"app/cli/(aml|start_words)\.py": "commands that ask this installation, or the address on their command line",
        },
    ),
    Rule(
        "timer",
        "Whoever waits asks the clock to wake it, so that a simulated shift does not really wait.",
        good="await clock.sleep(span_s)",
        bad="await asyncio.sleep(30)",
        find=sleeps_by_itself,
        but={
            r"platform/.*": "the ground waits for disks, sockets and processes, which no simulation moves",
            r"app/.*": "the processes themselves",
            r"workflows/(timers|leader_worker)\.py": "a short pause between two rounds of a loop, so that others have a turn",
            r"voice/.*": "media run on the machine's time",
        },
    ),
    Rule(
        "chance",
        "Chance enters in named places only; anything else that is drawn takes an explicit seed and can be drawn again.",
        good="numbers = random.Random(seed)",
        bad="id = uuid4()",
        find=rolls_dice,
        but={
            r"platform/ids\.py": "new identities",
            r"platform/(keys|blobs|proof|database|http)(/.*|\.py)": "keys, nonces and salts, session and request tokens",
            r"platform/(postgres/cluster|files)\.py": "names of folders and files that nobody else can have made",
            r"identity/.*": "session tokens, passwords of a first start",
            r"setup/links\.py": "the secret of the link of the set-up",
            r"dispatch/push/delivery\.py": "the salt of a message (RFC 8188)",
            r"partners/tokens\.py": "the secrets of API keys",
            r"platform/pdf_encryption\.py": "the passwords of reports that are mailed",
        },
    ),
    Rule(
        "swallowed",
        "An error that is swallowed comes back at three in the morning: handle it, count it, or let it rise.",
        good="""
try:
    folder.mkdir()
except FileExistsError:  # another process was first
    pass
""",
        bad="""
try:
    alert(unit)
except Exception:
    pass
""",
        find=swallows_errors,
    ),
    Rule(
        "log",
        "The log goes where case files may not: a code, ids and amounts, never a name, number, address or sentence.",
        good='log.info("unit_alerted", extra={"unit": str(unit.id), "duration_ms": 12})',
        bad='log.info(f"alerting {unit.name} for {caller.phone}")',
        find=logs_more_than_codes,
    ),
    Rule(
        "words",
        "The core speaks codes and facts; words for people live in the catalogues, in four languages.",
        good='raise Refused("unit_not_available", now=unit.state)',
        bad='raise Refused("The unit is not available")',
        find=speaks_to_people,
        where=r"(?!platform/|app/|voice/|casefile/|active_content/)[a-z_]+/(?!api|fakes).*",
    ),
    Rule(
        "permission",
        "A permission is a word of one table (identity/core/permissions.py), or nobody can say who may do what.",
        good="permission = Permission.UNIT_ALERT",
        bad='permission = "dispatch:unit:alert"',
        find=writes_permissions,
        but={r"identity/core/permissions\.py": "it is the table"},
    ),
    Rule(
        "sql",
        "Only stores and platform/database speak SQL, so that a question has one place and a name.",
        good="waiting = await store.waiting_calls()",
        bad='rows = await connection.fetch("select * from call where state = $1")',
        find=writes_sql,
        but={
            r"(.*/)?store(/.*|\.py)": "it is a store",
            r"platform/(database|postgres)/.*": "the ground itself",
        },
    ),
    Rule(
        "event",
        "Reports read events by their class: a kind in quotes is found by no type check when its event changes.",
        good="closed = look.last(CaseClosed)",
        bad='closed = look.last("cases.case.closed")',
        find=names_event_kinds,
        where=r"reporting/.*",
        sample="reporting/case_report.py",
    ),
    Rule(
        "unit",
        "A number that is a time says in which unit: minutes taken for seconds have killed people.",
        good="timeout_s: float = 30",
        bad="timeout: float = 30",
        find=forgets_the_unit,
    ),
    Rule(
        "bus",
        "Every command passes the command bus, which asks its permission; a service that is called directly asks nothing.",
        good="await self.commands.handle(id, command, actor)",
        bad="await CallService(work).handle(id, command, actor)",
        find=passes_the_bus_by,
    ),
    Rule(
        "permission_asked",
        "The command bus asks the permission of a command, once; `require` elsewhere guards a read.",
        good="require(actor, Permission.ROOM_WATCH)",
        bad="require(actor, command.permission)",
        find=asks_a_commands_permission,
        but={
            r"access/command_bus\.py": "it is the bus",
            r"access/authorisation\.py": "asserts that the bus has asked",
        },
    ),
]
