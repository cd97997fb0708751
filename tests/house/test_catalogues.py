"""The catalogues: the same keys in four languages, the same facts in each, and words for every refusal of the source."""

import ast
import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from auxilio.app.house import NOUNS
from auxilio.archive.verify import Verdict as Proof
from auxilio.calls.model import Channel, Disposition, HousePause, Stand
from auxilio.cases.model import HEADING_DISPUTED, CaseState, Degree, Ending, WindFrom
from auxilio.closures.model import Reason
from auxilio.dispatch.model.patient import AgeBand
from auxilio.dispatch.model.shared import ChangeKind
from auxilio.dispatch.model.task import AidReason, RefusalReason, TaskOutcome, TaskState
from auxilio.dispatch.model.unit import UnitStatus
from auxilio.dispatch.tracking.model import TRUSTED, Verdict
from auxilio.followup.model import WatchKind
from auxilio.geo.model import FACILITY_KINDS, Quality, WarningCode
from auxilio.hospitals.model import Can
from auxilio.identity.permissions import Permission
from auxilio.major.model.scene import Declared
from auxilio.platform.i18n import LANGUAGES, REFERENCE
from auxilio.platform.icu import BadMessage, facts_in, parse
from auxilio.preventive.model import LoanState, OperationState
from auxilio.publishing.model import ReleaseState
from auxilio.radio.model import CodeMeans, RadioKind, RadioVerdict
from tests.house.rules import dotted, literal
from tests.house.test_rules import SOURCES

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
        key: (sorted(facts_in(parse(text))), sorted(facts_in(parse(CATALOGUES[language][key]))))
        for key, text in CATALOGUES[REFERENCE].items()
        if key in CATALOGUES[language] and facts_in(parse(text)) != facts_in(parse(CATALOGUES[language][key]))
    }
    assert not different


@every
def test_a_key_is_a_capability_and_words(language: str) -> None:
    odd = [key for key in CATALOGUES[language] if not re.fullmatch(r"[a-z]+(\.[a-zA-Z0-9_-]+)+", key)]
    assert not odd


@every
def test_a_catalogue_is_sorted_so_that_two_people_can_add_to_it(language: str) -> None:
    assert list(CATALOGUES[language]) == sorted(CATALOGUES[language])


def refusals() -> dict[str, str]:
    """Each code that the source refuses with, and where."""
    codes = {}
    for source in SOURCES:
        for call in source.nodes(ast.Call):
            refuses = dotted(call.func).rpartition(".")[2] == "Refused" and call.args
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
    "closures.reason": Reason,
    "desk.channel": Channel,
    "desk.closing": Ending,
    "desk.degree": Degree,
    "desk.disposition": Disposition,
    "desk.pause": HousePause,
    "desk.stand": Stand,
    "desk.task": TaskState,
    "dispatch.aid": AidReason,
    "dispatch.change": ChangeKind,
    "dispatch.outcome": TaskOutcome,
    "dispatch.patient.age": AgeBand,
    "dispatch.refusal": RefusalReason,
    "dispatch.task": TaskState,
    "geo.facility": FACILITY_KINDS,
    "geo.quality": Quality,
    "geo.warning": (*WarningCode, HEADING_DISPUTED),
    "goods.wind": WindFrom,
    "hospitals.can": Can,
    "kit.unit": UnitStatus,
    "major.declared": Declared,
    "position.why": set(Verdict) - TRUSTED,
    "preventive.loan": LoanState,
    "preventive.state": OperationState,
    "publish.state": ReleaseState,
    "radio.kind": RadioKind,
    "radio.means": CodeMeans,
    "radio.verdict": RadioVerdict,
    "watch": WatchKind,
}
"""Words whose key a page puts together from a code of ours: where they lack it shows the code, and no compiler sees it."""


@every
def test_every_code_that_a_page_shows_has_words(language: str) -> None:
    keys = {f"{prefix}.{code}" for prefix, codes in SAID.items() for code in codes}
    assert sorted(keys - CATALOGUES[language].keys()) == []


@every
def test_every_noun_that_is_not_there_is_told_in_words(language: str) -> None:
    """`unknown_<noun>` is put together where nouns are loaded, so no search of the source finds it."""
    wordless = [noun.name for noun in NOUNS if f"refusal.unknown_{noun.name}" not in CATALOGUES[language]]
    assert not wordless, f"add refusal.unknown_<noun> to locale/{language}.json"


def test_every_permission_is_said_in_words_to_who_gives_roles() -> None:
    unsaid = {p for p in Permission if f"admin.can.{p.replace(':', '.')}" not in CATALOGUES[REFERENCE]}
    assert unsaid == {Permission.SYSTEM}, "no role of a person holds it, and so it stands in no list"
