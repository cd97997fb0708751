"""Plant small defects in every pure core, and say which of them its pure tests do not see.

    tools/mutate.py                                    30 mutants of each core, seed 1
    tools/mutate.py --mutants 8 --seed 7               fewer, and others
    tools/mutate.py --core dispatch/units              one core: the part of its path before `core`
    tools/mutate.py --json > mutants.json              for a program to read

A mutant is one change by one of mutmut's operators: another comparison, a number plus one, `and` for `or`, an argument
left out, a case of a `match` removed. It is run against the pure tests of its capability's folder in `tests` (of the
nearest folder above when it has none), and is killed when one fails or when they take ten times as long. The exit code
is 1 when fewer than 85 % are killed.

What is changed is what decides: the bodies of functions, the tables and numbers at the top of a module, and default values of
parameters. Not changed, by rule:

- documentation, annotations, `type` statements, imports and `__all__`;
- the bodies of classes outside of their methods: fields, tags and members of enumerations are the written form;
- decorators, and assertions, which are checks themselves;
- texts of errors: what is raised with an exception of Python's own, such as `ValueError`, and the values that fill in the words
  of a `Refused` (its code is changed); and prose, which is a literal of three words or more;
- `cast` and `assert_never`, which do nothing at run time, and the case of a `match` that holds only `assert_never`;
- whole values at the top of a module are not replaced by None, for then the import fails.

Statements are drawn first and then a change of each, so that a long table counts no more than a short rule. No two mutants
of a run are of the same statement while there are others.
"""

import argparse
import ast
import builtins
import difflib
import json
import multiprocessing
import os
import random
import signal
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import libcst as cst
from libcst.metadata import CodeRange, MetadataWrapper, PositionProvider
from mutant_runs import Mutant, die_with_parent, run_folder
from mutmut.mutation.mutators import mutation_operators, operator_assignment

ROOT = Path(__file__).parents[1]
SHARE_MIN = 0.85
SHOWN_MAX = 150
NEVER = (
    cst.Annotation,
    cst.TypeAlias,
    cst.Import,
    cst.ImportFrom,
    cst.Assert,
    cst.Decorator,
    cst.TypeParameters,
)
PROSE_WORDS = 3
WITHOUT_EFFECT = {"cast", "assert_never"}


@dataclass(frozen=True)
class Site:
    """A node that an operator can change, with the statement around it."""

    path: Path
    module: cst.Module
    node: cst.CSTNode
    changed: cst.CSTNode
    lines: CodeRange
    function: str | None


@dataclass
class Core:
    """What became of one core's mutants."""

    name: str
    drawn: int = 0
    killed: int = 0
    survivors: list[dict[str, str | bool]] = field(default_factory=list)


def cores_of(root: Path) -> dict[str, Path]:
    """Every core by its name: the path of its capability."""
    packages = sorted(file.parent for file in (root / "src").rglob("core/__init__.py"))
    return {"/".join(package.relative_to(root / "src").parts[1:-1]): package for package in packages}


def tests_of(root: Path, core: str) -> Path:
    """The folder of a core's tests: its capability's, or that of the nearest above."""
    folder = root / "tests" / core
    while not folder.is_dir():
        folder = folder.parent
    return folder


class Sites:
    """All that can be changed in one file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        wrapper = MetadataWrapper(cst.parse_module(path.read_text()), unsafe_skip_copy=True)
        self.module = wrapper.module
        self.positions = wrapper.resolve(PositionProvider)

    def all(self) -> Iterator[Site]:
        """In the order of the file."""
        yield from self._below(self.module, (), None, None)

    def _below(
        self, node: cst.CSTNode, names: tuple[str, ...], function: str | None, statement: CodeRange | None
    ) -> Iterator[Site]:
        if _is_left_alone(node):
            return
        if isinstance(node, cst.ClassDef):
            for child in node.body.body:
                if isinstance(child, cst.FunctionDef | cst.ClassDef):
                    yield from self._below(child, (*names, node.name.value), None, None)
            return
        if isinstance(node, cst.SimpleStatementLine):
            statement = self.positions[node]
        if (code := _refusal(node)) is not None:
            yield from self._below(code, names, function, statement)
            return
        yield from self._changes(node, function, statement)
        if isinstance(node, cst.FunctionDef) and function is None:
            yield from self._below(node.params, names, None, None)
            yield from self._below(node.body, names, ".".join((*names, node.name.value)), None)
            return
        for child in node.children:
            yield from self._below(child, names, function, statement)

    def _changes(
        self, node: cst.CSTNode, function: str | None, statement: CodeRange | None
    ) -> Iterator[Site]:
        for kind, operator in mutation_operators:
            if not isinstance(node, kind) or (operator is operator_assignment and function is None):
                continue
            for changed in operator(node):
                if (
                    isinstance(node, cst.Match)
                    and isinstance(changed, cst.Match)
                    and _lost_never(node, changed)
                ):
                    continue
                lines = statement or self.positions[node]
                yield Site(self.path, self.module, node, changed, lines, function)


def _is_left_alone(node: cst.CSTNode) -> bool:
    """By the rules at the top."""
    match node:
        case cst.Call(func=cst.Name(value=name)) if name in WITHOUT_EFFECT:
            return True
        case cst.Raise(exc=cst.Call(func=cst.Name(value=name))) if hasattr(builtins, name):
            return True
        case cst.Subscript(value=cst.Name(value="Annotated")):
            return True
        case cst.SimpleString() if len(str(node.evaluated_value).split()) >= PROSE_WORDS:
            return True
        case cst.Expr(value=cst.SimpleString() | cst.ConcatenatedString()):
            return True
        case cst.Assign(targets=[cst.AssignTarget(target=cst.Name(value="__all__"))]):
            return True
    return isinstance(node, NEVER)


def _refusal(node: cst.CSTNode) -> cst.Arg | None:
    """The code of a `raise Refused(code, …)`."""
    match node:
        case cst.Raise(exc=cst.Call(func=cst.Name(value="Refused"), args=[code, *_])):
            return code
    return None


def _lost_never(before: cst.Match, after: cst.Match) -> bool:
    """Whether the case that is gone only told the type checker that there is no other."""
    gone = [case for case in before.cases if all(case is not kept for kept in after.cases)]
    return any(cst.Module([]).code_for_node(case.body).strip().startswith("assert_never(") for case in gone)


def mutant_of(site: Site, core: str) -> Mutant | None:
    """The file with this one change; None when it says the same as before or is no Python."""
    before = site.module.code
    changed = site.module.deep_replace(site.node, site.changed)
    after = changed.code if isinstance(changed, cst.Module) else before
    try:
        if ast.dump(ast.parse(after)) == ast.dump(ast.parse(before)):
            return None
        compile(after, str(site.path), "exec")
    except SyntaxError:
        return None
    old, new = before.splitlines(), after.splitlines()
    changes = list(difflib.unified_diff(old, new, n=0, lineterm=""))[3:]
    shown = {
        sign: " ".join(line[1:].strip() for line in changes if line.startswith(sign))[:SHOWN_MAX]
        for sign in "-+"
    }
    first = next((at for at, (one, two) in enumerate(zip(old, new, strict=False), 1) if one != two), len(new))
    return Mutant(
        core=core,
        path=str(site.path),
        shown_line=first,
        line=site.lines.start.line,
        last_line=site.lines.end.line,
        function=site.function,
        source=after,
        before=shown["-"],
        after=shown["+"],
    )


def draw(core: str, package: Path, number: int, seed: int) -> list[Mutant]:
    """So many mutants of a core; the same ones for the same seed and the same text."""
    statements: dict[tuple[Path, int, int], list[Site]] = defaultdict(list)
    for path in sorted(package.rglob("*.py")):
        for site in Sites(path).all():
            statements[path, site.lines.start.line, site.lines.end.line].append(site)
    chance = random.Random(f"{seed} {core}")
    for sites in statements.values():
        chance.shuffle(sites)
    order = list(statements.values())
    chance.shuffle(order)
    drawn: dict[tuple[str, str], Mutant] = {}
    while order and len(drawn) < number:
        for sites in order:
            if len(drawn) == number:
                break
            mutant = None
            while sites and mutant is None:
                mutant = mutant_of(sites.pop(), core)
            if mutant is not None:
                drawn.setdefault((mutant.path, mutant.source), mutant)
        order = [sites for sites in order if sites]
    return list(drawn.values())


def run(root: Path, mutants: list[Mutant], workers: int) -> tuple[dict[str, Core], list[str]]:
    """Every mutant's end, by core, and the tests that fail without any mutant."""
    by_folder: dict[Path, list[Mutant]] = defaultdict(list)
    for mutant in mutants:
        by_folder[tests_of(root, mutant.core)].append(mutant)
    cores: dict[str, Core] = {}
    failing: list[str] = []
    os.environ.pop("AUXILIO_SOAK", None)  # the tests as they are everywhere
    os.environ["PYTHONHASHSEED"] = "0"
    context = multiprocessing.get_context("spawn")
    with (
        tempfile.TemporaryDirectory(prefix="auxilio-mutants-") as temporary,
        ProcessPoolExecutor(workers, context, initializer=die_with_parent) as pool,
    ):
        largest_first = sorted(by_folder, key=lambda folder: len(by_folder[folder]), reverse=True)
        jobs = {
            folder: pool.submit(run_folder, root, folder, Path(temporary) / str(number), by_folder[folder])
            for number, folder in enumerate(largest_first)
        }
        for folder, job in jobs.items():
            verdicts, broken = job.result()
            failing += broken
            for mutant, verdict in zip(by_folder[folder], verdicts, strict=True):
                core = cores.setdefault(mutant.core, Core(mutant.core))
                core.drawn += 1
                core.killed += verdict.killed
                if not verdict.killed:
                    at = f"{Path(mutant.path).relative_to(root)}:{mutant.shown_line}"
                    survivor = {"at": at, "before": mutant.before, "after": mutant.after}
                    core.survivors.append(survivor | {"reached": verdict.reached})
            print(f"{folder.relative_to(root)} done", file=sys.stderr, flush=True)
    return dict(sorted(cores.items())), failing


def tell(cores: dict[str, Core], failing: list[str], seed: int) -> None:
    """The summary for people."""
    for test in failing:
        print(f"fails without a mutant, and was left out: {test}")
    for core in cores.values():
        print(f"{core.name:<32}{core.killed:>4} of {core.drawn} killed")
        for survivor in core.survivors:
            unreached = "" if survivor["reached"] else "   (no test executes it)"
            print(
                f"    {survivor['at']}{unreached}\n      - {survivor['before']}\n      + {survivor['after']}"
            )
    killed, drawn = (sum(getattr(core, name) for core in cores.values()) for name in ("killed", "drawn"))
    print(f"{killed} of {drawn} mutants killed ({100 * killed / drawn:.1f} %), seed {seed}")


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--mutants", type=int, default=30, help="of each core (30)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--core", action="append", help="only this one, such as dispatch/units; may be repeated"
    )
    parser.add_argument("--workers", type=int, default=max(1, (os.cpu_count() or 1) // 2))
    parser.add_argument("--least", type=float, default=SHARE_MIN, help="share that must be killed (0.85)")
    parser.add_argument("--root", type=Path, default=ROOT, help="another tree with src and tests")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # end at once; the workers end with this process
    root = asked.root.resolve()
    packages = cores_of(root)
    if unknown := set(asked.core or ()) - packages.keys():
        parser.error(f"no such core: {', '.join(sorted(unknown))}; there are {', '.join(packages)}")
    mutants = [
        mutant
        for name, package in packages.items()
        if not asked.core or name in asked.core
        for mutant in draw(name, package, asked.mutants, asked.seed)
    ]
    cores, failing = run(root, mutants, asked.workers)
    killed, drawn = (sum(getattr(core, name) for core in cores.values()) for name in ("killed", "drawn"))
    if asked.json:
        print(
            json.dumps(
                {
                    "seed": asked.seed,
                    "drawn": drawn,
                    "killed": killed,
                    "failing_unmutated": failing,
                    "cores": {name: vars(core) for name, core in cores.items()},
                },
                indent=1,
                ensure_ascii=False,
            )
        )
    else:
        tell(cores, failing, asked.seed)
    return int(killed < asked.least * drawn)


if __name__ == "__main__":
    sys.exit(main())
