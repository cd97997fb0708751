"""Proves the rules of tables over a folder, less the exceptions that its author gives with a reason."""

from collections.abc import Iterable, Iterator, Set
from pathlib import Path

from auxilio.active_content.table_rules.areas import area_rules
from auxilio.active_content.table_rules.catalogue import SPOKEN, catalogue_rules
from auxilio.active_content.table_rules.civil_plans import civil_plan_rules
from auxilio.active_content.table_rules.hazmat_tables import goods_rules
from auxilio.active_content.table_rules.needs import MINIMUMS, needs_rules
from auxilio.active_content.table_rules.plate_codes import plate_rules
from auxilio.active_content.table_rules.qualifications import qualification_rules
from auxilio.active_content.table_rules.radio_plans import radio_rules
from auxilio.active_content.table_rules.reading import fault, items, read_one, schema_faults
from auxilio.active_content.table_rules.records import (
    ANNOUNCEMENTS,
    CALL_MIX,
    CROSSWALK,
    READ,
    announcement_rules,
    record_rules,
)
from auxilio.active_content.table_rules.spoken_words import spoken_word_rules
from auxilio.active_content.table_rules.story import story_rules
from auxilio.active_content.table_rules.telephones import telephone_rules
from auxilio.active_content.table_rules.typology import DUTIES, duties, type_and_protocol
from auxilio.platform.documents import DocumentFault
from auxilio.triage.content import TriageLoadResult

EXCEPTIONS = "data/table_exceptions.yaml"
_SCHEMAS = (
    *((DUTIES, "type-duties"), (MINIMUMS, "response-minimums"), (EXCEPTIONS, "table-exceptions")),
    *((ANNOUNCEMENTS, "announcements"), (SPOKEN, "announcements-spoken"), (READ, "sources-read")),
    *((CROSSWALK, "priority-crosswalk"), (CALL_MIX, "call-mix")),
)
"""Files that no other reader of content reads."""
_BY_PHRASES = ("word_of_other_type", "phrases_of_other_type", "type_names_changed_places")
"""Not told of a set that has too few phrases to compare: what is excused there may be needed with others."""


def table_faults(folder: Path, triage: TriageLoadResult, small: Set[str] | None) -> list[DocumentFault]:
    """Every fault of T01 to T15 and L71 of a folder, and each exception that excuses none.

    `small`: words that carry no meaning; None when the table of them cannot be read, and then phrases are not compared.
    """
    found = [one for name, schema in _SCHEMAS for one in schema_faults(folder, name, schema)]
    found += telephone_rules(folder, triage)
    return [*found, *_excused(folder, _all_rules(folder, triage, small))]


def _all_rules(folder: Path, triage: TriageLoadResult, small: Set[str] | None) -> Iterator[DocumentFault]:
    yield from type_and_protocol(triage)
    yield from catalogue_rules(folder, triage)
    if small is not None:
        yield from spoken_word_rules(folder, triage, small)
    yield from story_rules(folder, triage)
    yield from record_rules(folder, triage)
    for rules in (
        *(duties, needs_rules, area_rules, radio_rules, civil_plan_rules, goods_rules, plate_rules),
        *(qualification_rules, announcement_rules),
    ):
        yield from rules(folder)


def served_type_faults(folder: Path, triage: TriageLoadResult) -> list[DocumentFault]:
    """What T01 says of types and protocols alone, for who changes a protocol."""
    excuses = _excuses(folder)
    return [one for one in type_and_protocol(triage) if _key(one) not in excuses]


def _excuses(folder: Path) -> dict[tuple[str, str], DocumentFault]:
    """What is excused, each with the fault that it is when nothing needs it."""
    document = read_one(folder, EXCEPTIONS, "table-exceptions")
    if document is None:
        return {}
    return {
        (one["fault"], one["row"]): fault(
            "T15", "table_exception_not_needed", document, *where, row=one["row"], fault=one["fault"]
        )
        for where, one in items(document, "exceptions")
    }


def _excused(folder: Path, faults: Iterable[DocumentFault]) -> Iterator[DocumentFault]:
    excuses, used = _excuses(folder), set()
    for one in faults:
        if _key(one) in excuses:
            used.add(_key(one))
        else:
            yield one
    yield from (excuses[key] for key in excuses.keys() - used if key[0] not in _BY_PHRASES)


def _key(fault: DocumentFault) -> tuple[str, str]:
    return fault.code, str(fault.facts["row"])
