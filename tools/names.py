"""Find names of classes and type aliases that stand in two modules, and old names that the table of standard names replaced.

    tools/names.py [--no-console]

Exit code 1 when there is a finding outside the argued lists. `make check` runs it.
"""

import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]

NAMES = """
Noun Aggregate, Work CommandExecutor, Attempt CommandContext, Door CommandBus, House StateReader, Shell Runtime,
Kept AppState, Handled CommandResult, Together Batcher, OnlyOne AdvisoryLock, Passing EphemeralChannel,
Parcel OutboxMessage, Ground SecurityMiddleware, Sight CaseVisibility, Admission CaseAccess, Looking access_audit,
HandOver TaskCommands|TransferPatientCare, Handover ShiftHandover, RecordCall LogManualCall, Ring ReceiveCall,
Stand AgentState, Held BoardEntity, Others CaseContext, Shows RowFilter, Gone RowRemoved, Want OpenRequirement,
Shared JointProposal, Able CandidateUnit, Hush SilencePolicy, Knocking RejectedDevice, Doubt ImplausibleFix,
Roadside RoadMatcher, Teller CommandReporter, Tape RecorderAdapter, Room CallMediaState|AvailableCapacity|ControlRoom,
Letter MethaneField, Became Outcome, How CountBasis, HowMany Casualties, Said Statement, Told a_term_of_the_field,
Heard a_term_of_the_field, Reading a_term_of_the_field, Silences UnitSilenceMonitor, Company Participants,
WEATHER TRANSIENT_ERRORS, through_weather retry_transient, lift upcast, _sits_down _attach_desk_leg,
_caller_is _attach_caller_leg, _comes _attach_guest_leg, soon spawn
"""
"""Old identifiers and their standard names. Of the console only declarations of capitalised names count."""

MODULES = """
app/house composition, questions command_store, visiting temporary_centres, bound inbound_patients,
silence unit_silence_monitor, app/reach cli_database, dispatch/reach routing_candidates, playing card_audience,
refusing call_rejection, moving case_transfer, goods hazmat, closures road_closures, closures/now road_status,
telling case_report|announcements, wiring media_plan, noticing media_monitor, paper pdf, published content_bundle,
posts event_command_posts, lines gateway_monitor, looks access_audit, enclosed casefile_attachments,
carriers radio_ownership, similar duplicate_incidents, sharing joint_assignment, pace travel_time_factor,
preventive planned_events, major mass_casualty, publishing content_release, sittings protocol_sessions,
taking_up failover, outside outbound_dialling, letters rtt_edits, rooms call_media_state, in_force active_content,
joining merging, things story_lexicon, keeping leg_store, made factories, reporting/ground report_basemap,
http/ground security_middleware, geo/folder region_versions, kernel/plain plain_language, kernel/words shared_types,
database/nouns aggregates, database/numbers sequence_numbers, keys/typed device_secrets, radio/wire bridge_protocol,
review/drawing sampling_draw, archive/drawing map_svg, publishing/desk queries, review/desk queries, hands
browser_session, ears audio_probe, cable network_proxy, patience timeouts, two_ends voice_pair
"""
"""Old names of modules and packages, in `src/auxilio` and `tests`; a test `test_OLD` counts, too."""

CONSOLE_MODULES = """
unit/presses status_queue, unit/way route, unit/kept local_store, radio/air radio_state, voice/loud level,
voice/Company Participants, commands/twice double_press, offline/shelf cache, desk/known desk_view_model,
desk/given proposal, desk/same duplicate_cases, archive/asked search_query, room/telling announcements,
archive/drawing map_svg, goods hazmat, preventive planned_events, major mass_casualty, closures road_closures,
pace travel_time_factor
"""

SAME_CLASS_NAME: dict[str, str] = {}
"""Names of classes and type aliases that may stand in two modules, each with the reason. At most twenty."""

STAYS: dict[str, str] = {}
"""Old names that must stay, as they are printed (without the line), each with the reason: persisted or public."""

TYPESCRIPT = r"\b(?:class|interface|type|enum|const|let|function)\s+({})\b|\bas\s+({})\b"


def table(text: str) -> dict[str, str]:
    """Old name and new of each pair."""
    return dict(pair.split() for pair in text.replace("\n", " ").split(",") if pair.strip())


def sources(*folders: str) -> Iterator[Path]:
    """The Python files of these folders, without what was installed there."""
    for folder in folders:
        yield from sorted((ROOT / folder).rglob("*.py"))


def same_class_names() -> Iterator[str]:
    """A class or type alias (`type X = ...`) of a module of `src/auxilio` has no namesake in another."""
    places: dict[str, set[str]] = defaultdict(set)
    aliases = set[str]()
    for path in sources("src/auxilio"):
        for node in ast.parse(path.read_text("utf-8")).body:
            match node:
                case ast.ClassDef(name=name):
                    places[name].add(str(path.relative_to(ROOT)))
                case ast.TypeAlias(name=ast.Name(id=name)):
                    aliases.add(name)
                    places[name].add(str(path.relative_to(ROOT)))
                case _:
                    pass  # a function, an import, a constant
    for name, modules in sorted(places.items()):
        if len(modules) > 1 and name not in SAME_CLASS_NAME:
            kind = "type" if name in aliases else "class"
            yield f"{kind} {name} stands in {', '.join(sorted(modules))}"


def identifiers(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Every identifier of a module that its code names, with the line. No keyword and no text."""
    for node in ast.walk(tree):
        match node:
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield name, node.lineno
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name):
                yield name, node.lineno
            case ast.alias(name=name, asname=other):
                yield name, node.lineno
                yield other or name, node.lineno


def old_identifiers() -> Iterator[str]:
    """Old names in Python. Only files whose text has the word are parsed."""
    names = table(NAMES)
    word = re.compile(rf"\b(?:{'|'.join(names)})\b")
    for path in sources("src", "tests"):
        text = path.read_text("utf-8")
        if word.search(text):
            seen = {(name, line) for name, line in identifiers(ast.parse(text)) if name in names}
            for name, line in sorted(seen, key=lambda one: (one[1], one[0])):
                yield f"{path.relative_to(ROOT)}:{line}: {name}, now {names[name]}"


def old_typescript() -> Iterator[str]:
    """Old names that the console declares."""
    names = table(NAMES)
    either = "|".join(name for name in names if re.match("[A-Z][a-z]", name))
    declared = re.compile(TYPESCRIPT.format(either, either))
    for path in sorted((ROOT / "console/src").rglob("*")):
        if path.suffix in (".ts", ".svelte"):
            for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
                for found in declared.finditer(line):
                    name = found[1] or found[2]
                    yield f"{path.relative_to(ROOT)}:{number}: {name}, now {names[name]}"


def old_modules(folder: str, names: dict[str, str]) -> Iterator[str]:
    """Old names of files and folders. An old name `a/b` is one of a `b` directly below a folder `a`."""
    for path in sorted((ROOT / folder).rglob("*")):
        if path.suffix in ("", ".py", ".ts", ".svelte") and "__pycache__" not in path.parts:
            stem = path.name.partition(".")[0].removeprefix("test_")
            for name in {stem, f"{path.parent.name}/{stem}"} & names.keys():
                yield f"{path.relative_to(ROOT)}: {name}, now {names[name]}"


def without_line(finding: str) -> str:
    """A finding as the argued lists name it."""
    return re.sub(r":\d+:", ":", finding, count=1)


def findings(*, console: bool = True) -> list[str]:
    """Everything outside the argued lists."""
    modules = table(MODULES)
    found = [*same_class_names(), *old_identifiers()]
    found += [*old_modules("src/auxilio", modules), *old_modules("tests", modules)]
    if console:
        found += [*old_typescript(), *old_modules("console/src", table(CONSOLE_MODULES))]
    return [one for one in found if without_line(one) not in STAYS]


def main() -> int:
    """The command line."""
    found = findings(console="--no-console" not in sys.argv)
    for one in found:
        print(one)
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
