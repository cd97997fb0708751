"""Defects in what a response plan asks for and in the centres, zones, clocks and telephones of an area."""

import collections

from benchmarks.content_defects.card_warnings import off_by_one
from benchmarks.content_defects.kinds import kind
from benchmarks.content_defects.protocol_effects import neighbour
from benchmarks.content_defects.protocol_rules import WEAKER
from benchmarks.content_defects.text_edits import (
    a,
    add_key,
    change,
    codes,
    drop_item,
    drop_key,
    first_that,
    get,
    items,
    put,
    swap,
    tree,
    val,
    z,
)

NEEDS = "plans/needs.yaml"


@kind(
    "usual_resource_dropped",
    NEEDS,
    True,
    "What is usual at P0 or P1 lost a unit, or is empty: nobody is asked when the interview proved nothing more.",
)
def _(text, rng):
    them = [
        (v.value[i], j)
        for _, v in get(tree(text), "usual").value
        for i in (0, 1)
        for j in range(len(v.value[i].value))
    ]
    return first_that(rng, them, lambda c: drop_item(text, *c))


@kind(
    "usual_columns_slipped",
    NEEDS,
    True,
    "The columns of a service slipped by one priority: P0 gets what P1 gets, P1 what P2.",
)
def _(text, rng):
    def make(v):
        xs = v.value
        return put(
            text, *[(a(xs[i]), z(xs[i]), text[a(xs[i + 1]) : z(xs[i + 1])]) for i in range(len(xs) - 1)]
        )

    return first_that(rng, [v for _, v in get(tree(text), "usual").value], make)


@kind(
    "usual_weaker",
    NEEDS,
    True,
    "The usual unit of a service at P0 or P1 is a weaker one: basic for advanced life support.",
)
def _(text, rng):
    them = [
        s
        for _, v in get(tree(text), "usual").value
        for i in (0, 1)
        for s in v.value[i].value
        if s.value in WEAKER
    ]
    return first_that(rng, them, lambda s: change(text, s, WEAKER[s.value]))


@kind(
    "support_only_for_the_gravest",
    NEEDS,
    True,
    "Supporting services are asked by themselves only at P0: at P1 police or ambulance are not asked.",
)
def _(text, rng):
    return change(text, get(tree(text), "support_up_to"), rng.choice(["P0", "P1"]))


@kind(
    "unclassified_sends_less",
    NEEDS,
    True,
    "Before anybody knows what it is, one of the two services is no longer asked: nobody can treat, or nobody can look.",
)
def _(text, rng):
    seq = get(tree(text), "unclassified")
    return drop_item(text, seq, rng.randrange(len(items(seq))))


@kind(
    "extra_dropped_or_of_neighbour",
    NEEDS,
    True,
    "An extra of a type is gone, weaker or of the neighbouring type: no ladder at the burning school.",
)
def _(text, rng):
    seq = get(tree(text), "extras")
    i = rng.randrange(len(items(seq)))
    x = items(seq)[i]
    return rng.choice(
        [
            lambda: drop_item(text, seq, i),
            lambda: change(text, get(x, "type"), neighbour(val(x, "type"))),
            lambda: (
                drop_item(text, get(x, "ask"), 0)
                if len(items(get(x, "ask"))) > 1
                else drop_item(text, seq, i)
            ),
        ]
    )()


@kind(
    "second_alarm_less_than_needed",
    NEEDS,
    True,
    "A higher alarm lost a unit, a service or two engines: raising it brings less than it promises.",
)
def _(text, rng):
    them = [
        (v, i)
        for x in items(get(tree(text), "alarms"))
        for _, v in get(x, "ask").value
        for i in range(len(items(v)))
        if len(items(v)) > 1
    ]
    return first_that(rng, them, lambda c: drop_item(text, *c))


@kind(
    "alarm_level_wrong",
    NEEDS,
    True,
    "The level of an alarm is another one: the third alarm has nothing, or brings what the second should.",
)
def _(text, rng):
    them = [get(x, "level") for x in items(get(tree(text), "alarms"))]
    return first_that(rng, them, lambda n: put(text, (a(n), z(n), str(int(n.value) + rng.choice([1, 2])))))


@kind(
    "stand_in_wrong",
    NEEDS,
    True,
    "Another service stands in where an area has none: the mountain rescue of a valley is asked of the social services.",
)
def _(text, rng):
    other = {
        "FIRE": "SOCIAL",
        "POLICE": "ROADS",
        "HEALTH": "POLICE",
        "CIVIL_PROTECTION": "MUNICIPAL",
        "LOCAL_POLICE": "ROADS",
    }
    them = [v for _, v in get(tree(text), "stands_in").value if v.value in other]
    return first_that(rng, them, lambda v: change(text, v, other[v.value]))


@kind(
    "stand_in_lost",
    NEEDS,
    True,
    "Nobody stands in for a service any more: where an area has none, nobody is asked.",
)
def _(text, rng):
    node = get(tree(text), "stands_in")
    return drop_key(text, node, rng.choice([k.value for k, _ in node.value]))


@kind(
    "own_swallows_a_service",
    NEEDS,
    True,
    "A real service is listed among what the room answers itself: no task is ever sent to it.",
)
def _(text, rng):
    seq = get(tree(text), "own")
    last = items(seq)[-1]
    return (
        text[: z(last)]
        + ", "
        + rng.choice(["CIVIL_PROTECTION", "SOCIAL", "POLICE", "FIRST_RESPONDER"])
        + text[z(last) :]
    )


AREA = "plans/areas/*.yaml"


def zones(text):
    return items(get(tree(text), "zones"))


@kind(
    "nobody_at_night",
    AREA,
    True,
    "The only zone of a service got hours or days: from 22:00, or on Sundays, nobody answers for it.",
)
def _(text, rng):
    alone = collections.Counter(val(x, "service") for x in zones(text))
    them = [x for x in zones(text) if alone[val(x, "service")] == 1 and get(x, "hours") is None]
    new = rng.choice(
        [
            'hours: "07:00-22:00"',
            'hours: "08:00-20:00"',
            "days: [mon, tue, wed, thu, fri]",
            "days: [mon, tue, wed, thu, fri, sat]",
        ]
    )
    return first_that(rng, them, lambda x: add_key(text, x, "centres", new))


@kind("service_without_zone", AREA, True, "The zone of a service is gone: no centre is asked for it.")
def _(text, rng):
    seq = get(tree(text), "zones")
    return first_that(rng, range(len(zones(text))), lambda i: drop_item(text, seq, i))


@kind(
    "zone_for_one_town_only",
    AREA,
    True,
    "A zone for the whole area names one municipality: the villages have no ambulance.",
)
def _(text, rng):
    them = [x.value for z_ in zones(text) for x in [get(z_, "municipalities")] if codes(x) == ["*"]]
    return first_that(rng, them, lambda xs: put(text, (a(xs[0]), z(xs[0]), '"Vilalba"')))


@kind(
    "zone_asks_wrong_centre",
    AREA,
    True,
    "A zone asks a centre of another service: the fire brigade gets the cardiac arrest.",
)
def _(text, rng):
    ids = [val(c, "id") for c in items(get(tree(text), "centres"))]
    them = [
        (c, o)
        for x in zones(text)
        for c in items(get(x, "centres"))
        for o in ids
        if o not in codes(get(x, "centres"))
    ]
    return first_that(rng, them, lambda c: change(text, *c))


@kind(
    "centre_loses_service",
    AREA,
    True,
    "A centre is written down for another service: it is no longer asked for its own.",
)
def _(text, rng):
    other = {"HEALTH": "SOCIAL", "FIRE": "FOREST", "POLICE": "LOCAL_POLICE", "CIVIL_PROTECTION": "MUNICIPAL"}
    them = [
        s for c in items(get(tree(text), "centres")) for s in items(get(c, "services")) if s.value in other
    ]
    return first_that(rng, them, lambda s: change(text, s, other[s.value]))


@kind(
    "centre_phone_off_by_one_digit",
    AREA,
    True,
    "The telephone of a centre without a console, or of toxicology or interpreters, has one wrong digit: nobody answers.",
)
def _(text, rng):
    them = [
        get(c, k)
        for part in ("centres", "contacts")
        for c in items(get(tree(text), part))
        for k in ("phone", "number")
        if get(c, k) is not None
    ]
    return first_that(rng, them, lambda n: change(text, n, off_by_one(n.value, rng)))


@kind(
    "phones_crossed",
    AREA,
    True,
    "Two numbers of the area changed places: toxicology reaches the interpreters.",
)
def _(text, rng):
    xs = [
        get(c, k)
        for part in ("centres", "contacts")
        for c in items(get(tree(text), part))
        for k in ("phone", "number")
        if get(c, k) is not None
    ]
    return first_that(rng, [(xs[i], xs[i + 1]) for i in range(len(xs) - 1)], lambda c: swap(text, *c))


@kind(
    "interpreter_of_another_language",
    AREA,
    True,
    "An interpreter is listed with languages they do not speak: a stranger's words stay unknown while time runs.",
)
def _(text, rng):
    xs = [get(c, "speaks") for c in items(get(tree(text), "contacts")) if get(c, "speaks") is not None]
    return first_that(rng, [(xs[i], xs[i + 1]) for i in range(len(xs) - 1)], lambda c: swap(text, *c))


@kind(
    "clock_in_minutes",
    AREA,
    True,
    "A span of the clocks is sixty times too long or gained a zero: a P0 that nobody accepts turns red after minutes.",
)
def _(text, rng):
    them = [(v.value[i], f) for _, v in get(tree(text), "clocks").value for i in (0, 1) for f in (10, 60)]
    return first_that(rng, them, lambda c: put(text, (a(c[0]), z(c[0]), str(int(c[0].value) * c[1]))))


@kind(
    "clocks_in_reverse",
    AREA,
    True,
    "The spans of a clock stand from P3 to P0: the arrest has two minutes, the lost key ten seconds.",
)
def _(text, rng):
    def make(v):
        xs = v.value
        return put(text, *[(a(xs[i]), z(xs[i]), xs[-1 - i].value) for i in range(len(xs))])

    return first_that(rng, [v for _, v in get(tree(text), "clocks").value], make)


@kind(
    "soon_and_due_crossed",
    AREA,
    True,
    "Amber and red of a clock changed places: the alarm is red before it is amber, and late.",
)
def _(text, rng):
    n = get(tree(text), "clocks")
    w = rng.choice(["accept", "no_unit"])
    return swap(text, get(n, f"{w}_soon_s"), get(n, f"{w}_due_s"))


@kind(
    "aid_asked_of_the_wrong_centre",
    AREA,
    True,
    "A neighbour for mutual aid is one of another service: the brigade that is out of engines asks an ambulance centre.",
)
def _(text, rng):
    ids = [val(c, "id") for c in items(get(tree(text), "centres"))]
    them = [
        (c, o)
        for x in items(get(tree(text), "neighbours"))
        for c in items(get(x, "centres"))
        for o in ids
        if o[:3] != c.value[:3]
    ]
    return first_that(rng, them, lambda c: change(text, *c))


@kind(
    "reflex_given_to_who_did_not_delegate",
    AREA,
    True,
    "`reflex: true` moved to another centre: units are alerted without their control room, or no longer at once.",
)
def _(text, rng):
    them = [c for c in items(get(tree(text), "centres")) if get(c, "reflex") is not None]
    without = [c for c in items(get(tree(text), "centres")) if get(c, "reflex") is None]
    return rng.choice(
        [
            lambda: first_that(rng, them, lambda c: drop_key(text, c, "reflex")),
            lambda: first_that(rng, without, lambda c: add_key(text, c, "services", "reflex: true")),
        ]
    )()


@kind(
    "plan_of_area_dropped",
    AREA,
    True,
    "A civil protection plan no longer holds in the area: nobody is proposed to declare it.",
)
def _(text, rng):
    seq = get(tree(text), "plans")
    return (
        drop_item(text, seq, rng.randrange(len(items(seq))))
        if seq is not None and len(items(seq)) > 1
        else None
    )
