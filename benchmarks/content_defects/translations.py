"""Defects in the translations that lie beside the documents."""

from benchmarks.content_defects.kinds import kind, many
from benchmarks.content_defects.spoken_sentences import sentence
from benchmarks.content_defects.text_edits import change, drop_key, first_that, get, swap, tree


def entries(text):
    them = get(tree(text), "strings").value
    return [v for k, v in them if "content-memory/" not in text or sentence(k.value)]


@many(
    "translations_of_neighbours_swapped",
    {"memory": "i18n/memory.*.yaml", "critical": "i18n/critical.*.yaml"},
    True,
    "Two neighbouring texts have each other's translation in one language: a question or step is asked as another.",
)
def _(text, rng):
    es = entries(text)
    them = [
        (get(es[i], lang), get(es[i + 1], lang))
        for i in range(len(es) - 1)
        for lang in ("ca", "fr")
        if get(es[i], lang) is not None
        and get(es[i + 1], lang) is not None
        and es[i].value != es[i + 1].value
    ]
    return first_that(rng, them, lambda c: swap(text, *c))


@many(
    "translation_missing",
    {"memory": "i18n/memory.*.yaml", "critical": "i18n/critical.*.yaml"},
    True,
    "A translation is gone: the operator improvises, or the caller hears Spanish.",
)
def _(text, rng):
    them = [(e, k.value) for e in entries(text) if len(e.value) > 1 for k, _ in e.value]
    return first_that(rng, them, lambda c: drop_key(text, *c))


@kind(
    "yes_no_polarity_turned",
    "i18n/critical.*.yaml",
    True,
    "A critical question is asked the other way round in one language (all out? / anybody inside?): yes means danger there and safety elsewhere.",
)
def _(text, rng):
    turn = [
        ("Són tots fora", "Queda algú dins"),
        ("Tout le monde est-il dehors", "Reste-t-il quelqu'un dedans"),
        ("fora de perill", "en perill"),
        ("en sécurité", "en danger"),
        ("amb normalitat", "amb dificultat"),
        ("normalement", "difficilement"),
        ("a prop", "lluny"),
        ("à côté", "loin"),
        ("és dins", "és fora"),
        ("dans la voiture", "hors de la voiture"),
        ("despert", "adormit"),
        ("éveillée", "endormie"),
        ("respon", "calla"),
        ("és sol", "està acompanyat"),
    ]
    them = [(v, x, y) for e in entries(text) for _, v in e.value for x, y in turn if x in v.value]
    return first_that(rng, them, lambda c: change(text, c[0], c[0].value.replace(c[1], c[2], 1)))


@kind(
    "key_of_another_question",
    "i18n/critical.*.yaml",
    True,
    "The key of a translation names another question of the same protocol: the question is asked in words of another.",
)
def _(text, rng):
    pairs = [(k, v) for k, v in get(tree(text), "strings").value]
    them = [
        (pairs[i][0], pairs[i + 1][0])
        for i in range(len(pairs) - 1)
        if pairs[i][0].value.split(".")[0] == pairs[i + 1][0].value.split(".")[0]
    ]
    return first_that(rng, them, lambda c: swap(text, *c))


@kind(
    "spanish_key_retouched",
    "i18n/memory.*.yaml",
    True,
    "The Spanish words of a key were retouched here and not in the document: the translation is no longer found.",
)
def _(text, rng):
    them = [k for k, _ in get(tree(text), "strings").value if len(k.value) > 20 and sentence(k.value)]
    return first_that(
        rng,
        them,
        lambda k: change(
            text,
            k,
            k.value.replace(", ", " ", 1)
            if ", " in k.value
            else k.value.rstrip(".?") + " ahora" + k.value[len(k.value.rstrip(".?")) :],
        ),
    )
