"""Run the pure tests of one folder against many mutants of the code they test. Part of `tools/mutate.py`.

The tests are collected once. From that process one child is made for each mutant that lies within a function: the child puts the
mutated function in the place of the original and runs only the tests that reach the mutated lines. A mutant that matters
while modules are imported (a table, a number at the top, a default value) gets a child that collects everything anew,
with the mutated text in the place of the file's. Nothing is written into the tree.
"""

import contextlib
import ctypes
import gc
import importlib
import os
import pickle
import resource
import select
import signal
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from importlib.machinery import SourceFileLoader
from inspect import CO_OPTIMIZED
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import pytest
from hypothesis import Phase, settings

PURE = "not (database or browser or region or curve or soak or slow)"
TIMES = 10
"""A mutant whose tests take so many times as long as before hangs."""
PATIENCE_MIN_S = 10.0
MEMORY_MORE = 4 << 30
"""Bytes that a mutant may take beyond what it begins with: an endless loop often fills a list."""
DIE_WITH_PARENT = 1
"""`PR_SET_PDEATHSIG` of prctl(2)."""
MONITOR = sys.monitoring.COVERAGE_ID
_READ = SourceFileLoader.get_code


@dataclass(frozen=True)
class Mutant:
    """One change of one file. `function` is the outermost function whose body holds it, None outside of any."""

    core: str
    path: str
    shown_line: int
    line: int
    last_line: int
    function: str | None
    source: str
    before: str
    after: str


@dataclass(frozen=True)
class Verdict:
    """What became of a mutant. `reached`: some test executes the lines."""

    killed: bool
    reached: bool = True


@dataclass
class Baseline:
    """The tests as they are without a mutant. Lines are (file, line)."""

    seconds: float = 0.0
    tests: dict[str, float] = field(default_factory=dict)
    """Those that pass, with the seconds each takes."""
    failing: list[str] = field(default_factory=list)
    lines: dict[str, frozenset[tuple[str, int]]] = field(default_factory=dict)
    on_import: frozenset[tuple[str, int]] = frozenset()
    """Lines of functions that run while modules are imported."""
    modules: list[str] = field(default_factory=list)
    """From outside the tree: what can be imported before the fork."""


def die_with_parent() -> None:
    """Make this process end when its parent does, however that ends."""
    ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGKILL)


def in_child(work: Callable[[], Any], limit_s: float | None = None) -> tuple[bool, Any]:
    """Do the work in a fork of this process: whether it came to its end in time, and what it returned."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        _be_child(work, reader, writer)
    os.close(writer)
    said = bytearray()
    deadline = None if limit_s is None else time.monotonic() + limit_s
    with open(reader, "rb", buffering=0) as pipe:
        while True:
            left = None if deadline is None else max(0.0, deadline - time.monotonic())
            if not select.select([pipe], [], [], left)[0]:
                break
            if not (more := pipe.read(1 << 16)):
                break
            said += more
    with contextlib.suppress(ProcessLookupError):  # it was through, and left nothing behind
        os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return (True, pickle.loads(said)) if said else (False, None)


def _be_child(work: Callable[[], Any], reader: int, writer: int) -> None:
    try:
        os.setpgid(0, 0)
        die_with_parent()
        os.close(reader)
        nothing = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nothing, stream)
        said = pickle.dumps(work())
        with open(writer, "wb") as pipe:
            pipe.write(said)
    finally:
        os._exit(0)


def _limit_memory() -> None:
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    most = pages * resource.getpagesize() + MEMORY_MORE
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


def functions_of(code: CodeType) -> dict[str, CodeType]:
    """The outermost functions of a compiled module, by their qualified name."""
    found: dict[str, CodeType] = {}
    for const in code.co_consts:
        if not isinstance(const, CodeType):
            continue
        if const.co_flags & CO_OPTIMIZED and not const.co_name.startswith("<generic parameters"):
            found.setdefault(const.co_qualname, const)
        else:
            found = functions_of(const) | found
    return found


def _codes(code: CodeType) -> Iterable[CodeType]:
    yield code
    for const in code.co_consts:
        if isinstance(const, CodeType):
            yield from _codes(const)


class Lines:
    """Which lines of some files are executed, noted by the interpreter's own monitoring."""

    def __init__(self, files: frozenset[str]) -> None:
        self.seen: set[tuple[str, int]] = set()
        sys.monitoring.use_tool_id(MONITOR, "mutants")
        sys.monitoring.register_callback(MONITOR, sys.monitoring.events.LINE, self._note)

        def read(loader: SourceFileLoader, name: str) -> CodeType | None:
            code = _READ(loader, name)
            if code is not None and loader.path in files:
                for one in _codes(code):
                    if one.co_flags & CO_OPTIMIZED:
                        sys.monitoring.set_local_events(MONITOR, one, sys.monitoring.events.LINE)
            return code

        SourceFileLoader.get_code = read  # type: ignore[method-assign]  # the same code, whose lines are watched

    def _note(self, code: CodeType, line: int) -> object:
        self.seen.add((code.co_filename, line))
        return sys.monitoring.DISABLE

    def begin(self) -> None:
        """Forget what was seen, and see all of it again."""
        self.seen = set()
        sys.monitoring.restart_events()

    def stop(self) -> None:
        """Note no more lines."""
        sys.monitoring.register_callback(MONITOR, sys.monitoring.events.LINE, None)


def run_item(item: pytest.Item, following: pytest.Item | None) -> bool:
    """Run one collected test; whether it passed."""
    failed = item.session.testsfailed
    item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
    return item.session.testsfailed == failed


def first_failure(items: list[pytest.Item]) -> bool:
    """Run tests until one fails; whether one did."""
    return any(
        not run_item(item, following) for item, following in zip(items, [*items[1:], None], strict=True)
    )


class CollectedOnce:
    """A plugin that runs, in place of the tests, all mutants that lie within functions."""

    def __init__(self, root: Path, mutants: list[Mutant], lines: Lines) -> None:
        self.root, self.mutants, self.lines = root, mutants, lines
        self.began = time.monotonic()
        self.baseline = Baseline()
        self.verdicts: dict[int, Verdict] = {}

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """The tests once as they are, then a child for each mutant."""
        if session.testsfailed:
            raise SystemExit("tests cannot be collected")
        on_import = frozenset(self.lines.seen)
        through, baseline = in_child(lambda: self._without_mutant(session.items))
        if not through:
            raise SystemExit("the tests crash without a mutant")
        self.lines.stop()
        self.baseline = baseline
        self.baseline.on_import = on_import
        self.baseline.seconds = time.monotonic() - self.began
        self.baseline.modules = [
            name
            for name, module in list(sys.modules.items())
            if not str(getattr(module, "__file__", None) or self.root).startswith(str(self.root))
        ]
        functions: dict[CodeType, list[FunctionType]] = {}
        for thing in gc.get_objects():
            if isinstance(thing, FunctionType):
                functions.setdefault(thing.__code__, []).append(thing)
        for number, mutant in enumerate(self.mutants):
            if (verdict := self._try(mutant, session.items, functions)) is not None:
                self.verdicts[number] = verdict
        return True

    def _without_mutant(self, items: list[pytest.Item]) -> Baseline:
        found = Baseline()
        for item, following in zip(items, [*items[1:], None], strict=True):
            self.lines.begin()
            began = time.monotonic()
            if run_item(item, following):
                found.tests[item.nodeid] = time.monotonic() - began
                found.lines[item.nodeid] = frozenset(self.lines.seen)
            else:
                found.failing.append(item.nodeid)
        return found

    def _try(
        self, mutant: Mutant, items: list[pytest.Item], functions: dict[CodeType, list[FunctionType]]
    ) -> Verdict | None:
        """None when it has to be imported."""
        if mutant.function is None:
            return None
        before = functions_of(compile(Path(mutant.path).read_text(), mutant.path, "exec")).get(
            mutant.function
        )
        after = functions_of(compile(mutant.source, mutant.path, "exec")).get(mutant.function)
        if before is None or after is None or before not in functions:
            return None
        whole = {line for one in _codes(before) for *_, line in one.co_lines() if line is not None}
        if any((mutant.path, line) in self.baseline.on_import for line in whole):
            return None
        chosen = self._reaching(mutant, range(mutant.line, mutant.last_line + 1))
        chosen = chosen or self._reaching(mutant, whole)
        if not chosen:
            return Verdict(killed=False, reached=False)
        tests = sorted(
            (item for item in items if item.nodeid in chosen),
            key=lambda item: self.baseline.tests[item.nodeid],
        )

        def mutated() -> bool:
            _limit_memory()
            for function in functions[before]:
                function.__code__ = after
            return first_failure(tests)

        usual = sum(self.baseline.tests[item.nodeid] for item in tests)
        through, failed = in_child(mutated, max(PATIENCE_MIN_S, TIMES * usual))
        return Verdict(killed=failed or not through)

    def _reaching(self, mutant: Mutant, lines: Iterable[int]) -> set[str]:
        wanted = {(mutant.path, line) for line in lines}
        return {test for test, seen in self.baseline.lines.items() if not seen.isdisjoint(wanted)}


class Ordered:
    """A plugin that runs the tests that pass without a mutant, and among them first those of the mutated file."""

    def __init__(self, path: str, baseline: Baseline) -> None:
        self.path, self.baseline = path, baseline

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Near tests before far ones, short before long."""

        def rank(item: pytest.Item) -> tuple[bool, float]:
            near = any(path == self.path for path, _ in self.baseline.lines[item.nodeid])
            return not near, self.baseline.tests[item.nodeid]

        items[:] = sorted((item for item in items if item.nodeid in self.baseline.tests), key=rank)


def _arguments(folder: Path, temporary: Path) -> list[str]:
    plugins = ("randomly", "cacheprovider", "xdist", "_cov", "logging", "junitxml")
    off = [word for name in plugins for word in ("-p", f"no:{name}")]
    quiet = ["-x", "-q", "--tb=no", "--no-header", "-r", "N", "--disable-warnings"]
    return [str(folder), "-m", PURE, *off, *quiet, "--hypothesis-profile=mutants", f"--basetemp={temporary}"]


def _imported_anew(folder: Path, temporary: Path, mutant: Mutant, baseline: Baseline) -> Verdict:
    def mutated() -> int:
        _limit_memory()
        code = compile(mutant.source, mutant.path, "exec")
        SourceFileLoader.get_code = (  # type: ignore[method-assign]  # in the child of this mutant alone
            lambda loader, name: code if loader.path == mutant.path else _READ(loader, name)
        )
        return int(pytest.main(_arguments(folder, temporary), plugins=[Ordered(mutant.path, baseline)]))

    through, code = in_child(mutated, max(PATIENCE_MIN_S, TIMES * baseline.seconds))
    nothing_failed = (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED)
    return Verdict(killed=not through or code not in nothing_failed)


def run_folder(
    root: Path, folder: Path, temporary: Path, mutants: list[Mutant]
) -> tuple[list[Verdict], list[str]]:
    """The verdict of each mutant by the pure tests of a folder, and the tests that fail without any."""
    os.chdir(root)
    for place in (root, root / "src"):
        if str(place) not in sys.path[:2]:
            sys.path.insert(0, str(place))
    phases = (Phase.explicit, Phase.generate)
    settings.register_profile("mutants", deadline=None, database=None, derandomize=True, phases=phases)

    def collected_once() -> tuple[Baseline, dict[int, Verdict]]:
        plugin = CollectedOnce(root, mutants, Lines(frozenset(mutant.path for mutant in mutants)))
        pytest.main(_arguments(folder, temporary), plugins=[plugin])
        return plugin.baseline, plugin.verdicts

    through, answer = in_child(collected_once)
    if not through or not answer[0].tests:
        raise RuntimeError(f"no test of {folder} ran without a mutant")
    baseline, verdicts = answer
    for name in baseline.modules:
        with contextlib.suppress(
            Exception
        ):  # only a saving: what is not imported here is imported in the child
            importlib.import_module(name)
    for number, mutant in enumerate(mutants):
        if number not in verdicts:
            verdicts[number] = _imported_anew(folder, temporary, mutant, baseline)
    return [verdicts[number] for number in range(len(mutants))], baseline.failing
