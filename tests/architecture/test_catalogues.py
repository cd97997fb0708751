"""The catalogues: the same keys in four languages, the same facts in each, and words for every refusal of the source."""

import ast
import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from auxilio.app.capabilities import aggregates
from auxilio.app.settings import Settings
from auxilio.app.settings_in_force import GROUPS, SettingOrigin
from auxilio.archive.verify import BundleVerdict as Proof
from auxilio.calls.core.additional_data import (
    CallDataOrigin,
    DeviceClass,
    LineEnvironment,
    LineKind,
    LineMobility,
    ProviderKind,
    TextMark,
)
from auxilio.calls.core.ecall_model import MsdFlag, Propulsion, VehicleCategory
from auxilio.calls.core.model import AgentState, AutomaticPause, CallChannel, CallDisposition, NumberSource
from auxilio.cases.core.model import HEADING_DISPUTED, CaseEnding, CaseState, LocationCertainty, WindFrom
from auxilio.content_release.core.model import ReleaseState
from auxilio.dispatch.patients.core.model import AgeBand
from auxilio.dispatch.push.core.model import PushState, WakeUpReason
from auxilio.dispatch.tasks.core.model import AidReason, RefusalReason, TaskOutcome, TaskState
from auxilio.dispatch.tasks.core.shared_types import ChangeKind
from auxilio.dispatch.tracking.core.model import TRUSTED_VERDICTS, FixVerdict
from auxilio.dispatch.units.core.model import UnitStatus
from auxilio.followup.core.model import WatchKind
from auxilio.geo.model import FACILITY_KINDS, GeocodeQuality, WarningCode
from auxilio.hospitals.core.model import HospitalCapability
from auxilio.identity.core.permissions import Permission
from auxilio.mass_casualty.core.scene import MajorDeclaration
from auxilio.planned_events.core.model import LoanState, OperationState
from auxilio.platform.http.problem import status_of
from auxilio.platform.i18n import LANGUAGES, REFERENCE
from auxilio.platform.icu import BadMessage, argument_names, parse
from auxilio.radio.core.model import RadioKind, RadioVerdict, StatusMeaning
from auxilio.reporting.training_scores import PracticeMeasure
from auxilio.road_closures.core.model import ClosureReason
from auxilio.workflows.training_scenarios import SimulatedScenarios
from simulator.stories import read_stories
from tests.architecture.rules import dotted, literal
from tests.architecture.test_rules import SOURCES

ROOT = Path(__file__).parents[2]
CATALOGUES = {
    language: json.loads((ROOT / "locale" / f"{language}.json").read_text()) for language in LANGUAGES
}

others = pytest.mark.parametrize("language", [language for language in LANGUAGES if language != REFERENCE])
every = pytest.mark.parametrize("language", LANGUAGES)


@others
def test_a_language_has_the_keys_of_the_reference_and_no_others(language: str) -> None:
    reference, other = CATALOGUES[REFERENCE].keys(), CATALOGUES[language].keys()
    assert sorted(reference - other) == [], f"missing in {language}"
    assert sorted(other - reference) == [], f"only in {language}"


@every
def test_a_message_can_be_read_and_is_not_empty(language: str) -> None:
    bad = {}
    for key, text in CATALOGUES[language].items():
        try:
            parse(text)
        except BadMessage as why:
            bad[key] = str(why)
        if not text.strip():
            bad[key] = "empty"
    assert not bad


@others
def test_a_translation_tells_the_same_facts(language: str) -> None:
    different = {
        key: (sorted(argument_names(parse(text))), sorted(argument_names(parse(CATALOGUES[language][key]))))
        for key, text in CATALOGUES[REFERENCE].items()
        if key in CATALOGUES[language]
        and argument_names(parse(text)) != argument_names(parse(CATALOGUES[language][key]))
    }
    assert not different


@every
def test_a_key_is_a_capability_and_words(language: str) -> None:
    odd = [key for key in CATALOGUES[language] if not re.fullmatch(r"[a-z]+(\.[a-zA-Z0-9_-]+)+", key)]
    assert not odd


@every
def test_a_catalogue_is_sorted_so_that_two_people_can_add_to_it(language: str) -> None:
    assert list(CATALOGUES[language]) == sorted(CATALOGUES[language])


REFUSALS = frozenset({"Refused", "Forbidden", "NotFound", "Conflict"})
"""The classes of `kernel.refusal`."""


def refusals() -> dict[str, str]:
    """Each code that the source refuses with, and where."""
    codes = {}
    for source in SOURCES:
        for call in source.nodes(ast.Call):
            refuses = dotted(call.func).rpartition(".")[2] in REFUSALS and call.args
            if refuses and (code := literal(call.args[0])) is not None:
                codes[code] = f"{source.path}:{call.lineno}"
    return codes


@every
def test_every_refusal_of_the_source_has_words(language: str) -> None:
    wordless = {
        code: where for code, where in refusals().items() if f"refusal.{code}" not in CATALOGUES[language]
    }
    assert not wordless, f"add refusal.<code> to locale/{language}.json"


def test_the_search_for_refusals_finds_some() -> None:
    assert {"not_permitted", "postgres_missing"} <= refusals().keys()


SAID: Mapping[str, Iterable[str]] = {
    "admin.capability": {permission.partition(":")[0] for permission in Permission},
    "archive.state": CaseState,
    "archive.verdict": Proof,
    "closures.reason": ClosureReason,
    "desk.channel": CallChannel,
    "desk.closing": CaseEnding,
    "desk.degree": LocationCertainty,
    "desk.data_device_class": DeviceClass,
    "desk.data_environment": LineEnvironment,
    "desk.data_line_kind": LineKind,
    "desk.data_mark": TextMark,
    "desk.data_mobility": LineMobility,
    "desk.data_origin": CallDataOrigin,
    "desk.data_provider_kind": ProviderKind,
    "desk.disposition": CallDisposition,
    "desk.known_by": NumberSource,
    "desk.pause": AutomaticPause,
    "desk.propulsion": Propulsion,
    "desk.propulsion_known": Propulsion,
    "desk.stand": AgentState,
    "desk.task": TaskState,
    "desk.vehicle_flag": MsdFlag,
    "desk.vehicle_type": VehicleCategory,
    "dispatch.aid": AidReason,
    "dispatch.change": ChangeKind,
    "dispatch.outcome": TaskOutcome,
    "dispatch.patient.age": AgeBand,
    "dispatch.refusal": RefusalReason,
    "dispatch.task": TaskState,
    "geo.facility": FACILITY_KINDS,
    "geo.quality": GeocodeQuality,
    "geo.warning": (*WarningCode, HEADING_DISPUTED),
    "goods.wind": WindFrom,
    "hospitals.can": HospitalCapability,
    "kit.unit": UnitStatus,
    "major.declared": MajorDeclaration,
    "position.why": set(FixVerdict) - TRUSTED_VERDICTS,
    "preventive.loan": LoanState,
    "preventive.state": OperationState,
    "publish.state": ReleaseState,
    "radio.kind": RadioKind,
    "radio.means": StatusMeaning,
    "radio.verdict": RadioVerdict,
    "settings.group": GROUPS,
    "settings.name": Settings.__struct_fields__,
    "settings.origin": SettingOrigin,
    "training.kind": read_stories().kinds,
    "training.measure": PracticeMeasure,
    "training.scenario": SimulatedScenarios().scenarios(),
    "wake": PushState,
    "wake.title": WakeUpReason,
    "watch": WatchKind,
}
"""Words whose key a page puts together from a code of ours: where they lack it shows the code, and no compiler sees it."""


@every
def test_every_code_that_a_page_shows_has_words(language: str) -> None:
    keys = {f"{prefix}.{code}" for prefix, codes in SAID.items() for code in codes}
    assert sorted(keys - CATALOGUES[language].keys()) == []


@every
def test_every_aggregate_that_is_not_there_is_told_in_words(language: str) -> None:
    """`unknown_<noun>` is put together where aggregates are loaded, so no search of the source finds it."""
    wordless = [
        aggregate.name
        for aggregate in aggregates()
        if f"refusal.unknown_{aggregate.name}" not in CATALOGUES[language]
    ]
    assert not wordless, f"add refusal.unknown_<noun> to locale/{language}.json"


def test_every_permission_is_said_in_words_to_who_gives_roles() -> None:
    unsaid = {p for p in Permission if f"permission.{p.replace(':', '.')}" not in CATALOGUES[REFERENCE]}
    assert unsaid == {Permission.SYSTEM}, "no role of a person holds it, and so it stands in no list"


def test_a_refusal_of_a_kind_has_the_status_of_its_code() -> None:
    """One code, one status, also where it is raised as a plain `Refused` elsewhere."""
    statuses = {"Forbidden": 403, "NotFound": 404, "Conflict": 409}
    wrong = {}
    for source in SOURCES:
        for call in source.nodes(ast.Call):
            kind = dotted(call.func).rpartition(".")[2]
            code = literal(call.args[0]) if kind in statuses and call.args else None
            if code is not None and status_of(code) != statuses[kind]:
                wrong[code] = f"{source.path}:{call.lineno} {kind}"
    assert not wrong
