"""L71: a telephone number of the content can be dialled, costs its caller nothing beyond a call, and is asked for by something.

T09 and L38 compare numbers with the lists of the content; this rule looks at what stands in those lists. It has no exceptions.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from auxilio.active_content.agreement.concepts import CONCEPTS
from auxilio.active_content.table_rules.reading import (
    AREAS,
    CATALOG,
    fault,
    items,
    read_one,
)
from auxilio.platform.documents import DocumentFault, SourceDocument
from auxilio.triage.content import TriageLoadResult

SPAIN = "34"
OWN_NUMBER = "112"
"""The centre itself: who is passed on to it is in the queue again."""
_SHORT = re.compile(r"0\d\d|112|116\d{3}")
_SUBSCRIBER = re.compile(r"[6-9]\d{8}")
_CHARGED = re.compile(r"80[1-9]\d{6}|90[1-9]\d{6}|70\d{7}|118\d{2}|[2379]\d{4,5}")
"""Of Spain: additional charge (803, 806, 807, 905, 907), shared cost (901, 902), personal numbers (70), directories (118), messages
that cost more; 800 and 900 are free. Plan nacional de numeración telefónica (annex of Real Decreto 2296/2004)."""
_ABROAD = re.compile(r"\+[1-9]\d{7,14}")


def telephone_rules(folder: Path, triage: TriageLoadResult) -> Iterator[DocumentFault]:
    """All of L71 of a folder."""
    catalog = read_one(folder, CATALOG, "catalog")
    yield from _helplines(catalog, triage) if catalog is not None else ()
    concepts = read_one(folder, CONCEPTS, "concepts")
    for number in concepts.data["telephones"] if concepts is not None else ():
        yield from _wrong(concepts, "telephones", number, row=number, number=number)
    for path in sorted((folder / AREAS).glob("*.yaml")):
        area = read_one(folder, f"{AREAS}/{path.name}", "response-area")
        yield from _area(area) if area is not None else ()


def odd(number: str) -> str | None:
    """What is wrong with a number as it is dialled; None where nothing is."""
    national = number.removeprefix(f"+{SPAIN}")
    if _CHARGED.fullmatch(national):
        return "number_charged"
    if national == number and number.startswith("+"):
        return None if _ABROAD.fullmatch(number) else "number_undiallable"
    fits = _SUBSCRIBER.fullmatch(national) or (national == number and _SHORT.fullmatch(number))
    return None if fits else "number_undiallable"


def _helplines(catalog: SourceDocument, triage: TriageLoadResult) -> Iterator[DocumentFault]:
    named = {
        outcome.transfer.to
        for protocol in triage.content.protocols.values()
        for outcome in (*protocol.rules, *protocol.additions)
        if outcome.transfer is not None
    }
    for code, line in catalog.data.get("helplines", {}).items():
        where, number = ("helplines", code, "number"), line["number"]
        if number == OWN_NUMBER:
            yield fault("L71", "helpline_is_the_centre", catalog, *where, row=code, number=number)
        yield from _wrong(catalog, *where, row=code, number=number)
        if code not in named:
            yield fault("L71", "helpline_unused", catalog, "helplines", code, row=code)


def _area(area: SourceDocument) -> Iterator[DocumentFault]:
    for part, key in (("centres", "phone"), ("contacts", "number")):
        for where, one in items(area, part):
            if one.get(key):
                yield from _wrong(area, *where, key, row=str(one.get("id", one["name"])), number=one[key])


def _wrong(
    document: SourceDocument | None, *where: str | int, row: str, number: str
) -> Iterator[DocumentFault]:
    code = odd(number)
    if code and document is not None:
        yield fault("L71", code, document, *where, row=row, number=number)
