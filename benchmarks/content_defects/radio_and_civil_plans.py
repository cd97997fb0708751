"""Defects in radio plans and in the thresholds and phases of civil protection plans."""

from benchmarks.content_defects.kinds import kind
from benchmarks.content_defects.text_edits import (
    LANGS,
    a,
    change,
    first_that,
    get,
    is_text,
    items,
    put,
    swap,
    tree,
    val,
    walk,
    z,
)

RADIO = "plans/radio/*.yaml"


@kind(
    "radio_codes_crossed",
    RADIO,
    True,
    "Two status codes of an agency mean each other: a crew on scene shows as free, one that asks to speak as out of service.",
)
def _(text, rng):
    them = []
    for _, seq in get(tree(text), "codes").value:
        xs = items(seq)
        them += [(get(xs[i], "means"), get(xs[i + 1], "means")) for i in range(len(xs) - 1)]
    return first_that(rng, them, lambda c: swap(text, *c))


@kind(
    "radio_group_of_another_agency",
    RADIO,
    True,
    "A talk group belongs to another agency, or the emergency group is a working one: a crew in danger is not heard.",
)
def _(text, rng):
    gs = items(get(tree(text), "groups"))
    pairs = [
        (get(x, "agency"), get(y, "agency"))
        for x in gs
        for y in gs
        if x is not y
        and get(x, "agency") is not None
        and get(y, "agency") is not None
        and val(x, "agency") != val(y, "agency")
    ]
    addr = [
        (get(x, "gssi"), get(y, "gssi"))
        for x in gs
        for y in gs
        if val(x, "use") == "emergency" and x is not y
    ]
    return first_that(rng, pairs + addr * 3, lambda c: swap(text, *c))


@kind(
    "radio_address_digit",
    RADIO,
    True,
    "One digit of a talk group's address is wrong: the crew speaks to nobody.",
)
def _(text, rng):
    have = {val(g, "gssi") for g in items(get(tree(text), "groups"))}

    def make(n):
        new = n.value[:-3] + str((int(n.value[-3]) + 1) % 10) + n.value[-2:]
        return put(text, (a(n), z(n), new)) if new not in have else None

    return first_that(rng, [get(g, "gssi") for g in items(get(tree(text), "groups"))], make)


SIT = "plans/situations.yaml"


@kind(
    "plan_threshold_slipped",
    SIT,
    True,
    "A threshold of casualties gained a zero: the plan is not proposed until it is far too late.",
)
def _(text, rng):
    xs = [n for p, n in walk(tree(text)) if p and p[-1] in ("red_from", "casualties_from") and is_text(n)]
    return first_that(rng, xs, lambda n: put(text, (a(n), z(n), n.value + "0")))


@kind(
    "plan_phase_wrong",
    SIT,
    True,
    "A rule proposes a milder phase of the plan: the means of the next level are not called.",
)
def _(text, rng):
    them = []
    for p in items(get(tree(text), "plans")):
        order = [val(x, "code") for x in items(get(p, "phases"))]
        them += [
            (get(r, "phase"), order[order.index(val(r, "phase")) - 1])
            for r in items(get(p, "rules"))
            if val(r, "phase") in order[1:]
        ]
    return first_that(rng, them, lambda c: change(text, *c))


@kind(
    "plan_phases_out_of_order",
    SIT,
    True,
    "Two phases changed places, so that the milder counts as the graver.",
)
def _(text, rng):
    them = []
    for p in items(get(tree(text), "plans")):
        xs = items(get(p, "phases"))
        them += [(xs[i], xs[i + 1]) for i in range(len(xs) - 1)]
    return first_that(rng, them, lambda c: swap(text, *c))


@kind(
    "plan_phase_names_crossed_one_language",
    SIT,
    True,
    "Two phases have each other's name in one language: two rooms speak of different levels.",
)
def _(text, rng):
    them = []
    for p in items(get(tree(text), "plans")):
        xs = items(get(p, "phases"))
        them += [
            (get(xs[i], "name", lang), get(xs[i + 1], "name", lang))
            for i in range(len(xs) - 1)
            for lang in LANGS
        ]
    return first_that(rng, them, lambda c: swap(text, *c))
