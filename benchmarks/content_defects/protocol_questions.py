"""Defects in what a protocol asks: questions, guards, answers, reassessment, review."""

import re

from benchmarks.content_defects.interview_effects import (
    additions,
    changes,
    code_table,
    effect,
    leaves,
    questions,
    rules,
    worse,
)
from benchmarks.content_defects.kinds import kind, many
from benchmarks.content_defects.protocol_rules import PRO
from benchmarks.content_defects.text_edits import (
    LANGS,
    a,
    add_key,
    change,
    codes,
    drop_item,
    drop_key,
    first_that,
    get,
    is_map,
    items,
    line_of,
    put,
    set_codes,
    swap,
    tree,
    val,
    z,
)


@kind(
    "question_no_longer_critical",
    PRO,
    True,
    "`critical: true` is gone from a question and from the review list: under stress it is skipped and nobody notices.",
)
def _(text, rng):
    them = [q for q in questions(text) if val(q, "critical") == "true"]

    def make(q):
        out = drop_key(text, q, "critical")
        seq = get(tree(out), "qa", "critical")
        where = codes(seq) if seq is not None else []
        return drop_item(out, seq, where.index(val(q, "id"))) if val(q, "id") in where else out

    return first_that(rng, them, make)


@kind(
    "question_after_dispatch",
    PRO,
    True,
    "A question that decides is marked `phase: post`: it is asked after help was chosen without it.",
)
def _(text, rng):
    used = {q for r in rules(text) for q, _, _ in leaves(get(r, "when"))} if rules(text) else set()
    them = [q for q in questions(text) if val(q, "id") in used and get(q, "phase") is None]
    return first_that(rng, them, lambda q: add_key(text, q, "id", "phase: post"))


@kind(
    "deciding_question_asked_last",
    PRO,
    True,
    "The question that finds the life threat went to the end of the list: minutes are lost on the others.",
)
def _(text, rng):
    qs = questions(text)
    needed = {q for x in qs if get(x, "when") is not None for q, _, _ in leaves(get(x, "when"))}
    pre = [q for q in qs if val(q, "phase") != "post"]
    if len(pre) < 3:
        return None
    last = pre[-1]
    them = [
        q
        for q in pre[:2]
        if q is not last
        and val(q, "critical") == "true"
        and val(q, "id") not in needed
        and get(q, "when") is None
    ]

    def make(q):
        begin, stop = line_of(text, a(q), z(q))
        row = text[begin:stop]
        after = line_of(text, a(last), z(last))[1]
        return text[:begin] + text[stop:after] + row + text[after:]

    return first_that(rng, them, make)


@kind(
    "guard_forgets_doubt",
    PRO,
    True,
    "The guard of a question is N instead of [N, U]: when the caller does not know, breathing is never asked.",
)
def _(text, rng):
    them = [
        v
        for q in questions(text)
        if get(q, "when") is not None
        for _, v, _ in leaves(get(q, "when"))
        if "U" in codes(v) and len(codes(v)) > 1
    ]
    return first_that(
        rng, them, lambda v: set_codes(text, v, [c for c in codes(v) if c != "U"]), changes(text)
    )


@kind(
    "guard_of_other_branch",
    PRO,
    True,
    "The guard of a question holds in the opposite branch: those who need the question are not asked it.",
)
def _(text, rng):
    table = code_table(text)
    them = [
        (q, v) for x in questions(text) if get(x, "when") is not None for q, v, _ in leaves(get(x, "when"))
    ]

    def make(c):
        rest = [x for x in table.get(c[0], []) if x not in codes(c[1])]
        return set_codes(text, c[1], rest) if rest else None

    return first_that(rng, them, make, changes(text))


@kind(
    "guard_dropped", PRO, False, "The guard of a question is gone: it is asked of everybody and costs time."
)
def _(text, rng):
    them = [q for q in questions(text) if get(q, "when") is not None]
    return first_that(
        rng,
        them,
        lambda q: drop_key(text, q, "when"),
        lambda out: effect(text, out) and "worse" not in effect(text, out),
    )


@kind(
    "answer_set_poorer",
    PRO,
    True,
    "A plausible but wrong answer set (ynu for breathing or conscious, conscious for breathing): gasps or confusion can no longer be answered.",
)
def _(text, rng):
    other = {
        "breathing": ["ynu", "conscious"],
        "conscious": ["ynu", "breathing"],
        "age_band": ["ynu"],
        "count_victims": ["ynu"],
        "ynu": ["breathing", "count_victims", "conscious"],
    }
    them = [(get(q, "answers_ref"), o) for q in questions(text) for o in other.get(val(q, "answers_ref"), [])]
    return first_that(rng, them, lambda c: change(text, *c))


@kind(
    "two_answers_one_meaning",
    PRO,
    True,
    "Two answers of a question say the same in every language: the operator picks one by chance and the priority with it.",
)
def _(text, rng):
    them = [
        (x, y)
        for q in questions(text)
        for x in items(get(q, "answers"))
        for y in items(get(q, "answers"))
        if x is not y and val(x, "code") != "U" and val(y, "code") != "U"
    ]
    return first_that(
        rng,
        them,
        lambda c: put(
            text,
            (
                a(get(c[0], "label")),
                z(get(c[0], "label")),
                text[a(get(c[1], "label")) : z(get(c[1], "label"))],
            ),
        ),
    )


@kind(
    "answer_labels_swapped",
    PRO,
    True,
    "The words of two answers changed places in every language: what is heard is ticked as its neighbour.",
)
def _(text, rng):
    them = []
    for q in questions(text):
        xs = items(get(q, "answers"))
        them += [(xs[i], xs[i + 1]) for i in range(len(xs) - 1) if get(xs[i + 1], "label") is not None]
    return first_that(rng, them, lambda c: swap(text, get(c[0], "label"), get(c[1], "label")))


@kind(
    "answer_labels_swapped_one_language",
    PRO,
    True,
    "The words of two answers changed places in one language only: whoever works in it ticks the wrong one.",
)
def _(text, rng):
    them = []
    for q in questions(text):
        xs = items(get(q, "answers"))
        them += [
            (get(xs[i], "label", lang), get(xs[i + 1], "label", lang))
            for i in range(len(xs) - 1)
            for lang in LANGS
            if get(xs[i], "label", lang) is not None and get(xs[i + 1], "label", lang) is not None
        ]
    return first_that(rng, them, lambda c: swap(text, *c))


@kind(
    "answer_lost",
    PRO,
    True,
    "One of the answers is gone: that story can no longer be told, and it is ticked as something milder.",
)
def _(text, rng):
    them = [
        (get(q, "answers"), i)
        for q in questions(text)
        for i, x in enumerate(items(get(q, "answers")))
        if len(items(get(q, "answers"))) > 2
    ]
    return first_that(rng, them, lambda c: drop_item(text, *c))


@kind(
    "question_in_other_question_s_words",
    PRO,
    True,
    "In one language a question has the words of another question: the answer is ticked to the wrong thing.",
)
def _(text, rng):
    qs = questions(text)
    them = [
        (get(x, "ask", lang), get(y, "ask", lang))
        for x in qs
        for y in qs
        if x is not y
        for lang in LANGS
        if get(x, "ask", lang) is not None
        and get(y, "ask", lang) is not None
        and val(get(x, "ask"), lang) != val(get(y, "ask"), lang)
    ]
    return first_that(rng, them, lambda c: put(text, (a(c[0]), z(c[0]), text[a(c[1]) : z(c[1])])))


@kind(
    "outcome_in_other_outcome_s_words",
    PRO,
    True,
    "In one language the outcome has the words of another rule: the operator reads a milder or other finding.",
)
def _(text, rng):
    rs = rules(text) + additions(text)
    them = [
        (get(x, "label", lang), get(y, "label", lang))
        for x in rs
        for y in rs
        if x is not y
        for lang in ("es", "en")
        if get(x, "label", lang) is not None
        and get(y, "label", lang) is not None
        and val(get(x, "label"), lang) != val(get(y, "label"), lang)
    ]
    return first_that(rng, them, lambda c: put(text, (a(c[0]), z(c[0]), text[a(c[1]) : z(c[1])])))


@kind(
    "note_on_doubt_no_longer_true",
    PRO,
    True,
    "A note says that a rule takes the unknown answer, but that rule does no longer: the excuse stayed, the safety went.",
)
def _(text, rng):
    them = []
    for q in questions(text):
        note = val(q, "unknown_note")
        if note:
            named = [r for r in rules(text) if re.search(rf"\b{re.escape(val(r, 'id'))}\b", note)]
            them += [
                v
                for r in named or rules(text)
                if get(r, "when") is not None
                for k, v, _ in leaves(get(r, "when"))
                if k == val(q, "id") and "U" in codes(v) and len(codes(v)) > 1
            ]
    return first_that(rng, them, lambda v: set_codes(text, v, [c for c in codes(v) if c != "U"]), worse(text))


@kind(
    "asked_again_much_later",
    PRO,
    True,
    "The interval of asking again is written as if it were minutes (120 s becomes 7,200): a patient gets worse unseen.",
)
def _(text, rng):
    n = get(tree(text), "reassess", "every_s")
    return put(text, (a(n), z(n), str(int(n.value) * 60))) if n is not None else None


@kind(
    "asked_again_the_wrong_thing",
    PRO,
    True,
    "The question that shows a patient getting worse is not asked again, or another one is.",
)
def _(text, rng):
    seq = get(tree(text), "reassess", "questions")
    ids = [val(q, "id") for q in questions(text)]
    other = [i for i in ids if i not in codes(seq)]
    if len(items(seq)) > 1 and (not other or rng.random() < 0.5):
        return drop_item(text, seq, 0)
    return change(text, items(seq)[0], rng.choice(other)) if other else None


@kind(
    "confidential_dropped",
    PRO,
    True,
    "The protocol is no longer confidential, or its rule for calling back is gone: the phone rings beside the aggressor.",
)
def _(text, rng):
    them = [k for k in ("confidential", "callback_policy") if get(tree(text), k) is not None]
    return first_that(rng, them, lambda k: drop_key(text, tree(text), k))


@kind(
    "first_instruction_dropped",
    PRO,
    True,
    "What must be said before any question (get out of the car in the water) is gone: the caller drowns while being asked.",
)
def _(text, rng):
    return (
        drop_key(text, tree(text), "instruct_first")
        if get(tree(text), "instruct_first") is not None
        else None
    )


@kind(
    "capture_dropped",
    PRO,
    True,
    "A datum to be taken (place, number to call back, direction) is no longer asked for: crews search for the caller.",
)
def _(text, rng):
    seq = get(tree(text), "capture")
    return (
        first_that(rng, range(len(items(seq))), lambda i: drop_item(text, seq, i))
        if seq is not None and len(items(seq)) > 1
        else None
    )


@kind(
    "plate_numbers_crossed",
    PRO,
    True,
    "The top and the bottom number of the orange plate are crossed (key or pattern): another substance is looked up.",
)
def _(text, rng):
    keys = [get(x, "key") for x in items(get(tree(text), "lookups"))]
    them = [(i, j) for i in range(len(keys)) for j in range(i) if keys[i].value != keys[j].value]
    pats = [get(q, "pattern") for q in questions(text) if get(q, "pattern") is not None]
    made = [lambda c=c: swap(text, keys[c[0]], keys[c[1]]) for c in them]
    if len(pats) > 1 and pats[0].value != pats[1].value:
        made.append(lambda: swap(text, pats[0], pats[1]))
    return rng.choice(made)() if made else None


@kind(
    "out_of_force",
    PRO,
    True,
    "The protocol ended last year: on the day nobody is offered it, or an expired one is followed.",
)
def _(text, rng):
    n = get(tree(text), "effective", "until")
    return put(text, (a(n), z(n), '"2024-12-31"')) if n is not None else None


@many(
    "approved_by_nobody",
    {"protocol": PRO, "card": "cards/*.yaml"},
    True,
    "Status says approved though nobody has signed: unreviewed medicine looks reviewed.",
)
def _(text, rng):
    n = get(tree(text), "status")
    return change(text, n, "approved") if n is not None and n.value == "draft" else None


@kind(
    "review_list_forgets",
    PRO,
    False,
    "The review list no longer names a critical question: the quality review does not look at it.",
)
def _(text, rng):
    seq = get(tree(text), "qa", "critical")
    return (
        first_that(rng, range(len(items(seq))), lambda i: drop_item(text, seq, i))
        if seq is not None and len(items(seq)) > 1
        else None
    )


@kind(
    "limit_raised",
    PRO,
    False,
    "The limit of questions before a P0 was raised to make a complaint go away: later authors may ask more.",
)
def _(text, rng):
    n = get(tree(text), "limits", "max_questions_before_p0")
    return put(text, (a(n), z(n), str(int(n.value) + rng.choice([2, 3])))) if n is not None else None


@kind(
    "review_time_too_lax",
    PRO,
    False,
    "A time to be reached (recognition, first compression) lost or gained a digit: late work is praised.",
)
def _(text, rng):
    node = get(tree(text), "qa", "times")
    them = [v for _, v in node.value] if is_map(node) else []
    return first_that(rng, them, lambda v: put(text, (a(v), z(v), v.value + "0")))
