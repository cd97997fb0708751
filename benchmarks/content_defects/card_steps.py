"""Defects in the steps of cards: their order, words, conditions, medicines."""

import re

from benchmarks.content_defects.interview_effects import leaves
from benchmarks.content_defects.kinds import kind
from benchmarks.content_defects.spoken_sentences import (
    CONCEPTS,
    COUNTING,
    INSTEAD,
    NUMBERS,
    ends_up,
    like_case,
    lose_no,
    one_language,
    table_swap,
)
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
    is_text,
    items,
    line_of,
    lit,
    put,
    set_codes,
    swap,
    tree,
    val,
    z,
)

CARD = "cards/*.yaml"


def steps(text):
    return items(get(tree(text), "steps"))


def risk(text):
    return val(tree(text), "risk")


@kind(
    "number_changed_everywhere",
    CARD,
    True,
    "A count, dose or distance is wrong in all languages alike, so that the translations agree: everybody gets it wrong.",
)
def _(text, rng):
    them = []
    for _, b in blocks(text, ("say",)):
        for n, words in CONCEPTS.items():
            hit = {
                lang: next((w for w in words[lang] if re.search(rf"\b{w}\b", node.value, re.I)), None)
                for lang, node in b.items()
            }
            if all(hit.values()) and not any(COUNTING.search(node.value) for node in b.values()):
                them.append((b, n, hit))

    def make(c):
        b, n, hit = c
        new = CONCEPTS[INSTEAD[n]]
        out = []
        for lang, node in b.items():
            value = re.sub(
                rf"\b{hit[lang]}\b",
                lambda m, lang=lang: like_case(m.group(), new[lang][0]),
                node.value,
                count=1,
                flags=re.I,
            )
            out.append((a(node), z(node), lit(value, node)))
        return put(text, *out)

    return first_that(rng, them, make)


@kind(
    "spoken_and_written_step_differ",
    CARD,
    True,
    "The words for callers who read (`write`) say another number than the spoken ones: deaf callers do it wrongly.",
)
def _(text, rng):
    return one_language(
        text,
        rng,
        lambda v, lang, r: table_swap(ends_up(NUMBERS))(v, lang, r) or lose_no(v, lang, r),
        ("write",),
    )


@kind(
    "steps_swapped",
    CARD,
    True,
    "Two neighbouring steps of a life card changed places: breaths before the airway is open, approach before the power is off.",
)
def _(text, rng):
    if risk(text) != "life":
        return None
    ss = steps(text)
    them = [
        (ss[i], ss[i + 1])
        for i in range(len(ss) - 1)
        if get(ss[i], "show_if") is None
        and get(ss[i + 1], "show_if") is None
        and val(ss[i + 1], "wait") != "timer"
    ]
    return first_that(rng, them, lambda c: swap(text, *c))


@kind(
    "first_step_at_the_end",
    CARD,
    True,
    "The first step of a life card went to the end: what protects the caller (do not enter, do not touch) is said last.",
)
def _(text, rng):
    ss = steps(text)
    if risk(text) != "life" or len(ss) < 3:
        return None
    begin, stop = line_of(text, a(ss[0]), z(ss[0]))
    after = line_of(text, a(ss[-1]), z(ss[-1]))[1]
    return text[:begin] + text[stop:after] + text[begin:stop] + text[after:]


@kind(
    "step_lost",
    CARD,
    True,
    "A step is gone, cut while moving it to another card: the caller is never told it.",
)
def _(text, rng):
    seq = get(tree(text), "steps")
    return (
        first_that(rng, range(len(steps(text))), lambda i: drop_item(text, seq, i))
        if len(steps(text)) > 1
        else None
    )


STRAY = [
    (
        "sorbos",
        {
            "es": "Dele agua a sorbos pequeños.",
            "en": "Give small sips of water.",
            "ca": "Doni-li aigua a glops petits.",
            "fr": "Donnez-lui de l'eau par petites gorgées.",
        },
        {"vomitos", "calor", "fiebre", "hipoglucemia", "frio"},
    ),
    (
        "inclinar",
        {
            "es": "Ponga una mano en la frente, incline la cabeza atrás y levante la barbilla.",
            "en": "Put a hand on the forehead, tilt the head back and lift the chin.",
            "ca": "Posi una mà al front, inclini el cap enrere i aixequi la barbeta.",
            "fr": "Mettez une main sur le front, basculez la tête en arrière et relevez le menton.",
        },
        {"rcp-nino", "rcp-adulto", "posicion-lateral"},
    ),
    (
        "sentar",
        {
            "es": "Siéntele y que se incline hacia delante.",
            "en": "Sit them up, leaning forward.",
            "ca": "Segui'l i que s'inclini cap endavant.",
            "fr": "Asseyez-le, penché en avant.",
        },
        {"disnea", "dolor-toracico", "ansiedad", "sin-luz", "atragantamiento"},
    ),
    (
        "salir",
        {
            "es": "Salga ya por la escalera.",
            "en": "Leave now by the stairs.",
            "ca": "Surti ja per l'escala.",
            "fr": "Sortez tout de suite par l'escalier.",
        },
        {"incendio-salir", "gas-salir", "terremoto"},
    ),
    (
        "friega",
        {
            "es": "Frótele los brazos y las piernas con fuerza.",
            "en": "Rub the arms and legs hard.",
            "ca": "Fregui-li els braços i les cames amb força.",
            "fr": "Frottez fort ses bras et ses jambes.",
        },
        {"parto"},
    ),
    (
        "levantar",
        {
            "es": "Ayúdele a levantarse y a caminar un poco.",
            "en": "Help them to stand up and walk a little.",
            "ca": "Ajudi'l a aixecar-se i a caminar una mica.",
            "fr": "Aidez-le à se lever et à marcher un peu.",
        },
        {"ansiedad", "acompanar"},
    ),
]


@kind(
    "step_of_another_card",
    CARD,
    True,
    "A step of another card was pasted in (drinks for the injured, head tilt for a neck, stairs for the trapped): right there, harmful here.",
)
def _(text, rng):
    own, ids = val(tree(text), "id"), {val(s, "id") for s in steps(text)}
    them = [x for x in STRAY if own not in x[2] and x[0] not in ids]
    langs = [x for x in LANGS if get(steps(text)[0], "say", x) is not None]

    def make(x):
        row = "  - {{id: {}, say: {{{}}}, wait: confirm}}\n".format(
            x[0], ", ".join(f'{lang}: "{x[1][lang]}"' for lang in langs)
        )
        at = line_of(text, a(steps(text)[-1]), z(steps(text)[-1]))[0]
        return text[:at] + row + text[at:]

    return first_that(rng, them, make)


@kind(
    "translation_of_another_step",
    CARD,
    True,
    "One language has the words of another step of the card: its callers hear one step twice and another never.",
)
def _(text, rng):
    ss = steps(text)
    them = [
        (get(x, "say", lang), get(y, "say", lang))
        for x in ss
        for y in ss
        if x is not y
        for lang in LANGS
        if get(x, "say", lang) is not None and get(y, "say", lang) is not None
    ]
    return first_that(rng, them, lambda c: change(text, c[0], c[1].value))


@kind(
    "translations_slipped_one_row",
    CARD,
    True,
    "All steps of one language slipped by one, as in a spreadsheet: its callers are always a step behind the picture.",
)
def _(text, rng):
    ss = steps(text)
    langs = [lang for lang in LANGS if lang != "es" and all(get(s, "say", lang) is not None for s in ss)]
    if len(ss) < 3 or not langs:
        return None
    lang = rng.choice(langs)
    nodes = [get(s, "say", lang) for s in ss]
    return put(text, *[(a(n), z(n), lit(nodes[i - 1].value, n)) for i, n in enumerate(nodes)])


def show_leaves(text):
    return [
        (q, v) for s in steps(text) if get(s, "show_if") is not None for q, v, _ in leaves(get(s, "show_if"))
    ]


@kind(
    "show_if_yes_no_swapped",
    CARD,
    True,
    "show_if holds for the other answer: aspirin for the allergic, sugar for whoever cannot swallow.",
)
def _(text, rng):
    flip = {"Y": "N", "N": "Y"}
    them = [v for _, v in show_leaves(text) if ("Y" in codes(v)) != ("N" in codes(v))]

    def make(v):
        new = [flip.get(c, c) for c in codes(v)]
        return put(text, (a(v), z(v), '"' + new[0] + '"')) if is_text(v) else set_codes(text, v, new)

    return first_that(rng, them, make)


@kind(
    "show_if_dropped",
    CARD,
    True,
    "A step for some is shown to all (its show_if is gone): drinks for the drowsy, stairs for the trapped, aspirin for anybody.",
)
def _(text, rng):
    them = [s for s in steps(text) if get(s, "show_if") is not None]
    return first_that(rng, them, lambda s: drop_key(text, s, "show_if"))


@kind(
    "show_if_forgets_doubt",
    CARD,
    True,
    "U is left out of show_if: a protective step is not said when nobody knows.",
)
def _(text, rng):
    them = [v for _, v in show_leaves(text) if "U" in codes(v) and len(codes(v)) > 1]
    return first_that(rng, them, lambda v: set_codes(text, v, [c for c in codes(v) if c != "U"]))


@kind(
    "show_if_loses_a_condition",
    CARD,
    True,
    "One of several conditions of a step is gone (recent bleeding, say): a medicine or move is offered to those it harms.",
)
def _(text, rng):
    them = [
        (get(s, "show_if"), k.value)
        for s in steps(text)
        if get(s, "show_if") is not None and len(get(s, "show_if").value) > 1
        for k, _ in get(s, "show_if").value
    ]
    return first_that(rng, them, lambda c: drop_key(text, *c))


@kind(
    "show_if_takes_doubt_for_safe",
    CARD,
    True,
    "U, or the danger answer, is added to the condition of a drink, medicine or move: it is offered to those it may kill.",
)
def _(text, rng):
    them = [v for _, v in show_leaves(text) if "U" not in codes(v)]
    return first_that(rng, them, lambda v: set_codes(text, v, [*codes(v), "U"]))


@kind(
    "medicine_without_authorisation",
    CARD,
    True,
    "The step of a medicine lost its `requires` or `own_medication`: it is said without the doctor's yes.",
)
def _(text, rng):
    them = [(s, k) for s in steps(text) for k in ("requires", "own_medication") if get(s, k) is not None]
    return first_that(rng, them, lambda c: drop_key(text, *c))


@kind(
    "card_not_marked_as_medicine",
    CARD,
    True,
    "`medication: true` is gone from a card with a medicine: the centre that has not authorised any shows it.",
)
def _(text, rng):
    return drop_key(text, tree(text), "medication") if get(tree(text), "medication") is not None else None


@kind(
    "life_card_marked_comfort",
    CARD,
    True,
    "The risk of a life card is written comfort or harm: fewer languages and less care are asked of it.",
)
def _(text, rng):
    n = get(tree(text), "risk")
    return change(text, n, rng.choice(["comfort", "harm"])) if n.value == "life" else None


@kind(
    "never_list_emptied", CARD, True, "The list of what must never be done is empty: nobody warns the caller."
)
def _(text, rng):
    node = get(tree(text), "never")
    them = [v for _, v in node.value if items(v)]
    return put(text, *[(a(v), z(v), "[]") for v in them]) if them else None
