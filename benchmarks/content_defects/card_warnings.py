"""Defects in what a card says beside its steps: warnings, repetition, checks, marks, sources, telephone numbers."""

import re

from benchmarks.content_defects.card_steps import CARD, risk, steps
from benchmarks.content_defects.kinds import kind, many
from benchmarks.content_defects.protocol_rules import PRO
from benchmarks.content_defects.spoken_sentences import lose_no, one_language
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
    items,
    put,
    swap,
    tree,
    val,
    z,
)


@kind(
    "never_list_emptied_one_language",
    CARD,
    True,
    "The list of what must never be done is empty in one language: its callers are not warned.",
)
def _(text, rng):
    node = get(tree(text), "never")
    return first_that(rng, [v for _, v in node.value if items(v)], lambda v: put(text, (a(v), z(v), "[]")))


@kind(
    "never_item_lost_one_language",
    CARD,
    True,
    "One warning of the never list is missing in one language: its callers do exactly that.",
)
def _(text, rng):
    node = get(tree(text), "never")
    them = [(v, i) for _, v in node.value for i in range(len(items(v))) if len(items(v)) > 1]
    return first_that(rng, them, lambda c: drop_item(text, *c))


@kind(
    "never_item_lost_everywhere",
    CARD,
    True,
    "One warning of the never list is gone in all languages alike: nothing looks odd, nobody is warned.",
)
def _(text, rng):
    node = get(tree(text), "never")
    lists = [v for _, v in node.value]
    n = min(len(items(v)) for v in lists)
    if n < 2:
        return None
    i = rng.randrange(n)
    for lang in [k.value for k, _ in node.value]:
        text = drop_item(text, get(tree(text), "never", lang), i)
    return text


@kind(
    "never_item_turned_into_advice",
    CARD,
    True,
    "A warning of the never list lost its 'not' in one language: read aloud, it is an order.",
)
def _(text, rng):
    node = get(tree(text), "never")
    them = [(x, k.value) for k, v in node.value for x in items(v) if k.value in LANGS]

    def make(c):
        new = lose_no(c[0].value, c[1], rng)
        return change(text, c[0], new) if new else None

    return first_that(rng, them, make)


@kind(
    "never_items_in_another_order",
    CARD,
    False,
    "The never list of one language is in another order than the others: harmless, but a sign of a paste.",
)
def _(text, rng):
    node = get(tree(text), "never")
    them = [(items(v)[0], items(v)[1]) for _, v in node.value if len(items(v)) > 1]
    return first_that(rng, them, lambda c: swap(text, *c))


@kind(
    "repeat_in_minutes",
    CARD,
    True,
    "A repeat interval is taken for minutes: 300 becomes 5 (a second dose after five seconds) or 60 becomes 3,600 (never looked at again).",
)
def _(text, rng):
    them = []
    for s in steps(text):
        n = get(s, "repeat_s")
        if n is not None:
            them += [
                (n, x)
                for x in ([int(n.value) // 60] if int(n.value) // 60 >= 5 else [])
                + ([int(n.value) * 60] if int(n.value) * 60 <= 3600 else [])
            ]
    return first_that(rng, them, lambda c: put(text, (a(c[0]), z(c[0]), str(c[1]))))


@kind(
    "repeat_with_a_slipped_digit",
    CARD,
    True,
    "A repeat interval gained or lost a zero: the patient is watched ten times too rarely, or the caller is never left in peace.",
)
def _(text, rng):
    them = [
        (n, x)
        for s in steps(text)
        for n in [get(s, "repeat_s")]
        if n is not None
        for x in (int(n.value) * 10, int(n.value) // 10)
        if 5 <= x <= 3600
    ]
    return first_that(rng, them, lambda c: put(text, (a(c[0]), z(c[0]), str(c[1]))))


@kind(
    "timer_step_said_once",
    CARD,
    True,
    "A step that repeats became `wait: none` without its interval: breathing is looked at once and never again.",
)
def _(text, rng):
    def make(i):
        out = change(text, get(steps(text)[i], "wait"), "none")
        return drop_key(out, steps(out)[i], "repeat_s")

    return first_that(rng, [i for i, s in enumerate(steps(text)) if val(s, "wait") == "timer"], make)


@kind(
    "step_does_not_wait",
    CARD,
    True,
    "A step no longer waits for 'done': the next one is said while the caller is still looking for the phone's speaker.",
)
def _(text, rng):
    them = [get(s, "wait") for s in steps(text) if val(s, "wait") == "confirm"]
    return first_that(rng, them, lambda w: change(text, w, "none")) if risk(text) == "life" else None


@kind(
    "pace_at_the_edge",
    CARD,
    False,
    "The metronome runs at the upper or lower limit: still within the guideline, only tiring.",
)
def _(text, rng):
    n = get(tree(text), "pace", "bpm")
    return put(text, (a(n), z(n), rng.choice(["100", "120"]))) if n is not None else None


@kind(
    "check_goes_to_wrong_place",
    CARD,
    True,
    "'Getting worse' leads to the wrong protocol or card: the arrest is handled as a faint.",
)
def _(text, rng):
    other = {
        "san-pcr": ["san-inconsciente", "san-desmayo"],
        "san-inconsciente": ["san-desmayo"],
        "rcp-lactante": ["rcp-adulto", "rcp-nino"],
    }
    them = [
        (v, o)
        for s in steps(text)
        if get(s, "check", "worse") is not None
        for _, v in get(s, "check", "worse").value
        for o in other.get(v.value, [])
    ]
    return first_that(rng, them, lambda c: change(text, *c))


@kind(
    "check_lost",
    CARD,
    True,
    "The step that watches the patient no longer leads anywhere when they get worse.",
)
def _(text, rng):
    them = [s for s in steps(text) if get(s, "check") is not None]
    return first_that(rng, them, lambda s: drop_key(text, s, "check"))


@kind(
    "card_check_asks_wrong_thing",
    CARD,
    True,
    "The check of a step asks another question than the step: 'breathing normally: yes' is taken for 'getting worse'.",
)
def _(text, rng):
    other = {
        "resp_ahora": "pierde_conciencia",
        "pierde_conciencia": "resp_ahora",
        "bebe_respira": "pierde_conciencia",
    }
    them = [get(s, "check", "q") for s in steps(text) if val(get(s, "check"), "q") in other]
    return first_that(rng, them, lambda q: change(text, q, other[q.value]))


@kind(
    "voice_step_sent_as_text",
    CARD,
    True,
    "`by_voice` is gone: a caller who cannot hear is told to put the phone on speaker or count with us.",
)
def _(text, rng):
    them = [s for s in steps(text) if get(s, "by_voice") is not None]
    return first_that(rng, them, lambda s: drop_key(text, s, "by_voice"))


@kind(
    "unwilling_caller_cannot_skip",
    CARD,
    True,
    "skip_if is gone from the breaths: a caller who will not blow is kept there while nobody presses.",
)
def _(text, rng):
    them = [s for s in steps(text) if get(s, "skip_if") is not None]
    return first_that(rng, them, lambda s: drop_key(text, s, "skip_if"))


@kind(
    "mark_lost",
    CARD,
    False,
    "A moment (first compression, first dose) is no longer marked: the record and the review lack it.",
)
def _(text, rng):
    them = [s for s in steps(text) if get(s, "mark") is not None]
    return first_that(rng, them, lambda s: drop_key(text, s, "mark"))


@kind(
    "mark_on_the_wrong_step",
    CARD,
    False,
    "A moment is marked one step too early: reviews believe that compressions began sooner than they did.",
)
def _(text, rng):
    ss = steps(text)
    them = [
        (ss[i], ss[i - 1])
        for i in range(1, len(ss))
        if get(ss[i], "mark") is not None and get(ss[i - 1], "mark") is None
    ]

    def make(c):
        out = drop_key(text, c[0], "mark")
        return add_key(out, steps(out)[steps(text).index(c[1])], "id", f"mark: {val(c[0], 'mark')}")

    return first_that(rng, them, make)


@kind(
    "promise_of_arrival",
    CARD,
    True,
    "A soothing promise was added ('the ambulance is almost there'): the caller stops, or stays in the fire, for help that is not near.",
)
def _(text, rng):
    soothing = {
        "es": " La ambulancia está al caer.",
        "en": " They will be with you in no time.",
        "ca": " L'ambulància és a punt de ser-hi.",
        "fr": " L'ambulance est presque là.",
    }
    return one_language(
        text, rng, lambda v, lang, r: v + soothing[lang] if v.endswith(".") else None, ("say",)
    )


PHONE = re.compile(r"(?<![\d/])(?:\+\d[\d ]{6,}|0\d\d|116 ?\d{3}|9\d\d(?: \d\d){3}|9\d{8}|717 ?\d{3})(?!\d)")


def off_by_one(value, rng):
    hits = list(PHONE.finditer(value))
    if not hits:
        return None
    m = rng.choice(hits)
    at = rng.choice([i for i, c in enumerate(m.group()) if c.isdigit()][1:])
    new = str((int(m.group()[at]) + rng.choice([1, 9])) % 10)
    return value[: m.start() + at] + new + value[m.start() + at + 1 :]


@many(
    "helpline_off_by_one_digit",
    {"cards": CARD, "memory": "i18n/memory.*.yaml", "protocols": PRO, "catalog": "data/catalog.yaml"},
    True,
    "A helpline has one wrong digit in one language: somebody in danger rings a stranger.",
)
def _(text, rng):
    return one_language(text, rng, lambda v, lang, r: off_by_one(v, r), None)


@many(
    "older_source",
    {"cards": CARD, "protocols": PRO},
    False,
    "An expired edition is cited in place of the one in force: the next reviewer checks against old guidance.",
)
def _(text, rng):
    other = {
        "erc-2025-fa": "erc-2021-fa",
        "aha-arc-2024": "erc-2021-fa",
        "aha-drowning-2024": "erc-2021-pls",
        "ilcor-dacpr": "lewis-2013",
    }
    seq = get(tree(text), "sources")
    them = [(s, other[s.value]) for s in items(seq) if s.value in other and other[s.value] not in codes(seq)]
    return first_that(rng, them, lambda c: change(text, *c))


@many(
    "source_about_something_else",
    {"cards": CARD, "protocols": PRO},
    False,
    "A source that says nothing about this is cited, copied from the file that served as a template.",
)
def _(text, rng):
    seq = get(tree(text), "sources")
    out = [
        s
        for s in ("es-ceuta-112", "harvard-birth", "es-axopar", "es-gas-72h", "fr-prb")
        if s not in codes(seq)
    ]
    return first_that(rng, items(seq), lambda s: change(text, s, rng.choice(out)))
