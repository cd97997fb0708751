"""Rules of tables (T01 to T15): what ships has no fault, and each defect of `faulty_tables` is found by its rule."""

import hashlib
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path

import pytest

from auxilio.active_content.table_rules.areas import area_rules
from auxilio.active_content.table_rules.catalogue import catalogue_rules
from auxilio.active_content.table_rules.civil_plans import civil_plan_rules
from auxilio.active_content.table_rules.hazmat_tables import goods_rules
from auxilio.active_content.table_rules.needs import needs_rules
from auxilio.active_content.table_rules.plate_codes import plate_rules
from auxilio.active_content.table_rules.qualifications import qualification_rules
from auxilio.active_content.table_rules.radio_plans import radio_rules
from auxilio.active_content.table_rules.records import announcement_rules, record_rules
from auxilio.active_content.table_rules.spoken_words import spoken_word_rules
from auxilio.active_content.table_rules.story import story_rules
from auxilio.active_content.table_rules.telephones import telephone_rules
from auxilio.active_content.table_rules.typology import duties, type_and_protocol
from auxilio.active_content.table_rules.verify import EXCEPTIONS, table_faults
from auxilio.active_content.word_tables import read_word_tables
from auxilio.platform.documents import DocumentFault, read_yaml
from auxilio.triage.content import TriageLoadResult, read_triage
from tests.content.faulty_content import CONTENT, Folder
from tests.content.faulty_tables import DEFECTS
from tests.content.faulty_vocabularies import VOCABULARY_DEFECTS

TRIAGE_TABLES = ("catalog.yaml", "interview_rules.yaml", "sources.yaml", "synonyms.yaml", "typology.csv")
type Rules = Callable[[Path], Iterable[DocumentFault]]


def triage_of(folder: Path) -> TriageLoadResult:
    """Read again only when one of its files differs: most defects stand elsewhere."""
    tables = (folder / "data" / name for name in TRIAGE_TABLES)
    files = [*sorted(folder.glob("protocols/*.yaml")), *sorted(folder.glob("i18n/critical.*.yaml")), *tables]
    return _triage(folder, hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest())


@lru_cache(maxsize=3)
def _triage(folder: Path, _digest: str) -> TriageLoadResult:
    return read_triage(folder)


def small_words(folder: Path) -> frozenset[str]:
    return frozenset(read_word_tables(folder, CONTENT, ()).story.small)


def all_rules(folder: Path) -> list[DocumentFault]:
    return table_faults(folder, triage_of(folder), small_words(folder))


RULES: dict[str, Rules] = {
    "T01": lambda folder: type_and_protocol(triage_of(folder)),
    "T02": duties,
    "T03": needs_rules,
    "T04": area_rules,
    "T05": radio_rules,
    "T06": civil_plan_rules,
    "T07": goods_rules,
    "T08": plate_rules,
    "T09": lambda folder: catalogue_rules(folder, triage_of(folder)),
    "T10": qualification_rules,
    "T11": lambda folder: spoken_word_rules(folder, triage_of(folder), small_words(folder)),
    "T12": lambda folder: story_rules(folder, triage_of(folder)),
    "T13": announcement_rules,
    "T14": lambda folder: record_rules(folder, triage_of(folder)),
    "T15": all_rules,
    "L71": lambda folder: telephone_rules(folder, triage_of(folder)),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    return Folder(tmp_path_factory.mktemp("tables"))


@pytest.fixture(scope="module")
def sound(folder: Folder) -> dict[str, set[tuple[str, str]]]:
    """What each rule says of the shipped content, which its exceptions excuse."""
    return {rule: {_key(one) for one in rules(folder.path)} for rule, rules in RULES.items()}


def test_the_shipped_tables_have_no_fault() -> None:
    assert all_rules(CONTENT) == []


@pytest.mark.parametrize(("rule", "code", "file", "old", "new"), [*DEFECTS, *VOCABULARY_DEFECTS])
def test_a_defect_of_a_table_is_found_by_its_rule(
    folder: Folder,
    sound: dict[str, set[tuple[str, str]]],
    rule: str,
    code: str,
    file: str,
    old: str,
    new: str,
) -> None:
    path = folder.path / file
    before = path.read_bytes()
    folder.plant(file, old, new)
    try:
        found = [one for one in RULES[rule](folder.path) if _key(one) not in sound[rule]]
    finally:
        path.write_bytes(before)
    assert code in {one.code for one in found}
    assert all(one.rule == rule and one.line > 0 for one in found)


def test_every_exception_is_needed_and_has_a_reason() -> None:
    document = read_yaml(CONTENT / EXCEPTIONS, EXCEPTIONS)[0][0]
    assert all(len(one["because"]) >= 30 for one in document.data["exceptions"])
    assert len(document.data["exceptions"]) < 45


def test_an_exception_excuses_its_row_and_no_other(folder: Folder) -> None:
    path = folder.path / "plans/needs.yaml"
    before, excuses = path.read_bytes(), folder.path / EXCEPTIONS
    said = excuses.read_text("utf-8")
    folder.plant("plans/needs.yaml", "MRCC: CIVIL_PROTECTION", "MRCC: FIRE")
    folder.plant("plans/needs.yaml", "CRISIS_LINE: HEALTH", "CRISIS_LINE: POLICE")
    line = '  - {fault: stand_in_unable, row: MRCC, because: "the brigade of this coast has the lifeboats"}\n'
    excuses.write_text(said + line, "utf-8")
    try:
        found = {(one.code, one.facts["row"]) for one in all_rules(folder.path)}
    finally:
        path.write_bytes(before)
        excuses.write_text(said, "utf-8")
    assert found == {("stand_in_unable", "CRISIS_LINE")}


def _key(fault: DocumentFault) -> tuple[str, str]:
    return fault.code, str(fault.facts["row"])
