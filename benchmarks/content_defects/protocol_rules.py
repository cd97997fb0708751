"""Defects in the rules and additions of a protocol: priority, conditions, resources, safety."""

from benchmarks.content_defects.interview_effects import (
    additions,
    code_table,
    effect,
    grave,
    leaves,
    rules,
    worse,
)
from benchmarks.content_defects.kinds import kind
from benchmarks.content_defects.text_edits import (
    a,
    change,
    codes,
    drop_item,
    drop_key,
    first_that,
    get,
    is_map,
    is_text,
    items,
    line_of,
    put,
    set_codes,
    swap,
    tree,
    val,
    walk,
    z,
)

PRO = "protocols/*.yaml"


@kind(
    "p0_one_step_milder",
    PRO,
    True,
    "A rule for a life threat is written P1/standard instead of P0/reflex: help for somebody dying no longer leaves at once.",
)
def _(text, rng):
    them = [r for r in rules(text) if val(r, "priority") == "P0" and val(r, "dispatch") == "reflex"]
    return first_that(
        rng,
        them,
        lambda r: put(
            text,
            (a(get(r, "priority")), z(get(r, "priority")), "P1"),
            (a(get(r, "dispatch")), z(get(r, "dispatch")), "standard"),
        ),
        worse(text),
    )


@kind(
    "p1_or_p2_one_step_milder",
    PRO,
    True,
    "A P1 or P2 rule is one step milder: a possibly dying patient waits behind others.",
)
def _(text, rng):
    step = {"P1": "P2", "P2": "P3"}
    them = [r for r in rules(text) if val(r, "priority") in step]
    return first_that(
        rng, them, lambda r: change(text, get(r, "priority"), step[val(r, "priority")]), worse(text)
    )


@kind(
    "reflex_waits_for_interview",
    PRO,
    True,
    "A P0 keeps its colour but its dispatch is after_interview: the ambulance waits until every question is asked.",
)
def _(text, rng):
    them = [r for r in rules(text) if val(r, "dispatch") == "reflex"]
    return first_that(
        rng, them, lambda r: change(text, get(r, "dispatch"), rng.choice(["after_interview", "standard"]))
    )


@kind(
    "resource_dropped_from_grave",
    PRO,
    True,
    "One capability is missing from what a P0 or P1 sends: the crew that the case needs is not asked.",
)
def _(text, rng):
    them = [
        (r, i)
        for r in rules(text)
        if grave(r)
        for i in range(len(items(get(r, "send"))))
        if len(items(get(r, "send"))) > 1
    ]
    return first_that(rng, them, lambda c: drop_item(text, get(c[0], "send"), c[1]), worse(text))


@kind(
    "grave_sends_nothing",
    PRO,
    True,
    "What a P0 or P1 sends was emptied while it was being rewritten: nobody goes.",
)
def _(text, rng):
    them = [r for r in rules(text) if grave(r) and items(get(r, "send"))]
    return first_that(
        rng, them, lambda r: put(text, (a(get(r, "send")), z(get(r, "send")), "[]")), worse(text)
    )


WEAKER = {
    "als": "bls",
    "patrol_armed": "patrol",
    "patrol": "local",
    "rescue": "fire_officer",
    "pump": "fire_officer",
    "hazmat": "pump",
    "sea": "water",
    "water": "pump",
    "mountain": "cp_volunteers",
    "mountain_heli": "mountain",
    "aed": "bls",
    "traffic": "local",
    "gas": "power",
    "power": "gas",
    "ladder": "pump",
    "eod": "patrol",
    "search": "cp_volunteers",
    "hems": "rrv",
    "forest_engine": "forest_crew",
    "forest_air": "forest_crew",
    "gbv": "social",
    "poison": "med_reg",
    "psych": "social",
    "bls": "gp_visit",
}


@kind(
    "resource_weaker",
    PRO,
    True,
    "A capability is replaced by a weaker or neighbouring one (als by bls, patrol by local, hazmat by pump): the wrong crew arrives.",
)
def _(text, rng):
    them = [
        (s, WEAKER[s.value])
        for r in rules(text) + additions(text)
        for s in items(get(r, "send"))
        if s.value in WEAKER
    ]
    return first_that(rng, them, lambda c: change(text, *c), worse(text))


@kind(
    "resource_counted_once",
    PRO,
    True,
    "[pump, pump] becomes [pump], as if the second were a slip: half of the engines go to a big fire.",
)
def _(text, rng):
    them = []
    for r in rules(text) + additions(text):
        seen = set()
        for i, s in enumerate(items(get(r, "send"))):
            if s.value in seen:
                them.append((r, i))
            seen.add(s.value)
    return first_that(rng, them, lambda c: drop_item(text, get(c[0], "send"), c[1]), worse(text))


@kind(
    "police_staging_dropped",
    PRO,
    True,
    "The line that makes ambulances wait for police is gone: a crew walks into a knife.",
)
def _(text, rng):
    them = [r for r in rules(text) + additions(text) if val(r, "safety") == "stage_until_police"]

    def make(r):
        keep = {k.value for k, _ in r.value}
        if keep <= {"id", "when", "safety", "label"}:  # the addition existed only for this
            begin, stop = line_of(text, a(r), z(r))
            return text[:begin] + text[stop:] if len(additions(text)) > 1 else None
        return drop_key(text, r, "safety")

    return first_that(rng, them, make, worse(text))


@kind(
    "safety_of_another_kind",
    PRO,
    True,
    "The safety line is another one of the list (no_sirens_near for stage_until_police, say): the crew is warned of the wrong danger.",
)
def _(text, rng):
    every = ["stage_until_police", "no_sirens_near", "nobody_enters", "decontaminate_first"]
    them = [get(r, "safety") for r in rules(text) + additions(text) if get(r, "safety") is not None]
    return first_that(
        rng, them, lambda s: change(text, s, rng.choice([e for e in every if e != s.value])), worse(text)
    )


@kind(
    "safety_only_when_certain",
    PRO,
    True,
    "A crew's safety line (staging, decontamination) holds for what is certain and no longer for doubt (U): they go in when nobody knows.",
)
def _(text, rng):
    them = [
        v
        for r in rules(text) + additions(text)
        if get(r, "safety") is not None
        for _, v, _ in leaves(get(r, "when"))
        if "U" in codes(v) and len(codes(v)) > 1
    ]
    return first_that(rng, them, lambda v: set_codes(text, v, [c for c in codes(v) if c != "U"]), worse(text))


@kind(
    "doubt_no_longer_counts",
    PRO,
    True,
    "U is left out of a rule's condition: 'I do not know' falls through to a milder rule.",
)
def _(text, rng):
    them = [
        v for r in rules(text) for _, v, _ in leaves(get(r, "when")) if "U" in codes(v) and len(codes(v)) > 1
    ]
    return first_that(rng, them, lambda v: set_codes(text, v, [c for c in codes(v) if c != "U"]), worse(text))


@kind(
    "condition_narrowed",
    PRO,
    True,
    "A known answer is left out of a rule's or an addition's list (gasps, say): whoever gives it gets a milder case.",
)
def _(text, rng):
    them = [
        (v, c)
        for r in rules(text) + additions(text)
        for _, v, _ in leaves(get(r, "when"))
        if len(codes(v)) > 1
        for c in codes(v)
        if c != "U"
    ]
    return first_that(
        rng, them, lambda t: set_codes(text, t[0], [c for c in codes(t[0]) if c != t[1]]), worse(text)
    )


@kind(
    "condition_narrowed_by_another",
    PRO,
    True,
    "A second condition is added to a grave rule, as if both had to be true: the rule hardly ever fires.",
)
def _(text, rng):
    table = code_table(text)
    them = [
        (r, q)
        for r in rules(text)
        if grave(r) and is_map(get(r, "when")) and get(r, "when").flow_style
        for q in table
        if {"Y", "N"} <= set(table[q]) and q not in [x[0] for x in leaves(get(r, "when"))]
    ]

    def make(c):
        end = z(get(c[0], "when")) - 1
        return text[:end] + f", {c[1]}: [Y, U]" + text[end:]

    return first_that(rng, them, make, worse(text))


@kind(
    "condition_widened",
    PRO,
    False,
    "An answer that should not count is added to a rule: units are spent on cases that do not need them.",
)
def _(text, rng):
    table = code_table(text)
    them = [
        (v, c)
        for r in rules(text) + additions(text)
        for q, v, _ in leaves(get(r, "when"))
        for c in table.get(q, [])
        if c not in codes(v)
    ]
    return first_that(
        rng,
        them,
        lambda t: set_codes(text, t[0], [*codes(t[0]), t[1]]),
        lambda out: effect(text, out) and "worse" not in effect(text, out),
    )


@kind(
    "mild_rule_swallows_grave",
    PRO,
    True,
    "An answer is added to an early rule so that cases of a better fitting later rule stop there: another protocol, card or crew.",
)
def _(text, rng):
    table = code_table(text)
    them = [
        (v, c)
        for r in rules(text)
        for q, v, _ in leaves(get(r, "when"))
        for c in table.get(q, [])
        if c not in codes(v)
    ]
    return first_that(
        rng,
        them,
        lambda t: set_codes(text, t[0], [*codes(t[0]), t[1]]),
        lambda out: "worse" in effect(text, out, only_grave=True),
    )


@kind(
    "any_written_all",
    PRO,
    True,
    "'any' is written 'all': each sign alone is no longer enough, and a grave case passes as mild.",
)
def _(text, rng):
    them = []
    for r in rules(text) + additions(text):
        for _, node in walk(get(r, "when")) if get(r, "when") is not None else []:
            if is_map(node):
                them += [k for k, v in node.value if k.value == "any" and len(items(v)) > 1]
    return first_that(rng, them, lambda k: put(text, (a(k), z(k), "all")), worse(text))


@kind(
    "yes_and_no_swapped_in_rule",
    PRO,
    True,
    "[Y, U] became [N, U] (or the other way) in a rule or addition, often where the question was reworded: the danger sign is taken for safety.",
)
def _(text, rng):
    flip, known = {"Y": "N", "N": "Y"}, code_table(text)
    them = [
        v
        for r in rules(text) + additions(text)
        for q, v, _ in leaves(get(r, "when"))
        if ("Y" in codes(v)) != ("N" in codes(v)) and {"Y", "N"} <= set(known.get(q, []))
    ]

    def make(v):
        if is_text(v):
            return put(text, (a(v), z(v), '"' + flip[v.value] + '"'))
        return set_codes(text, v, [flip.get(c, c) for c in codes(v)])

    return first_that(rng, them, make, worse(text))


@kind(
    "answer_of_neighbour_in_condition",
    PRO,
    True,
    "A condition names the next answer of the list (adult for child, insect for dog): the addition or rule holds for the wrong people.",
)
def _(text, rng):
    table = code_table(text)
    them = [
        (v, other)
        for r in rules(text) + additions(text)
        for q, v, _ in leaves(get(r, "when"))
        if len(codes(v)) == 1 and codes(v)[0] not in ("Y", "N", "U")
        for other in table.get(q, [])
        if other not in [*codes(v), "U"]
    ]
    return first_that(
        rng, them, lambda t: change(text, t[0] if is_text(t[0]) else t[0].value[0], t[1]), worse(text)
    )


@kind(
    "same_priority_rules_out_of_order",
    PRO,
    True,
    "Two rules of one priority changed places: the general one now hides the special one, with its crew, card or next protocol.",
)
def _(text, rng):
    rs = rules(text)
    them = [
        (rs[i], rs[i + 1]) for i in range(len(rs) - 2) if val(rs[i], "priority") == val(rs[i + 1], "priority")
    ]
    return first_that(rng, them, lambda c: swap(text, *c), worse(text))


@kind(
    "grave_rule_lost",
    PRO,
    True,
    "A grave rule was deleted with a neighbouring line: its cases fall to the next, milder one.",
)
def _(text, rng):
    seq = get(tree(text), "rules")
    them = [i for i, r in enumerate(rules(text)) if grave(r) and get(r, "else") is None]
    return first_that(rng, them, lambda i: drop_item(text, seq, i), worse(text))


@kind(
    "addition_lost",
    PRO,
    True,
    "An addition is gone: the extra crew, card or warning of one answer no longer comes.",
)
def _(text, rng):
    seq = get(tree(text), "additions")
    return first_that(rng, range(len(additions(text))), lambda i: drop_item(text, seq, i), worse(text))


@kind(
    "else_sends_nobody",
    PRO,
    True,
    "The last rule sends nothing and closes as information: whoever fits no rule is told goodbye.",
)
def _(text, rng):
    r = next((r for r in rules(text) if get(r, "else") is not None), None)
    if r is None or not items(get(r, "send")) or get(r, "close_as") is not None:
        return None
    out = put(
        text,
        (a(get(r, "send")), z(get(r, "send")), "[]"),
        (a(get(r, "priority")), z(get(r, "priority")), "P3"),
    )
    return out if "worse" in effect(text, out) else None
