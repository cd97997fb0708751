"""Edits of tables where they stand; defects in the typology and in the tables of dangerous goods."""

import re

from benchmarks.content_defects.kinds import kind
from benchmarks.content_defects.protocol_effects import ALIKE_PROTOCOL
from benchmarks.content_defects.text_edits import LANGS, change, drop_item, first_that, get, items, swap, tree


def cells(row):
    """(start, end) of each field of one line of CSV."""
    out, i = [], 0
    while i <= len(row):
        m = re.compile(r'"(?:[^"]|"")*"|[^,]*').match(row, i)
        out.append((m.start(), m.end()))
        i = m.end() + 1
    return out


def table(text):
    lines = text.splitlines(keepends=True)
    head = [lines[0][s:e].strip() for s, e in cells(lines[0].rstrip("\r\n"))]
    return lines, head


def cell(line, i):
    s, e = cells(line.rstrip("\r\n"))[i]
    return line[s:e]


def set_cell(line, i, new):
    s, e = cells(line.rstrip("\r\n"))[i]
    return line[:s] + new + line[e:]


def in_table(text, rng, column, fn, only=lambda row: True):
    lines, head = table(text)
    if column not in head:
        return None
    c = head.index(column)
    rows = [i for i in range(1, len(lines)) if lines[i].strip()]
    rng.shuffle(rows)
    for i in rows:
        row = (
            dict(zip(head, [cell(lines[i], k) for k in range(len(head))], strict=False))
            if len(cells(lines[i].rstrip("\r\n"))) == len(head)
            else None
        )
        if row is None or not only(row):
            continue
        new = fn(row)
        if new is not None and new != row[column]:
            return "".join([*lines[:i], set_cell(lines[i], c, new), *lines[i + 1 :]])
    return None


def swap_cells(text, rng, columns, near=1, only=lambda r, s: True):
    lines, head = table(text)
    rows = [i for i in range(1, len(lines) - near) if lines[i].strip() and lines[i + near].strip()]
    rng.shuffle(rows)
    for i in rows:
        one, two = lines[i], lines[i + near]
        for col in columns:
            k = head.index(col)
            x, y = cell(lines[i], k), cell(lines[i + near], k)
            one, two = set_cell(one, k, y), set_cell(two, k, x)
        if (one, two) != (lines[i], lines[i + near]) and only(lines[i], lines[i + near]):
            return "".join([*lines[:i], one, *lines[i + 1 : i + near], two, *lines[i + near + 1 :]])
    return None


TYP = "data/typology.csv"


@kind(
    "type_priority_milder",
    TYP,
    True,
    "The default priority of an incident type is one or two steps milder: before any answer the case waits behind others.",
)
def _(text, rng):
    step = {"P0": "P1", "P1": "P2", "P2": "P4"}
    return in_table(
        text,
        rng,
        "default_priority",
        lambda r: step[r["default_priority"]],
        lambda r: r["default_priority"] in step,
    )


@kind(
    "type_lead_service_wrong",
    TYP,
    True,
    "Another service leads an incident type: the right control room is not asked.",
)
def _(text, rng):
    other = {
        "HEALTH": "SOCIAL",
        "FIRE": "FOREST",
        "FOREST": "ENV_AGENTS",
        "POLICE": "LOCAL_POLICE",
        "LOCAL_POLICE": "MUNICIPAL",
        "TRAFFIC_POLICE": "ROADS",
        "MRCC": "WATER_RESCUE",
        "WATER_RESCUE": "LOCAL_POLICE",
        "MOUNTAIN_RESCUE": "FOREST",
        "CIVIL_PROTECTION": "MUNICIPAL",
        "UTILITY_GAS": "UTILITY_WATER",
        "UTILITY_POWER": "TELCO",
    }
    return in_table(text, rng, "lead", lambda r: other[r["lead"]], lambda r: r["lead"] in other)


@kind(
    "type_support_dropped",
    TYP,
    True,
    "A supporting service is gone from an incident type (police at a stabbing, ambulance at a fire): nobody asks it.",
)
def _(text, rng):
    def fn(r):
        them = r["support"].strip('"').split(",")
        need = [
            x
            for x in them
            if x
            in (
                "HEALTH",
                "FIRE",
                "POLICE",
                "WATER_RESCUE",
                "TRAFFIC_POLICE",
                "FIRST_RESPONDER",
                "CRISIS_LINE",
                "UTILITY_POWER",
                "UTILITY_GAS",
                "CIVIL_PROTECTION",
            )
        ]
        if not need:
            return None
        them.remove(rng.choice(need))
        return ('"' + ",".join(them) + '"') if len(them) > 1 else "".join(them)

    return in_table(
        text, rng, "support", fn, lambda r: r["support"] and r["default_priority"] in ("P0", "P1")
    )


@kind(
    "type_protocol_wrong",
    TYP,
    True,
    "An incident type opens a protocol that only sounds alike: the wrong interview is held.",
)
def _(text, rng):
    return in_table(
        text,
        rng,
        "protocol",
        lambda r: ALIKE_PROTOCOL[r["protocol"]],
        lambda r: r["protocol"] in ALIKE_PROTOCOL,
    )


@kind("type_protocol_lost", TYP, True, "An incident type has no protocol any more: the operator improvises.")
def _(text, rng):
    return in_table(
        text, rng, "protocol", lambda r: "", lambda r: r["protocol"] and r["default_priority"] in ("P0", "P1")
    )


@kind(
    "type_names_slipped",
    TYP,
    True,
    "In one language two neighbouring types have each other's name: who works in it opens the wrong case.",
)
def _(text, rng):
    return swap_cells(text, rng, [rng.choice(["es", "ca", "en"])])


@kind("type_row_lost", TYP, True, "A grave incident type is missing from the list: it cannot be opened.")
def _(text, rng):
    lines, head = table(text)
    c = head.index("default_priority")
    rows = [i for i in range(1, len(lines)) if cell(lines[i], c) in ("P0", "P1")]
    i = rng.choice(rows)
    return "".join(lines[:i] + lines[i + 1 :])


@kind(
    "apco_code_of_neighbour",
    TYP,
    False,
    "The exchange code of a type is its neighbour's: statistics and other centres read another kind of case.",
)
def _(text, rng):
    return swap_cells(text, rng, ["apco_2012"])


NAMES, UN, ERG = "data/goods_names.csv", "data/un_numbers.csv", "data/erg2016_distances.csv"


@kind(
    "goods_un_digits_turned",
    NAMES,
    True,
    "Two digits of a UN number are turned round: what people call the stuff leads to another substance.",
)
def _(text, rng):
    return in_table(
        text,
        rng,
        "un",
        lambda r: r["un"][0] + r["un"][2] + r["un"][1] + r["un"][3],
        lambda r: len(r["un"]) == 4 and r["un"][1] != r["un"][2],
    )


@kind(
    "goods_guide_of_another",
    NAMES,
    True,
    "The guide is that of another substance: water on what explodes with it, or too near a poison gas.",
)
def _(text, rng):
    lines, head = table(text)
    c = head.index("guide")
    every = sorted({cell(x, c) for x in lines[1:] if x.strip()} - {""})
    return in_table(
        text, rng, "guide", lambda r: rng.choice([g for g in every if g != r["guide"]]), lambda r: r["guide"]
    )


@kind(
    "goods_names_slipped",
    NAMES,
    True,
    "In one language two neighbouring substances have each other's name: butane is looked up as carbon dioxide.",
)
def _(text, rng):
    return swap_cells(text, rng, [rng.choice(["es", "ca", "en", "fr"])])


@kind(
    "goods_guess_marked_as_read",
    NAMES,
    False,
    "A guide from memory is marked as if it had been read in the table: nobody checks it before approval.",
)
def _(text, rng):
    return in_table(text, rng, "basis", lambda r: "table", lambda r: r["basis"] == "memory")


@kind(
    "un_guide_of_neighbour",
    UN,
    True,
    "A UN number has the guide of the next row: the crew reads about another substance.",
)
def _(text, rng):
    return swap_cells(
        text,
        rng,
        ["erg2016_guide"],
        near=rng.choice([1, 2, 3]),
        only=lambda r, s: cell(r, 5).strip() and cell(s, 5).strip(),
    )


@kind(
    "un_class_of_another",
    UN,
    True,
    "The class is a milder or neighbouring one (2.3 poison gas as 2.2): the crew goes in without masks.",
)
def _(text, rng):
    other = {
        "2.3": "2.2",
        "2.1": "2.2",
        "6.1": "6.2",
        "4.3": "4.1",
        "5.2": "5.1",
        "3": "9",
        "8": "9",
        "4.2": "4.1",
        "1.1D": "1.4D",
        "7": "9",
    }
    return in_table(text, rng, "class", lambda r: other[r["class"]], lambda r: r["class"] in other)


@kind(
    "un_row_number_slip",
    UN,
    True,
    "A UN number has a digit turned, so that its row stands under another number: the right one is not found.",
)
def _(text, rng):
    return in_table(
        text,
        rng,
        "un",
        lambda r: r["un"][:2] + r["un"][3] + r["un"][2],
        lambda r: len(r["un"]) == 4 and r["un"][2] != r["un"][3],
    )


@kind(
    "distance_lost_a_zero",
    ERG,
    True,
    "A distance lost a zero (1,600 m is 160): people and crews stand in the cloud.",
)
def _(text, rng):
    col = rng.choice(["large_night_m", "large_day_m", "small_night_m", "large_iso_m", "fire_iso_m"])
    return in_table(text, rng, col, lambda r: r[col][:-1], lambda r: re.fullmatch(r"[1-9]\d+0", r[col]))


@kind(
    "day_and_night_swapped",
    ERG,
    True,
    "Day and night distances are swapped in one row: at night, when gas travels furthest, the short one is shown.",
)
def _(text, rng):
    lines, head = table(text)
    size = rng.choice(["small", "large"])
    d, n = head.index(f"{size}_day_m"), head.index(f"{size}_night_m")
    rows = [
        i
        for i in range(1, len(lines))
        if cell(lines[i], d) not in ("", "0")
        and cell(lines[i], d) != cell(lines[i], n)
        and cell(lines[i], n) != "0"
    ]
    i = rng.choice(rows)
    x, y = cell(lines[i], d), cell(lines[i], n)
    return "".join([*lines[:i], set_cell(set_cell(lines[i], d, y), n, x), *lines[i + 1 :]])


@kind(
    "small_and_large_swapped",
    ERG,
    True,
    "Small and large spill are swapped in one row: a tanker is isolated like a bottle.",
)
def _(text, rng):
    lines, head = table(text)
    k = [head.index(f"{s}_{w}_m") for w in ("iso", "day", "night") for s in ("small", "large")]
    rows = [
        i
        for i in range(1, len(lines))
        if cell(lines[i], k[2]) not in ("", "0")
        and cell(lines[i], k[3]) not in ("", "0")
        and cell(lines[i], k[2]) != cell(lines[i], k[3])
    ]
    i = rng.choice(rows)
    new = lines[i]
    for s, b in ((k[0], k[1]), (k[2], k[3]), (k[4], k[5])):
        x, y = cell(new, s), cell(new, b)
        new = set_cell(set_cell(new, s, y), b, x)
    return "".join([*lines[:i], new, *lines[i + 1 :]])


@kind("distances_of_neighbour", ERG, True, "The distances are those of the next substance of the table.")
def _(text, rng):
    return swap_cells(
        text,
        rng,
        ["small_iso_m", "small_day_m", "small_night_m", "large_iso_m", "large_day_m", "large_night_m"],
        only=lambda r, s: cell(r, 0) != cell(s, 0) and cell(r, 0) and cell(s, 0),
    )


@kind(
    "distance_guide_of_another",
    ERG,
    True,
    "The guide number of a row is another one: the advice beside the distance is for another danger.",
)
def _(text, rng):
    return in_table(
        text,
        rng,
        "guide",
        lambda r: str(int(r["guide"]) + rng.choice([1, 2, 10, -1])),
        lambda r: r["un"] and r["guide"].isdigit() and 116 < int(r["guide"]) < 160,
    )


@kind(
    "plate_meaning_swapped",
    "data/hin.yaml",
    True,
    "Two codes of the plate, or two classes, have each other's meaning: the crew reads a liquid where there is gas.",
)
def _(text, rng):
    node = get(tree(text), rng.choice(["special", "digits", "classes"]))
    xs = [v for _, v in node.value]
    return first_that(rng, [(xs[i], xs[i + 1]) for i in range(len(xs) - 1)], lambda c: swap(text, *c))


@kind(
    "plate_meaning_swapped_one_language",
    "data/hin.yaml",
    True,
    "Two codes of the plate have each other's meaning in one language only.",
)
def _(text, rng):
    node, lang = get(tree(text), rng.choice(["special", "digits", "classes"])), rng.choice(LANGS)
    xs = [get(v, lang) for _, v in node.value]
    return first_that(rng, [(xs[i], xs[i + 1]) for i in range(len(xs) - 1)], lambda c: swap(text, *c))


@kind(
    "plate_water_warning_lost",
    "data/hin.yaml",
    True,
    "The warning against water is lost in one language: water is thrown on what explodes with it.",
)
def _(text, rng):
    new = {
        "es": ("NO echar agua", "echar agua"),
        "ca": ("NO tirar-hi aigua", "tirar-hi aigua"),
        "en": ("NO water", "water"),
        "fr": ("PAS d'eau", "de l'eau"),
    }
    node = get(tree(text), "prefix", "X")
    them = [(v, *new[k.value]) for k, v in node.value if k.value in new and new[k.value][0] in v.value]
    return first_that(rng, them, lambda c: change(text, c[0], c[0].value.replace(c[1], c[2])))


@kind(
    "fallback_guide_of_another_class",
    "data/hin.yaml",
    True,
    "The guide of a class is that of the next one: where no row exists, the crew reads the wrong page.",
)
def _(text, rng):
    xs = [v for _, v in get(tree(text), "class_fallback_guide").value]
    return first_that(
        rng,
        [(xs[i], xs[i + 1]) for i in range(len(xs) - 1) if xs[i].value != xs[i + 1].value],
        lambda c: swap(text, *c),
    )


@kind(
    "all_round_guide_dropped",
    "data/hin.yaml",
    True,
    "A guide is no longer 'in all directions': people are sent upwind into the blast.",
)
def _(text, rng):
    seq = get(tree(text), "all_round_guides")
    return drop_item(text, seq, rng.randrange(len(items(seq))))
