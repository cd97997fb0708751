"""What the tables say of what somebody read. Pure: the same words and the same tables, the same answer."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from auxilio.goods import plate
from auxilio.goods.model import Asked, Everyday, Found, Row, Substance, Tables
from auxilio.kernel.goods import Basis, Reach, Sheet, Spoken

UNKNOWN = "unknown"
FOUND_MAX = 8
NAME_MAX = 200
FARTHEST_M = 11_000
"""Printed as "11.0+": it may be farther (ERG, table 1, notes)."""


def look_up(tables: Tables, asked: Asked) -> Sheet:
    """The answer to a plate, a number or a class. Never refused: what is not known is said in `marks`."""
    top = plate.read_top(asked.top)
    number = plate.read_number(asked.un) or plate.read_number(asked.bottom)
    substance = tables.substances.get(number or "")
    basis, rows = _basis(tables, asked, substance, top)
    classes = substance.classes if substance else _told(asked, top)
    everyday = tables.everyday.get(number or "")
    guide = tables.guides[rows[0].guide]
    small, large = _reaches(tables, rows)
    return Sheet(
        basis=basis,
        edition=tables.signs.edition,
        source=tables.signs.source,
        guide=guide.guide,
        guide_title=guide.material,
        un=substance.un if substance else None,
        name=substance.names[0][:NAME_MAX] if substance else None,
        names=_shown(tables, substance),
        classes=classes,
        class_words=_class_words(tables, classes),
        top_words=plate.top_words(top, tables.signs) if top else {},
        small=small,
        large=large,
        fire_m=_largest(row.fire_iso_m for row in rows),
        marks=tuple(_marks(asked, substance, everyday, top, basis, rows)),
    )


class GoodsBook:
    """The tables in force, with the words of each name made ready once: a search looks at three thousand names."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._index = [
            (
                substance.un,
                substance.un in tables.everyday,
                [_words(name) for name in _called(tables, substance)],
            )
            for substance in tables.substances.values()
        ]

    def look_up(self, asked: Asked) -> Sheet:
        """The answer to a plate, a number or a class."""
        return look_up(self._tables, asked)

    def find(self, words: str) -> tuple[Found, ...]:
        """The goods that words may mean, the likeliest first: whole names before parts, everyday names before the table's."""
        wanted = _words(words)
        if not wanted:
            return ()
        ranked = []
        for un, everyday, names in self._index:
            rank, longer = min(_rank(wanted, name) for name in names)
            if rank < _MISSED:
                ranked.append((rank, not everyday, longer, un))
        return tuple(_found(self._tables, un) for *_, un in sorted(ranked)[:FOUND_MAX])


# --- where the distances come from ----------------------------------------------------------------


def _basis(
    tables: Tables, asked: Asked, substance: Substance | None, top: str | None
) -> tuple[Basis, Sequence[Row]]:
    """The surest rows there are for what was asked."""
    if substance is not None:
        if rows := tables.rows.get(substance.un):
            ordinary = [row for row in rows if not row.weapon]
            return Basis.NUMBER, ordinary or rows
        everyday = tables.everyday.get(substance.un)
        if everyday and everyday.guide:
            return Basis.GUIDE, [tables.guides[everyday.guide]]
        if substance.classes:
            return Basis.CLASS, [_of_classes(tables, substance.classes)]
    if told := plate.read_class(asked.hazard_class):
        return Basis.TOLD_CLASS, [_of_classes(tables, (told,))]
    if top:
        return Basis.TOP, [_of_classes(tables, (plate.class_of(top),))]
    return Basis.UNKNOWN, [_of_classes(tables, ())]


def _told(asked: Asked, top: str | None) -> tuple[str, ...]:
    told = plate.read_class(asked.hazard_class) or (plate.class_of(top) if top else None)
    return (told,) if told else ()


def _of_classes(tables: Tables, classes: tuple[str, ...]) -> Row:
    """The guide that a class falls back to; of several classes the one that reaches farthest."""
    guides = [_guide_of(tables, one) for one in classes] or [tables.signs.class_guides[UNKNOWN]]
    return max((tables.guides[guide] for guide in guides), key=lambda row: (row.fire_iso_m, row.large_iso_m))


def _guide_of(tables: Tables, division: str) -> str:
    guides = tables.signs.class_guides
    return guides.get(division) or guides.get(division.partition(".")[0]) or guides[UNKNOWN]


def _reaches(tables: Tables, rows: Sequence[Row]) -> tuple[Reach, Reach]:
    """Small and large spill, each figure the largest of its rows: so the guidebook has it when the name is not known."""
    each = [(_small(row), _large(row, tables.signs.all_round_guides)) for row in rows]
    return _join([small for small, _ in each]), _join([large for _, large in each])


def _small(row: Row) -> Reach:
    return Reach(
        isolation_m=row.small_iso_m or None, day_m=row.small_day_m or None, night_m=row.small_night_m or None
    )


def _large(row: Row, all_round: frozenset[str]) -> Reach:
    """A row of a guide has one figure for a large spill: how far to clear downwind at first, of some goods all round."""
    if row.table_3:
        return Reach()
    if row.large_day_m or row.large_night_m:
        return Reach(
            isolation_m=row.large_iso_m or None,
            day_m=row.large_day_m or None,
            night_m=row.large_night_m or None,
        )
    if row.guide in all_round:
        return Reach(isolation_m=row.large_iso_m or row.small_iso_m or None)
    downwind_m = row.large_iso_m or None
    return Reach(isolation_m=row.small_iso_m or None, day_m=downwind_m, night_m=downwind_m)


def _join(reaches: Sequence[Reach]) -> Reach:
    return Reach(
        isolation_m=_largest(one.isolation_m for one in reaches),
        day_m=_largest(one.day_m for one in reaches),
        night_m=_largest(one.night_m for one in reaches),
    )


def _largest(figures: Iterable[int | None]) -> int | None:
    return max((figure for figure in figures if figure), default=None)


# --- what must be said beside it ------------------------------------------------------------------


def _marks(
    asked: Asked,
    substance: Substance | None,
    everyday: Everyday | None,
    top: str | None,
    basis: Basis,
    rows: Sequence[Row],
) -> Iterable[str]:
    number = plate.read_number(asked.bottom)
    checks = (
        ("no_water", plate.forbids_water(top)),
        (
            "contradiction",
            top and substance and plate.contradicts(top, (*substance.classes, *substance.labels)),
        ),
        ("top_unreadable", plate.squeezed(asked.top) and not top),
        ("number_unreadable", plate.squeezed(asked.bottom) and not number),
        ("number_unknown", (number or plate.read_number(asked.un)) and substance is None),
        ("table_3", any(row.table_3 for row in rows)),
        ("several_names", basis is Basis.NUMBER and len({_figures(row) for row in rows}) > 1),
        ("in_water", any(row.in_water for row in rows)),
        ("polymerizes", any(row.polymerizes for row in rows)),
        ("bleve", any(row.bleve for row in rows)),
        ("name_english", substance is not None and everyday is None),
        ("guide_unchecked", basis is Basis.GUIDE and everyday is not None and not everyday.checked),
        ("farther", any(FARTHEST_M in _figures(row) for row in rows)),
    )
    return (code for code, holds in checks if holds)


def _figures(row: Row) -> tuple[int, ...]:
    return (
        *(row.small_iso_m, row.small_day_m, row.small_night_m),
        *(row.large_iso_m, row.large_day_m, row.large_night_m),
    )


# --- words ----------------------------------------------------------------------------------------


def _shown(tables: Tables, substance: Substance | None) -> Spoken:
    """What it is called in each language: as people say it, or in English, as the table has it."""
    if substance is None:
        return {}
    everyday = tables.everyday.get(substance.un)
    english = substance.names[0][:NAME_MAX]
    return {
        language: everyday.names[language][0] if everyday else english for language in tables.signs.doubled
    }


def _class_words(tables: Tables, classes: tuple[str, ...]) -> Spoken:
    known = tables.signs.classes
    words = [
        known[name] for one in classes if (name := one if one in known else one.partition(".")[0]) in known
    ]
    return (
        {lang: " · ".join(word[lang] for word in words)[:NAME_MAX] for lang in tables.signs.doubled}
        if words
        else {}
    )


def _called(tables: Tables, substance: Substance) -> Iterable[str]:
    everyday = tables.everyday.get(substance.un)
    yield from substance.names
    for names in everyday.names.values() if everyday else ():
        yield from names


def _found(tables: Tables, un: str) -> Found:
    substance = tables.substances[un]
    return Found(
        un=un,
        name=substance.names[0][:NAME_MAX],
        names=_shown(tables, substance),
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
