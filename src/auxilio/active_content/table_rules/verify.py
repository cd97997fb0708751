"""Proves the rules of tables over a folder, less the exceptions that its author gives with a reason."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from auxilio.active_content.table_rules.areas import area_rules
from auxilio.active_content.table_rules.civil_plans import civil_plan_rules
from auxilio.active_content.table_rules.goods import goods_rules
from auxilio.active_content.table_rules.needs import MINIMUMS, needs_rules
from auxilio.active_content.table_rules.plate_codes import plate_rules
from auxilio.active_content.table_rules.radio_plans import radio_rules
from auxilio.active_content.table_rules.reading import fault, items, read_one, schema_faults
from auxilio.active_content.table_rules.typology import DUTIES, duties, type_and_protocol
from auxilio.platform.documents import DocumentFault
from auxilio.triage.content import TriageLoadResult

EXCEPTIONS = "data/table_exceptions.yaml"
_SCHEMAS = ((DUTIES, "type-duties"), (MINIMUMS, "response-minimums"), (EXCEPTIONS, "table-exceptions"))


def table_faults(folder: Path, triage: TriageLoadResult) -> list[DocumentFault]:
    """Every fault of T01 to T15 of a folder, and each exception that excuses none."""
    found = [one for name, schema in _SCHEMAS for one in schema_faults(folder, name, schema)]
    return [*found, *_excused(folder, _all_rules(folder, triage))]


def _all_rules(folder: Path, triage: TriageLoadResult) -> Iterator[DocumentFault]:
    yield from type_and_protocol(triage)
    for rules in (
        *(duties, needs_rules, area_rules, radio_rules, civil_plan_rules, goods_rules, plate_rules),
    ):
        yield from rules(folder)


def _excused(folder: Path, faults: Iterable[DocumentFault]) -> Iterator[DocumentFault]:
    document = read_one(folder, EXCEPTIONS, "table-exceptions")
    excuses = (
        {(one["fault"], one["row"]): where for where, one in items(document, "exceptions")}
        if document is not None
        else {}
    )
    used = set()
    for one in faults:
        key = (one.code, str(one.facts["row"]))
        if key in excuses:
            used.add(key)
        else:
            yield one
    for code, row in excuses.keys() - used:
        assert document is not None
        yield fault("T15", "table_exception_not_needed", document, *excuses[code, row], row=row, fault=code)
