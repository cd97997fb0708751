"""T07: the tables of dangerous goods agree with each other: numbers, classes, labels, guides, names and distances."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import combinations
from pathlib import Path

from auxilio.active_content.table_rules.likeness import likeness
from auxilio.active_content.table_rules.reading import LANGUAGES, read_rows, row_fault
from auxilio.hazmat.content import DISTANCES, NAMES, NUMBERS
from auxilio.platform.documents import DocumentFault
from auxilio.triage.core.phrase_words import plain

type GoodsRows = list[tuple[int, dict[str, str]]]

_SPILL = ("iso", "day", "night")
_CLOSEST_M = (0, 30, 60, 100, 150, 200, 300, 400, 500, 600, 800, 1000)
"""The steps of isolation in tables 1 and 3 of the ERG."""
_NEAR_ISOLATION_M = (0, 25, 30, 50, 60, 100, 150, 200, 250, 300, 400, 500, 600, 800, 1000)
_FIRE_M = (0, 300, 500, 800, 1600)
"""The steps of the orange pages for a fire."""
_PRINTED_MOST_M = 11_000
_NIGHT_TIMES_ISOLATION = 50
"""No row of the ERG has a night distance farther than this many times its isolation distance: a nought was lost."""
_NIGHT_TIMES_DAY = 8
_OF_CLASS: Mapping[str, str] = {
    "112": "1",
    "113": "1 4.1",
    "114": "1",
    "115": "2.1",
    "116": "2.1",
    "117": "2.3 6.1",
    "118": "2.1",
    "119": "2.3 6.1",
    "120": "2.2",
    "121": "2.2",
    "122": "2.2",
    "123": "2.3",
    "124": "2.3",
    "125": "2.2 2.3 8",
    "126": "2.1 2.2 9",
    "127": "3",
    "128": "3 4.1 9",
    "129": "3",
    "130": "3",
    "131": "3 6.1",
    "132": "3 6.1 8",
    "133": "4.1 9",
    "134": "4.1",
    "135": "4.2",
    "136": "4.2",
    "137": "6.1 8",
    "138": "4.3",
    "139": "4.3 6.1",
    "140": "5.1 9",
    "141": "5.1 6.1",
    "142": "5.1 6.1",
    "143": "5.1 6.1",
    "144": "5.1 6.1",
    "145": "5.2",
    "146": "5.2",
    "147": "9",
    "148": "5.2",
    "149": "4.1",
    "150": "4.1",
    "151": "6.1",
    "152": "6.1",
    "153": "6.1 8",
    "154": "6.1 8 9",
    "155": "3 6.1 8",
    "156": "3 6.1 8",
    "157": "6.1 8",
    "158": "6.2",
    "159": "6.1",
    "160": "6.1",
    "161": "7",
    "162": "7",
    "163": "7",
    "164": "7",
    "165": "7",
    "166": "6.1 7",
    "167": "2.3",
    "168": "2.3",
    "169": "9",
    "170": "4.1 4.2",
    "171": "9",
    "172": "6.1 8",
    "173": "2.3",
}
"""Which classes a guide of the ERG is for, by its title."""
_DEMANDS: Mapping[str, str] = {"131": "6.1", "132": "8", "119": "2.1", "118": "2.1", "122": "5.1"}
"""A guide that is for two dangers: the second stands among the labels."""


def goods_rules(folder: Path) -> Iterator[DocumentFault]:
    """All of T07 of a folder."""
    numbers = read_rows(folder, NUMBERS, "un", "names_en", "class", "labels", "erg2016_guide")
    distances = read_rows(folder, DISTANCES, "un", "guide", "material", "fire_iso_m")
    names = read_rows(folder, NAMES, "un", *LANGUAGES, "guide", "basis")
    if not numbers or not distances:
        return
    substances = {row["un"]: row for _, row in numbers}
    yield from _classes(numbers)
    yield from _guides(numbers, distances, substances)
    yield from _distances(distances)
    yield from _same_substance(distances)
    yield from _everyday(names, substances, {row["un"] for _, row in distances if row["un"]})
    yield from _languages_of_names(names)


def _classes(numbers: GoodsRows) -> Iterator[DocumentFault]:
    """A class stands among the labels of its number, and what the name says of the danger is its class."""
    for line, row in numbers:
        classes = [one for one in row["class"].split("|") if one[:1].isdigit()]
        labels = [one for one in re.split(r"[|]", row["labels"]) if one[:1].isdigit()]
        for one in classes:
            # 1.4S and empty packages of radioactive substances carry no label.
            if labels and one not in labels and not any(one in label for label in labels):
                facts = {"class": one, "labels": row["labels"]}
                yield row_fault("T07", "class_without_label", NUMBERS, line, row=row["un"], **facts)
            expected = _class_of_name(row["names_en"])
            if not labels and expected and one[:1] != expected:
                facts = {"class": one, "expected": expected}
                yield row_fault("T07", "class_against_name", NUMBERS, line, row=row["un"], **facts)


def _class_of_name(name: str) -> str:
    said = plain(name)
    if "radioactive" in said:
        return "7"
    return "1" if re.search(r"cartridge|ammunition|primer|detonator|fuse\b|charges?,", said) else ""


def _guides(
    numbers: GoodsRows, distances: GoodsRows, substances: Mapping[str, Mapping[str, str]]
) -> Iterator[DocumentFault]:
    """The two tables name one guide for a number, and the guide is for its class."""
    listed: dict[str, set[str]] = defaultdict(set)
    for line, row in distances:
        if not row["un"]:
            continue
        listed[row["un"]].add(row["guide"])
        other = substances.get(row["un"], {}).get("erg2016_guide", row["guide"])
        if other != row["guide"]:
            facts = {"guide": row["guide"], "other": other or "-", "table": NUMBERS}
            yield row_fault("T07", "guide_differs", DISTANCES, line, row=row["un"], **facts)
    for line, row in numbers:
        guide = row["erg2016_guide"]
        if guide and guide not in listed.get(row["un"], {guide}):
            facts = {"guide": guide, "other": ", ".join(sorted(listed[row["un"]])), "table": DISTANCES}
            yield row_fault("T07", "guide_differs", NUMBERS, line, row=row["un"], **facts)
        if guide and not _guide_fits(guide, row):
            facts = {"guide": guide, "class": row["class"] or "-"}
            yield row_fault("T07", "guide_of_other_class", NUMBERS, line, row=row["un"], **facts)


def _guide_fits(guide: str, substance: Mapping[str, str]) -> bool:
    """Whether a guide is for the class of a substance, or one of its labels, and its second danger is there."""
    said = [one for one in substance["class"].split("|") if one[:1].isdigit()]
    labels = {*said, *(one for one in substance["labels"].split("|") if one[:1].isdigit())}
    if not said or guide == "111":
        return True
    fitting = _OF_CLASS.get(guide, "").split()
    main = any(one == fits or one.startswith(f"{fits}.") for one in said for fits in fitting)
    second = _DEMANDS.get(guide)
    return main and (second is None or second in labels)


def _distances(distances: GoodsRows) -> Iterator[DocumentFault]:
    """Each figure is one that the book prints, and goes up: isolation, day, night; small spill, large spill."""
    for line, row in distances:
        figures = {key: int(row[key] or 0) for key in row if key.endswith("_m")}
        name = row["un"] or f"guide {row['guide']}"
        for key, value in figures.items():
            if not _is_printed(key, value, of_number=bool(row["un"])):
                facts: dict[str, str | int] = {"column": key, "value": value}
                yield row_fault("T07", "distance_not_printed", DISTANCES, line, row=name, **facts)
        for low, high in _orders(figures):
            if figures[low] > figures[high] > 0:
                facts = {
                    "column": low,
                    "value": figures[low],
                    "other": high,
                    "other_value": figures[high],
                }
                yield row_fault("T07", "distances_not_upwards", DISTANCES, line, row=name, **facts)
        for size in ("small", "large"):
            iso, day, night = (figures[f"{size}_{one}_m"] for one in _SPILL)
            if iso and day and (night > _NIGHT_TIMES_ISOLATION * iso or night > _NIGHT_TIMES_DAY * day):
                facts = {"column": f"{size}_night_m", "value": night, "iso": iso, "day": day}
                yield row_fault("T07", "distances_apart", DISTANCES, line, row=name, **facts)


def _is_printed(key: str, value: int, *, of_number: bool) -> bool:
    if key == "fire_iso_m":
        return value in _FIRE_M
    if key.endswith("_iso_m"):
        return value in (_CLOSEST_M if of_number else _NEAR_ISOLATION_M)
    if not of_number:
        return value in (0, 50, 100, 250, 300, 500, 800)
    return value <= _PRINTED_MOST_M and value % 100 == 0


def _orders(figures: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    for size in ("small", "large"):
        yield f"{size}_iso_m", f"{size}_day_m"
        yield f"{size}_day_m", f"{size}_night_m"
    for one in _SPILL:
        if figures["large_night_m"] or one == "iso":
            yield f"small_{one}_m", f"large_{one}_m"


def _same_substance(distances: GoodsRows) -> Iterator[DocumentFault]:
    """GoodsRows of one number, guide and condition are names of one substance: they have the same distances. And all rows of a
    guide have its distance for a fire."""
    alike: dict[tuple[str, ...], list[tuple[int, dict[str, str]]]] = defaultdict(list)
    fires: dict[str, str] = {row["guide"]: row["fire_iso_m"] for _, row in distances if not row["un"]}
    for line, row in distances:
        if row["un"]:
            alike[row["un"], *_condition(row["material"])].append((line, row))
        if fires.get(row["guide"], row["fire_iso_m"]) != row["fire_iso_m"]:
            facts = {"column": "fire_iso_m", "value": row["fire_iso_m"], "expected": fires[row["guide"]]}
            yield row_fault(
                "T07", "fire_of_other_guide", DISTANCES, line, row=row["un"] or row["guide"], **facts
            )
    yield from _zones(distances)
    for (un, *_), rows in alike.items():
        first = _spill(rows[0][1])
        for line, row in rows[1:]:
            if _spill(row) != first:
                yield row_fault("T07", "distances_of_one_substance", DISTANCES, line, row=un)
                break


def _zones(distances: GoodsRows) -> Iterator[DocumentFault]:
    """Of the zones of inhalation of one number A reaches farthest and D least; and table 3 alone has the large spill, where a
    row says that the number stands there."""
    zones: dict[str, dict[str, int]] = defaultdict(dict)
    for line, row in distances:
        zone, weapon, water = _condition(row["material"])
        if zone and not weapon and not water:
            zones[row["un"]].setdefault(zone, int(row["small_night_m"]) + int(row["large_night_m"]))
            graver = [reach for one, reach in zones[row["un"]].items() if one < zone]
            if graver and min(graver) < zones[row["un"]][zone]:
                yield row_fault(
                    "T07", "zones_not_downwards", DISTANCES, line, row=row["un"], zone=zone.upper()
                )
        spilt = row["un"] and row["small_night_m"] != "0"
        if spilt and (row.get("table3") == "Yes") == (row["large_night_m"] != "0"):
            yield row_fault("T07", "large_spill_elsewhere", DISTANCES, line, row=row["un"])


def _spill(row: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(row[f"{size}_{one}_m"] for size in ("small", "large") for one in _SPILL)


def _condition(material: str) -> tuple[str, ...]:
    """What makes other figures of one number: the zone of inhalation, a weapon, and whether it meets water."""
    said = plain(material)
    zone = re.search(r"zone ([a-d])\b", said)
    water = re.search(r"in(?:to)? water|on land", said)
    weapon = said if "weaponized" in said else ""
    return zone.group(1) if zone else "", weapon, water.group() if water else ""


def _everyday(
    names: GoodsRows, substances: Mapping[str, Mapping[str, str]], with_distances: set[str]
) -> Iterator[DocumentFault]:
    """An everyday name is that of its number, its guide is for its class, and what it rests on is so."""
    for line, row in names:
        substance = substances.get(row["un"])
        if substance is None:
            continue
        if not _words(row["en"]) & _words(substance["names_en"]):
            facts = {"name": row["en"], "listed": substance["names_en"][:80]}
            yield row_fault("T07", "name_of_other_number", NAMES, line, row=row["un"], **facts)
        if row["guide"] and not _guide_fits(row["guide"], substance):
            facts = {"guide": row["guide"], "class": substance["class"] or "-"}
            yield row_fault("T07", "guide_of_other_class", NAMES, line, row=row["un"], **facts)
        in_table = row["un"] in with_distances
        if (row["basis"] == "table") != (in_table and not row["guide"]):
            yield row_fault(
                "T07", "guide_basis_untrue", NAMES, line, row=row["un"], basis=row["basis"], table=DISTANCES
            )


def _words(said: str) -> set[str]:
    """Stems by which names of one substance agree, however they are written out."""
    spelt = plain(said).replace("sulph", "sulf").replace("aluminium", "aluminum")
    return {one[:5] for one in re.findall(r"[a-z]{4,}", spelt)} - {
        *("solut", "liqui", "mixtu", "anhyd", "stabi", "compr", "solid", "inclu", "other", "subst", "conta")
    }


def _languages_of_names(names: GoodsRows) -> Iterator[DocumentFault]:
    """No two rows agree better when they change their names of one language: those names have slipped."""
    for language in LANGUAGES:
        others = [one for one in LANGUAGES if one != language]
        for (_, one), (line, two) in combinations(names, 2):
            own = _nearness(one, one, language, others) + _nearness(two, two, language, others)
            changed = _nearness(one, two, language, others) + _nearness(two, one, language, others)
            if changed > own:
                facts = {"language": language, "other": one["un"]}
                yield row_fault("T07", "names_changed_places", NAMES, line, row=two["un"], **facts)


def _nearness(of: Mapping[str, str], to: Mapping[str, str], language: str, others: list[str]) -> float:
    return sum(likeness(of[language], to[one]) for one in others)
