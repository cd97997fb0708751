"""T13: an announcement says what its recording says. T14: what a source rests on, and figures that are compared with others."""

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import combinations
from pathlib import Path
from typing import Any

from auxilio.active_content.table_rules.catalogue import SPOKEN
from auxilio.active_content.table_rules.reading import fault, items, read_one
from auxilio.platform.documents import DocumentFault, SourceDocument
from auxilio.quality_review.scorecard import FILE as SCORECARD
from auxilio.triage.content import TriageLoadResult
from auxilio.triage.core.phrase_words import plain

ANNOUNCEMENTS = "announcements/announcements.yaml"
READ = "data/sources_read.yaml"
CROSSWALK = "data/crosswalk.yaml"
CALL_MIX = "data/call_mix.yaml"
_RANKS: Mapping[str, tuple[str, ...]] = {
    "nhs": (
        r"category 1\b",
        r"category 2\b",
        r"category 3\b(?!-)",
        r"category 3-4|category 4\b",
        r"hear and treat",
    ),
    "mpds": (r"echo", r"\bdelta, charlie", r"charlie, bravo|bravo", r"alpha", r"omega"),
    "norway": (r"^red", r"^yellow", r"^green/routine", r"^green/advice"),
    "samu_fr": (r"^p0", r"^p1", r"^p2 ", r"^p2/p3|^p3", r"^consejo"),
    "es_health": (r"^prioridad 1 ", r"^prioridad 1-2", r"^prioridad 2-3", r"^prioridad 3-4", r"^consulta"),
}
"""Foreign levels from the gravest to the mildest, as each system names them."""


def announcement_rules(folder: Path) -> Iterator[DocumentFault]:
    """T13. Each announcement has, in each language, the words that were recorded."""
    told = read_one(folder, ANNOUNCEMENTS, "announcements")
    spoken = read_one(folder, SPOKEN, "announcements-spoken")
    if told is None or spoken is None:
        return
    said, recorded = told.data["announcements"], spoken.data["spoken"]
    for code in said.keys() | recorded.keys():
        for language in sorted(said.get(code, {}).keys() | recorded.get(code, {}).keys()):
            now, then = said.get(code, {}).get(language), recorded.get(code, {}).get(language)
            if now != then:
                facts = {"language": language, "now": now or "-", "recorded": then or "-"}
                where = ("announcements", code) if code in said else ("announcements",)
                yield fault(
                    "T13", "announcement_not_as_recorded", told, *where, row=f"{code}/{language}", **facts
                )


def record_rules(folder: Path, triage: TriageLoadResult) -> Iterator[DocumentFault]:
    """T14 of sources, the crosswalk, the figures of centres and the scorecard."""
    if triage.sources_document is not None:
        yield from _read_sources(folder, triage.sources_document)
        yield from _addresses(triage.sources_document)
    for name, schema, rules in (
        (CROSSWALK, "priority-crosswalk", _crosswalk),
        (CALL_MIX, "call-mix", _figures),
        (SCORECARD, "qa-scorecard", _scorecard),
    ):
        document = read_one(folder, name, schema)
        if document is not None:
            yield from rules(document)


def _read_sources(folder: Path, sources: SourceDocument) -> Iterator[DocumentFault]:
    """A source that says what was read of it stands in the list of readings, with who and when."""
    readings = read_one(folder, READ, "sources-read")
    if readings is None:
        return
    read = {(one["read"], source) for _, one in items(readings, "readings") for source in one["sources"]}
    for id, about in sources.data.items():
        if about["basis"] != "memory" and (about["basis"], id) not in read:
            yield fault("T14", "source_not_read", sources, id, row=id, basis=about["basis"])


_NO_WORDS = frozenset(
    {"https", "http", "www", "com", "org", "html", "index", "php", "the", "and", "for", "que"}
)


def _words(said: str) -> frozenset[str]:
    return frozenset(one[:6] for one in re.findall(r"[a-z0-9]{3,}", plain(said))) - _NO_WORDS


def _addresses(sources: SourceDocument) -> Iterator[DocumentFault]:
    """No two sources agree better with each other's address than with their own."""
    titles = {id: _words(f"{id} {about['title']}") for id, about in sources.data.items()}
    addresses = {id: _words(about["url"] or "") for id, about in sources.data.items()}
    often = Counter(one for id in titles for one in titles[id] | addresses[id])
    weights = {one: math.log(len(titles) / times) for one, times in often.items()}

    def near(title: str, address: str) -> float:
        return sum(weights[one] for one in titles[title] & addresses[address])

    own = {id: near(id, id) for id in titles}
    for one, two in combinations(titles, 2):
        if sources.data[one]["url"] == sources.data[two]["url"]:
            continue
        if near(one, two) + near(two, one) > own[one] + own[two]:
            yield fault("T14", "source_links_elsewhere", sources, two, row=f"{one}/{two}", other=one)


def _crosswalk(document: SourceDocument) -> Iterator[DocumentFault]:
    """A milder priority of ours is no graver elsewhere."""
    for system, levels in _RANKS.items():
        before = -1
        for where, row in items(document, "rows"):
            said = plain(row[system])
            rank = next((nth for nth, level in enumerate(levels) if re.search(level, said)), None)
            if rank is not None and rank < before:
                facts = {"system": system, "value": row[system]}
                yield fault("T14", "crosswalk_not_downwards", document, *where, row=row["ours"], **facts)
            before = max(before, rank if rank is not None else before)


def _figures(document: SourceDocument) -> Iterator[DocumentFault]:
    """A part is not more than the whole, and a year has as many as its days."""
    for where, centre in items(document, "centres"):
        for smaller, larger, least in _parts_of(centre):
            if smaller and larger and not least <= smaller / larger <= 1.0:
                facts = {"part": f"{smaller:g}", "whole": f"{larger:g}"}
                yield fault("T14", "figures_apart", document, *where, row=centre["id"], **facts)
    shares: dict[str, Any] = document.data["suggested_simulation"].get("group_share", {})
    if shares and abs(sum(shares.values()) - 1) > 0.01:
        facts = {"part": f"{sum(shares.values()):g}", "whole": "1"}
        yield fault("T14", "figures_apart", document, "suggested_simulation", row="group_share", **facts)


def _parts_of(centre: Mapping[str, Any]) -> Iterator[tuple[float, float, float]]:
    """Part, whole, and the least share that the part can have."""
    calls, operative = centre.get("calls", 0), centre.get("operative_calls", 0)
    incidents = centre.get("incidents", 0)
    yield operative, calls, 0.2
    yield incidents, calls or operative, 0.1
    yield centre.get("empty_calls", 0), calls, 0.02
    yield incidents, centre.get("mobilisations", 0), 0.3
    told = centre.get("notifications", {})
    yield incidents, told.get("total", 0) or centre.get("notifications_total", 0), 0.3
    yield sum(value for key, value in told.items() if key != "total"), told.get("total", 0), 0.95
    yield sum(centre.get("by_group", {}).values()), operative or incidents, 0.7
    for each in ("calls", "incidents"):
        day = centre.get("per_day", {}).get(each, 0)
        yield min(day * 365, centre.get(each, 0)), max(day * 365, centre.get(each, 0)), 0.98
    for part in centre.values():
        if isinstance(part, dict) and "total" in part:
            yield max((value for key, value in part.items() if key != "total"), default=0), part["total"], 0.0


def _scorecard(document: SourceDocument) -> Iterator[DocumentFault]:
    """No two items of a review read the same fact."""
    seen: dict[str, str] = {}
    for where, section in items(document, "sections"):
        for item in section["items"]:
            auto = item["auto"]
            if auto is not None and seen.setdefault(auto, item["id"]) != item["id"]:
                facts = {"fact": auto, "other": seen[auto]}
                yield fault("T14", "fact_read_twice", document, *where, row=item["id"], **facts)
