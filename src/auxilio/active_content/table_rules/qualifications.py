"""T10: a dangerous capability demands a qualification, and no lesser one.

The least of each capability is law (cited below) or the meaning of the work, so it stands here and not with the author's list.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

from auxilio.active_content.table_rules.reading import fault, items, read_one
from auxilio.platform.documents import DocumentFault
from auxilio.rosters.qualification_content import FILE

LEAST: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(("als", "rrv", "hems"), frozenset({"physician", "nurse"})),
    "bls": frozenset({"physician", "nurse", "technician"}),
    **dict.fromkeys(("pump", "ladder", "rescue", "forest_engine"), frozenset({"driving_c"})),
    "forest_crew": frozenset({"wildfire"}),
    "hazmat": frozenset({"cbrn"}),
    "water": frozenset({"diving", "lifeguard"}),
    "mountain": frozenset({"mountain"}),
    "eod": frozenset({"bomb_disposal"}),
}
"""RD 836/2012, art. 4 (ambulances); RD 818/2009, art. 4 (class C over 3,500 kg); RD 550/2020 (diving); the others by the work."""
_KNOWN = frozenset().union(*LEAST.values())


def qualification_rules(folder: Path) -> Iterator[DocumentFault]:
    """All of T10 of a folder. A qualification of an author's own is left to the author."""
    document = read_one(folder, FILE, "qualifications")
    if document is None:
        return
    needs = {one["capability"]: (where, one["any_of"]) for where, one in items(document, "needs")}
    for capability, least in LEAST.items():
        expected = ", ".join(sorted(least))
        if capability not in needs:
            yield fault(
                "T10", "unqualified_crew", document, "needs", row=capability, said="-", expected=expected
            )
            continue
        where, accepted = needs[capability]
        lesser = sorted(one for one in accepted if one in _KNOWN and one not in least)
        if lesser:
            facts = {"said": ", ".join(lesser), "expected": expected}
            yield fault("T10", "unqualified_crew", document, *where, row=capability, **facts)
