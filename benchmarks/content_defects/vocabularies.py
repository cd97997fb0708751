"""Defects in shared vocabularies: catalogue, qualifications, words, phrases, sources, review, announcements."""

import re

from benchmarks.content_defects.kinds import kind
from benchmarks.content_defects.protocol_effects import neighbour
from benchmarks.content_defects.spoken_sentences import lose_no, one_language
from benchmarks.content_defects.text_edits import (
    LANGS,
    a,
    blocks,
    change,
    codes,
    drop_item,
    drop_key,
    first_that,
    get,
    is_map,
    is_text,
    items,
    put,
    swap,
    tree,
    val,
    walk,
    z,
)

CAT = "data/catalog.yaml"


@kind(
    "shared_answers_crossed_one_language",
    CAT,
    True,
    "Yes and no (or normal and gasping) of a shared answer set changed places in one language: every protocol is wrong there.",
)
def _(text, rng):
    them = []
    for _, seq in get(tree(text), "answer_sets").value:
        xs = items(seq)
        them += [
            (get(xs[i], "label", lang), get(xs[i + 1], "label", lang))
            for i in range(len(xs) - 1)
            for lang in LANGS
            if val(get(xs[i], "label"), lang) != val(get(xs[i + 1], "label"), lang)
        ]
    return first_that(rng, them, lambda c: swap(text, *c))


@kind(
    "shared_answers_one_meaning",
    CAT,
    True,
    "Two shared answers say the same in one language ('yes, but' became 'yes'): gasping is ticked as breathing.",
)
def _(text, rng):
    them = []
    for _, seq in get(tree(text), "answer_sets").value:
        xs = items(seq)
        them += [
            (get(x, "label", lang), get(y, "label", lang))
            for x in xs
            for y in xs
            if x is not y
            for lang in LANGS
            if val(x, "code") != "U" and val(y, "code") != "U"
        ]
    return first_that(rng, them, lambda c: change(text, c[0], c[1].value))


@kind(
    "gasps_count_as_normal",
    CAT,
    True,
    "The words of 'yes, but' no longer speak of gasps, or those of 'normal' do: dying breaths are ticked as breathing.",
)
def _(text, rng):
    xs = {val(x, "code"): x for x in items(get(tree(text), "answer_sets", "breathing"))}
    lang = rng.choice(LANGS)
    n, q = get(xs["normal"], "label", lang), get(xs["qualified"], "label", lang)
    plain = {
        "es": "Sí, con alguna molestia",
        "en": "Yes, a little uneasy",
        "ca": "Sí, amb alguna molèstia",
        "fr": "Oui, un peu gêné",
    }
    with_gasps = {
        "es": "Sí, aunque con ruidos",
        "en": "Yes, even if noisy",
        "ca": "Sí, encara que amb sorolls",
        "fr": "Oui, même avec des bruits",
    }
    return change(text, q, plain[lang]) if rng.random() < 0.5 else change(text, n, with_gasps[lang])


@kind(
    "capability_of_another_service",
    CAT,
    True,
    "A capability belongs to another service: the task goes to a control room that has no such unit.",
)
def _(text, rng):
    other = {
        "HEALTH": "SOCIAL",
        "FIRE": "FOREST",
        "POLICE": "LOCAL_POLICE",
        "MRCC": "WATER_RESCUE",
        "WATER_RESCUE": "MRCC",
        "MOUNTAIN_RESCUE": "FOREST",
        "FIRST_RESPONDER": "CRISIS_LINE",
        "UTILITY_GAS": "UTILITY_POWER",
        "UTILITY_POWER": "UTILITY_GAS",
        "LOCAL_POLICE": "TRAFFIC_POLICE",
        "POISON": "PUBLIC_HEALTH",
    }
    them = [get(v, "service") for _, v in get(tree(text), "capabilities").value]
    return first_that(rng, them, lambda s: change(text, s, other[s.value]) if s.value in other else None)


@kind(
    "target_time_slipped",
    CAT,
    True,
    "The time in which a P0 or P1 must leave gained a zero or is the next one's: lateness raises no alarm.",
)
def _(text, rng):
    them = [get(x, "target_dispatch_s") for x in items(get(tree(text), "priorities"))][:3]
    return first_that(rng, them, lambda n: put(text, (a(n), z(n), n.value + "0")))


@kind(
    "life_language_dropped",
    CAT,
    True,
    "A language is no longer required of life cards: its callers get CPR in a language they do not understand, and nothing complains.",
)
def _(text, rng):
    seq = get(tree(text), "languages", "life_required")
    return drop_item(text, seq, rng.randrange(2, len(items(seq))))


@kind(
    "shared_fact_not_shared",
    CAT,
    False,
    "A fact (age, breathing) is no longer carried from one protocol to the next: it is asked twice.",
)
def _(text, rng):
    node = get(tree(text), "shared_facts")
    return drop_key(text, node, rng.choice([k.value for k, _ in node.value]))


@kind(
    "priority_words_crossed",
    CAT,
    True,
    "The words of two priorities changed places in one language: red is read as 'urgent, can wait'.",
)
def _(text, rng):
    xs = items(get(tree(text), "priorities"))
    lang = rng.choice(["es", "en"])
    return first_that(
        rng, [(get(xs[i], lang), get(xs[i + 1], lang)) for i in range(len(xs) - 1)], lambda c: swap(text, *c)
    )


@kind(
    "unqualified_crew_allowed",
    "data/qualifications.yaml",
    True,
    "A capability accepts a lesser qualification (technician for advanced life support): a crew is sent that may not treat.",
)
def _(text, rng):
    lesser = {
        "als": "technician",
        "rrv": "technician",
        "hems": "technician",
        "hazmat": "driving_c",
        "water": "driving_c",
        "mountain": "lifeguard",
        "eod": "cbrn",
        "forest_crew": "driving_c",
        "bls": "driving_c",
    }
    them = (
        [x for _, seq in get(tree(text)).value for x in items(seq) if val(x, "capability") in lesser]
        if is_map(tree(text))
        else []
    )

    def make(x):
        seq = get(x, "any_of")
        return text[: z(items(seq)[-1])] + ", " + lesser[val(x, "capability")] + text[z(items(seq)[-1]) :]

    return first_that(rng, them, make)


@kind(
    "qualification_line_lost",
    "data/qualifications.yaml",
    True,
    "A capability needs no qualification any more: anybody may be sent as one (diver, bomb disposal, advanced life support).",
)
def _(text, rng):
    them = [
        (seq, i)
        for _, seq in get(tree(text)).value
        for i, x in enumerate(items(seq))
        if get(x, "any_of") is not None
    ]
    return first_that(rng, them, lambda c: drop_item(text, *c))


@kind(
    "synonyms_of_neighbour",
    "data/synonyms.yaml",
    True,
    "Words that people say stand under the neighbouring type: 'not breathing' suggests a faint.",
)
def _(text, rng):
    xs = [v for _, v in get(tree(text), "words").value]
    lang = rng.choice(["es", "ca", "en"])
    them = [
        (get(xs[i], lang), get(xs[i + 1], lang))
        for i in range(len(xs) - 1)
        if get(xs[i], lang) is not None and get(xs[i + 1], lang) is not None
    ]
    return first_that(rng, them, lambda c: swap(text, *c))


@kind(
    "synonym_moved",
    "data/synonyms.yaml",
    True,
    "One phrase was cut from its type and pasted under another, milder one.",
)
def _(text, rng):
    xs = [v for _, v in get(tree(text), "words").value]
    lang = rng.choice(["es", "ca", "en"])
    seqs = [get(v, lang) for v in xs if get(v, lang) is not None and len(items(get(v, lang))) > 1]
    one, two = rng.sample(seqs, 2)
    i = rng.randrange(1, len(items(one)))
    word = text[a(items(one)[i]) : z(items(one)[i])]
    return put(
        text,
        (z(items(one)[i - 1]), z(items(one)[i]), ""),
        (z(items(two)[-1]), z(items(two)[-1]), ", " + word),
    )


@kind(
    "phrases_under_wrong_type",
    "data/phrases/*.yaml",
    True,
    "All phrases of one type in one language stand under the next type: callers' words lead to the wrong case.",
)
def _(text, rng):
    pairs = get(tree(text), "phrases").value
    them = [
        (get(pairs[i][1], lang), get(pairs[i + 1][1], lang))
        for i in range(len(pairs) - 1)
        for lang in LANGS
        if get(pairs[i][1], lang) is not None
        and get(pairs[i + 1][1], lang) is not None
        and get(pairs[i][1], lang).flow_style
        and get(pairs[i + 1][1], lang).flow_style
    ]
    return first_that(rng, them, lambda c: swap(text, *c))


@kind(
    "phrase_type_code_slip",
    "data/phrases/*.yaml",
    True,
    "The code over a list of phrases is its neighbour's: a story of one kind suggests another.",
)
def _(text, rng):
    ks = [k for k, _ in get(tree(text), "phrases").value]
    have = {k.value for k in ks}
    return first_that(
        rng, ks, lambda k: change(text, k, neighbour(k.value)) if neighbour(k.value) not in have else None
    )


@kind(
    "phrase_turned_by_a_lost_no",
    "data/phrases/*.yaml",
    True,
    "A phrase lost its 'no' ('respira y está morado'): the contrary of the story suggests the type.",
)
def _(text, rng):
    them = [
        (x, lang)
        for _, v in get(tree(text), "phrases").value
        for lang in LANGS
        for x in items(get(v, lang))
        if get(v, lang) is not None and re.search(r"\b(no|not|ne|n')\b", x.value, re.I)
    ]

    def make(c):
        new = lose_no(c[0].value, c[1], rng)
        return change(text, c[0], new) if new else None

    return first_that(rng, them, make)


@kind(
    "two_things_under_one_word",
    "data/story_words.yaml",
    True,
    "A word stands under another thing or person (river under pool, child under elder): two calls are joined that are not one case.",
)
def _(text, rng):
    part = rng.choice(["things", "persons", "types"])
    seqs = [v for _, v in get(tree(text), part).value if len(items(v)) > 2]
    one, two = rng.sample(seqs, 2)
    i = rng.randrange(1, len(items(one)))
    word = items(one)[i].value
    if word in codes(two):
        return None
    return put(
        text,
        (z(items(one)[i - 1]), z(items(one)[i]), ""),
        (z(items(two)[-1]), z(items(two)[-1]), ", " + text[a(items(one)[i]) : z(items(one)[i])]),
    )


@kind(
    "word_that_matters_called_small",
    "data/story_words.yaml",
    True,
    "'no', 'fire' or 'gas' stands among the small words: the sentence that it turns is not understood.",
)
def _(text, rng):
    seq = get(tree(text), "small")
    word = rng.choice([w for w in ("no", "sin", "not", "sang", "foc", "gas", "sola") if w not in codes(seq)])
    last = items(seq)[-1]
    return text[: z(last)] + ", " + ('"no"' if word == "no" else word) + text[z(last) :]


@kind(
    "promise_no_longer_forbidden",
    "data/plain_language.yaml",
    False,
    "A phrase that promises help is gone from the list of what must not be said: later authors may say it.",
)
def _(text, rng):
    seqs = [v for _, v in get(tree(text), "promises").value]
    seq = rng.choice(seqs)
    return drop_item(text, seq, rng.randrange(1, len(items(seq))))


@kind(
    "source_claims_to_be_read",
    "data/sources.yaml",
    False,
    "A source recalled from memory is marked as read: nobody checks it before approval.",
)
def _(text, rng):
    them = [get(v, "basis") for _, v in tree(text).value if val(v, "basis") in ("memory", "abstract")]
    return first_that(rng, them, lambda b: change(text, b, "excerpt"))


@kind(
    "source_links_to_another",
    "data/sources.yaml",
    False,
    "Two sources have each other's address: whoever checks reads about something else.",
)
def _(text, rng):
    xs = [get(v, "url") for _, v in tree(text).value if get(v, "url") is not None]
    return first_that(
        rng,
        [(xs[i], xs[i + 1]) for i in range(len(xs) - 1) if xs[i].value != xs[i + 1].value],
        lambda c: swap(text, *c),
    )


@kind(
    "crosswalk_row_slipped",
    "data/crosswalk.yaml",
    False,
    "Two neighbouring priorities have each other's foreign equivalent: orientation only, but misleading.",
)
def _(text, rng):
    xs = items(get(tree(text), "rows"))
    key = rng.choice(["nhs", "mpds", "norway", "samu_fr"])
    return first_that(
        rng,
        [
            (get(xs[i], key), get(xs[i + 1], key))
            for i in range(len(xs) - 1)
            if val(xs[i], key) != val(xs[i + 1], key)
        ],
        lambda c: swap(text, *c),
    )


@kind(
    "deviation_factors_crossed",
    "data/qa_scorecard.yaml",
    False,
    "Two levels of deviation have each other's factor: a dangerous call is scored like a slip.",
)
def _(text, rng):
    xs = items(get(tree(text), "deviation_levels"))
    return first_that(
        rng,
        [(get(xs[i], "factor"), get(xs[j], "factor")) for i in range(len(xs)) for j in range(i)],
        lambda c: swap(text, *c),
    )


@kind(
    "review_item_reads_other_fact",
    "data/qa_scorecard.yaml",
    False,
    "An automatic item of the review reads another item's fact: the call is judged by something else.",
)
def _(text, rng):
    xs = [
        node
        for path, node in walk(tree(text))
        if path and path[-1] == "auto" and is_text(node) and node.value != "null"
    ]
    return first_that(
        rng,
        [(xs[i], xs[i + 1]) for i in range(len(xs) - 1) if xs[i].value != xs[i + 1].value],
        lambda c: change(text, c[0], c[1].value),
    )


@kind(
    "figure_of_call_mix_slipped",
    "data/call_mix.yaml",
    False,
    "A published figure lost or gained a digit: simulations are sized wrongly.",
)
def _(text, rng):
    xs = [
        node
        for _, node in walk(tree(text))
        if is_text(node) and node.style is None and re.fullmatch(r"[1-9]\d{2,6}", node.value)
    ]
    return first_that(rng, xs, lambda n: put(text, (a(n), z(n), n.value[:-1])))


ANN = "announcements/announcements.yaml"


@kind(
    "announcement_says_the_contrary",
    ANN,
    True,
    "What is played to people who wait lost its 'not' in one language: they are told to hang up.",
)
def _(text, rng):
    return one_language(text, rng, lose_no, None)


@kind(
    "announcement_of_another_moment",
    ANN,
    True,
    "Two announcements have each other's words in one language: a caller who cannot speak is not told to write.",
)
def _(text, rng):
    bs = [b for _, b in blocks(text, None)]
    them = [
        (b[lang], c[lang]) for b in bs for c in bs if b is not c for lang in LANGS if lang in b and lang in c
    ]
    return first_that(rng, them, lambda c: swap(text, *c))
