"""What the tables say of what somebody read. Pure: the same words and the same tables, the same answer."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from auxilio.hazmat.core import plate
from auxilio.hazmat.core.model import (
    DistanceRow,
    EverydayName,
    HazmatMatch,
    HazmatQuery,
    HazmatTables,
    Substance,
)
from auxilio.kernel.hazmat import DistanceBasis, HazardDistances, HazmatSheet, Spoken

UNKNOWN = "unknown"
MATCHES_MAX = 8
NAME_MAX = 200
ISOLATION_DISTANCE_M_MAX = 11_000
"""Printed as "11.0+": it may be farther (ERG, table 1, notes)."""


def look_up(tables: HazmatTables, asked: HazmatQuery) -> HazmatSheet:
    """The answer to a plate, a number or a class. Never refused: what is not known is said in `marks`."""
    top = plate.read_hazard_number(asked.top)
    number = plate.read_un_number(asked.un) or plate.read_un_number(asked.bottom)
    substance = tables.substances.get(number or "")
    basis, rows = _basis(tables, asked, substance, top)
    classes = substance.classes if substance else _query_marks(asked, top)
    everyday = tables.everyday.get(number or "")
    guide = tables.guides[rows[0].guide]
    small, large = _reaches(tables, rows)
    return HazmatSheet(
        basis=basis,
        edition=tables.signs.edition,
        source=tables.signs.source,
        guide=guide.guide,
        guide_title=guide.material,
        un=substance.un if substance else None,
        name=substance.names[0][:NAME_MAX] if substance else None,
        names=_shown_names(tables, substance),
        classes=classes,
        class_words=_class_words(tables, classes),
        top_words=plate.hazard_number_words(top, tables.signs) if top else {},
        small=small,
        large=large,
        fire_m=_largest(row.fire_iso_m for row in rows),
        marks=tuple(_marks(asked, substance, everyday, top, basis, rows)),
    )


class HazmatIndex:
    """The tables in force, with the words of each name made ready once: a search looks at three thousand names."""

    def __init__(self, tables: HazmatTables) -> None:
        self._tables = tables
        self._index = [
            (
                substance.un,
                substance.un in tables.everyday,
                [_words(name) for name in _names_of(tables, substance)],
            )
            for substance in tables.substances.values()
        ]

    def look_up(self, asked: HazmatQuery) -> HazmatSheet:
        """The answer to a plate, a number or a class."""
        return look_up(self._tables, asked)

    def find(self, words: str) -> tuple[HazmatMatch, ...]:
        """The goods that words may mean, the likeliest first: whole names before parts, everyday names before the table's."""
        wanted = _words(words)
        if not wanted:
            return ()
        ranked = []
        for un, everyday, names in self._index:
            rank, longer = min(_rank(wanted, name) for name in names)
            if rank < _MISSED:
                ranked.append((rank, not everyday, longer, un))
        return tuple(_match_of(self._tables, un) for *_, un in sorted(ranked)[:MATCHES_MAX])


# --- where the distances come from ----------------------------------------------------------------


def _basis(
    tables: HazmatTables, asked: HazmatQuery, substance: Substance | None, top: str | None
) -> tuple[DistanceBasis, Sequence[DistanceRow]]:
    """The surest rows there are for what was asked."""
    if substance is not None:
        if rows := tables.rows.get(substance.un):
            ordinary = [row for row in rows if not row.weapon]
            return DistanceBasis.NUMBER, ordinary or rows
        everyday = tables.everyday.get(substance.un)
        if everyday and everyday.guide:
            return DistanceBasis.GUIDE, [tables.guides[everyday.guide]]
        if substance.classes:
            return DistanceBasis.CLASS, [_of_classes(tables, substance.classes)]
    if told := plate.read_class(asked.hazard_class):
        return DistanceBasis.TOLD_CLASS, [_of_classes(tables, (told,))]
    if top:
        return DistanceBasis.TOP, [_of_classes(tables, (plate.class_of(top),))]
    return DistanceBasis.UNKNOWN, [_of_classes(tables, ())]


def _query_marks(asked: HazmatQuery, top: str | None) -> tuple[str, ...]:
    told = plate.read_class(asked.hazard_class) or (plate.class_of(top) if top else None)
    return (told,) if told else ()


def _of_classes(tables: HazmatTables, classes: tuple[str, ...]) -> DistanceRow:
    """The guide that a class falls back to; of several classes the one that reaches farthest."""
    guides = [_guide_of(tables, one) for one in classes] or [tables.signs.class_guides[UNKNOWN]]
    return max((tables.guides[guide] for guide in guides), key=lambda row: (row.fire_iso_m, row.large_iso_m))


def _guide_of(tables: HazmatTables, division: str) -> str:
    guides = tables.signs.class_guides
    return guides.get(division) or guides.get(division.partition(".")[0]) or guides[UNKNOWN]


def _reaches(tables: HazmatTables, rows: Sequence[DistanceRow]) -> tuple[HazardDistances, HazardDistances]:
    """Small and large spill, each figure the largest of its rows: so the guidebook has it when the name is not known."""
    each = [(_small(row), _large(row, tables.signs.all_round_guides)) for row in rows]
    return _join([small for small, _ in each]), _join([large for _, large in each])


def _small(row: DistanceRow) -> HazardDistances:
    return HazardDistances(
        isolation_m=row.small_iso_m or None, day_m=row.small_day_m or None, night_m=row.small_night_m or None
    )


def _large(row: DistanceRow, all_round: frozenset[str]) -> HazardDistances:
    """A row of a guide has one figure for a large spill: how far to clear downwind at first, of some goods all round."""
    if row.table_3:
        return HazardDistances()
    if row.large_day_m or row.large_night_m:
        return HazardDistances(
            isolation_m=row.large_iso_m or None,
            day_m=row.large_day_m or None,
            night_m=row.large_night_m or None,
        )
    if row.guide in all_round:
        return HazardDistances(isolation_m=row.large_iso_m or row.small_iso_m or None)
    downwind_m = row.large_iso_m or None
    return HazardDistances(isolation_m=row.small_iso_m or None, day_m=downwind_m, night_m=downwind_m)


def _join(reaches: Sequence[HazardDistances]) -> HazardDistances:
    return HazardDistances(
        isolation_m=_largest(one.isolation_m for one in reaches),
        day_m=_largest(one.day_m for one in reaches),
        night_m=_largest(one.night_m for one in reaches),
    )


def _largest(figures: Iterable[int | None]) -> int | None:
    return max((figure for figure in figures if figure), default=None)


# --- what must be said beside it ------------------------------------------------------------------


def _marks(
    asked: HazmatQuery,
    substance: Substance | None,
    everyday: EverydayName | None,
    top: str | None,
    basis: DistanceBasis,
    rows: Sequence[DistanceRow],
) -> Iterable[str]:
    number = plate.read_un_number(asked.bottom)
    checks = (
        ("no_water", plate.forbids_water(top)),
        (
            "contradiction",
            top and substance and plate.contradicts_classes(top, (*substance.classes, *substance.labels)),
        ),
        ("top_unreadable", plate.normalize(asked.top) and not top),
        ("number_unreadable", plate.normalize(asked.bottom) and not number),
        ("number_unknown", (number or plate.read_un_number(asked.un)) and substance is None),
        ("table_3", any(row.table_3 for row in rows)),
        ("several_names", basis is DistanceBasis.NUMBER and len({_figures(row) for row in rows}) > 1),
        ("in_water", any(row.in_water for row in rows)),
        ("polymerizes", any(row.polymerizes for row in rows)),
        ("bleve", any(row.bleve for row in rows)),
        ("name_english", substance is not None and everyday is None),
        ("guide_unchecked", basis is DistanceBasis.GUIDE and everyday is not None and not everyday.checked),
        ("farther", any(ISOLATION_DISTANCE_M_MAX in _figures(row) for row in rows)),
    )
    return (code for code, holds in checks if holds)


def _figures(row: DistanceRow) -> tuple[int, ...]:
    return (
        *(row.small_iso_m, row.small_day_m, row.small_night_m),
        *(row.large_iso_m, row.large_day_m, row.large_night_m),
    )


# --- words ----------------------------------------------------------------------------------------


def _shown_names(tables: HazmatTables, substance: Substance | None) -> Spoken:
    """What it is called in each language: as people say it, or in English, as the table has it."""
    if substance is None:
        return {}
    everyday = tables.everyday.get(substance.un)
    english = substance.names[0][:NAME_MAX]
    return {
        language: everyday.names[language][0] if everyday else english for language in tables.signs.doubled
    }


def _class_words(tables: HazmatTables, classes: tuple[str, ...]) -> Spoken:
    known = tables.signs.classes
    words = [
        known[name] for one in classes if (name := one if one in known else one.partition(".")[0]) in known
    ]
    return (
        {lang: " · ".join(word[lang] for word in words)[:NAME_MAX] for lang in tables.signs.doubled}
        if words
        else {}
    )


def _names_of(tables: HazmatTables, substance: Substance) -> Iterable[str]:
    everyday = tables.everyday.get(substance.un)
    yield from substance.names
    for names in everyday.names.values() if everyday else ():
        yield from names


def _match_of(tables: HazmatTables, un: str) -> HazmatMatch:
    substance = tables.substances[un]
    return HazmatMatch(
        un=un,
        name=substance.names[0][:NAME_MAX],
        names=_shown_names(tables, substance),
        classes=substance.classes,
    )


_WHOLE, _BEGINS, _WITHIN, _MISSED = range(4)


def _rank(wanted: Sequence[str], had: Sequence[str]) -> tuple[int, int]:
    """How well a name answers, and how much longer it is than what was said."""
    longer = len(had) - len(wanted)
    if not all(any(word.startswith(part) for word in had) for part in wanted):
        return _MISSED, longer
    if had == wanted:
        return _WHOLE, 0
    return (_BEGINS if had[0].startswith(wanted[0]) else _WITHIN), longer


def _words(text: str) -> Sequence[str]:
    """In small letters and without accents."""
    plain = unicodedata.normalize("NFKD", text.lower())
    return re.findall(r"[a-z0-9]+", "".join(c for c in plain if not unicodedata.combining(c)))
