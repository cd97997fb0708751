"""Defects in the sentences of one language: numbers, negations, conditions, whole sentences."""

import re

from benchmarks.content_defects.kinds import kind, many
from benchmarks.content_defects.protocol_rules import PRO
from benchmarks.content_defects.text_edits import LANGS, blocks, change, first_that, swap

NUMBERS = {
    "es": {
        "dos": "doce",
        "tres": "trece",
        "cuatro": "catorce",
        "cinco": "quince",
        "diez": "dos",
        "quince": "cinco",
        "veinte": "dos",
        "treinta": "tres",
        "cien": "diez",
        "doscientos": "veinte",
        "cuatrocientos": "cuarenta",
        "media": "una",
    },
    "en": {
        "two": "twelve",
        "three": "thirteen",
        "four": "fourteen",
        "five": "fifteen",
        "ten": "two",
        "fifteen": "fifty",
        "twenty": "two",
        "thirty": "three",
    },
    "ca": {
        "dos": "dotze",
        "dues": "dotze",
        "tres": "tretze",
        "quatre": "catorze",
        "cinc": "quinze",
        "deu": "dos",
        "quinze": "cinc",
        "vint": "dos",
        "trenta": "tres",
        "cent": "deu",
    },
    "fr": {
        "deux": "douze",
        "trois": "treize",
        "quatre": "quatorze",
        "cinq": "quinze",
        "dix": "deux",
        "quinze": "cinq",
        "vingt": "deux",
        "trente": "trois",
        "cent": "dix",
    },
}
CONCEPTS = {
    "2": {"es": ["dos"], "en": ["two"], "ca": ["dos", "dues"], "fr": ["deux"]},
    "5": {"es": ["cinco"], "en": ["five"], "ca": ["cinc"], "fr": ["cinq"]},
    "10": {"es": ["diez"], "en": ["ten"], "ca": ["deu"], "fr": ["dix"]},
    "15": {"es": ["quince"], "en": ["fifteen"], "ca": ["quinze"], "fr": ["quinze"]},
    "20": {"es": ["veinte"], "en": ["twenty"], "ca": ["vint"], "fr": ["vingt"]},
    "30": {"es": ["treinta"], "en": ["thirty"], "ca": ["trenta"], "fr": ["trente"]},
    "3": {"es": ["tres"], "en": ["three"], "ca": ["tres"], "fr": ["trois"]},
    "4": {"es": ["cuatro"], "en": ["four"], "ca": ["quatre"], "fr": ["quatre"]},
}
INSTEAD = {"2": "5", "5": "2", "10": "3", "15": "5", "20": "2", "30": "15", "3": "10", "4": "2"}
COUNTING = re.compile(r"\b(uno, dos|one, two|u, dos|un, deux|one one two)\b", re.I)


def like_case(old, new):
    return new[:1].upper() + new[1:] if old[:1].isupper() else new


def sub_once(pattern, value, rng, repl):
    """One of the places where the pattern stands, changed."""
    hits = [m for m in re.finditer(pattern, value) if repl(m) is not None]
    if not hits:
        return None
    m = rng.choice(hits)
    return value[: m.start()] + repl(m) + value[m.end() :]


def table_swap(table):
    def fn(value, lang, rng):
        t = table.get(lang)
        if not t:
            return None
        words = "|".join(sorted(map(re.escape, t), key=len, reverse=True))
        new = {w.lower(): x for w, x in t.items()}
        return (
            sub_once(
                rf"(?<![\w'’-])({words})(?![\w-])",
                value,
                rng,
                lambda m: (
                    None if new[m.group().lower()] is None else like_case(m.group(), new[m.group().lower()])
                ),
            )
            if words
            else None
        )

    return fn


def both_ways(*pairs):
    out = {}
    for x, y in pairs:
        out[x], out[y] = y, x
    more = {k[:1].upper() + k[1:]: v for k, v in out.items()}
    return {**out, **more}


def ends_up(table):
    """Also at the beginning of a sentence."""
    return {lang: {**t, **{k[:1].upper() + k[1:]: v for k, v in t.items()}} for lang, t in table.items()}


def one_language(text, rng, fn, keys, langs=LANGS, ok=lambda path: True):
    them = [
        (node, lang)
        for path, b in blocks(text, keys)
        if ok(path)
        for lang, node in b.items()
        if lang in langs
    ]

    def make(c):
        node, lang = c
        new = fn(node.value, lang, rng)
        return change(text, node, new) if new and new != node.value else None

    return first_that(rng, them, make, limit=4000)


def sentence(key):
    """Of the memory: something said or asked, not a title or the name of a service."""
    return isinstance(key, str) and len(key) > 12 and key.rstrip()[-1] in ".?!"


SPOKEN = {
    "cards": ("cards/*.yaml", ("say", "write")),
    "protocols": (PRO, ("ask", "help", "greeting")),
    "memory": ("i18n/memory.*.yaml", None),
    "critical": ("i18n/critical.*.yaml", None),
}


def in_words(name, says, fn, sorts=("cards", "protocols", "memory"), harms=True, langs=LANGS):
    for sort in sorts:
        files, keys = SPOKEN[sort]

        def run(text, rng, keys=keys, sort=sort):
            # in the memory only sentences: a title with another word harms nobody
            ok = (lambda path: sentence(path[-1])) if sort == "memory" else (lambda path: True)
            return one_language(text, rng, fn, keys, langs, ok)

        kind(f"{name}_{sort}", files, harms, says)(run)


in_words(
    "number_word_changed_one_language",
    "A dose, count or distance is another one in a single language: its callers press, blow, give or back off wrongly.",
    lambda v, lang, rng: None if COUNTING.search(v) else table_swap(ends_up(NUMBERS))(v, lang, rng),
)


def digits(value, lang, rng):
    def repl(m):
        s = m.group()
        if s in ("112",) or re.search(r"\d \d", value[max(0, m.start() - 2) : m.end() + 2]):
            return None
        return rng.choice([s + "0", s[:-1] if len(s) > 1 and s[:-1] != "0" else s + "5", str(int(s) * 2)])

    return sub_once(r"(?<![\d+])[1-9]\d*(?![\d])", value, rng, repl)


in_words(
    "digits_changed_one_language",
    "A number in digits is another one in a single language (300 mg, 35 years): a wrong dose or a wrong limit for its callers.",
    digits,
)


def lose_no(value, lang, rng):
    if lang == "es":
        return sub_once(
            r"\b([Nn])o ((?:le|lo|la|los|las|se|me|les) )?([a-záéíóúñ]+)",
            value,
            rng,
            lambda m: like_case(m.group(), (m.group(2) or "") + m.group(3)),
        )
    if lang == "ca":
        return sub_once(r"\b([Nn])o (\w[\w'’·-]*)", value, rng, lambda m: like_case(m.group(), m.group(2)))
    if lang == "en":
        return sub_once(
            r"\b([Dd]o not|[Nn]ever|[Nn]ot|[Nn]o) (\w+)",
            value,
            rng,
            lambda m: like_case(m.group(), m.group(2)),
        )
    return sub_once(
        r"\b([Nn]e |[Nn]['’])(.{1,24}?) (pas|jamais|plus)\b",
        value,
        rng,
        lambda m: like_case(m.group(), m.group(2)),
    )


in_words(
    "negation_lost_one_language",
    "A 'not' is lost in one language: its callers are told to do what kills (touch them, move them, give a drink).",
    lose_no,
)
in_words(
    "negation_lost_one_language",
    "A 'not' is lost in one language: its callers are told to do what kills (touch them, move them, give a drink).",
    lose_no,
    sorts=("critical",),
)


def lose_if(value, lang, rng):
    heads = {
        "es": r"(?:Solo si|Si|Cuando|Aunque|Desde lejos)",
        "en": r"(?:Only if|If|Once|When|From a distance)",
        "ca": r"(?:Només si|Si|Quan|Des de lluny)",
        "fr": r"(?:Seulement si|Si|S'il|S'ils|Une fois|Quand)",
    }[lang]
    out = sub_once(
        rf"(?:^|(?<=[.?!] )){heads}[^.,:?!]{{2,60}}[,:] (\w)", value, rng, lambda m: m.group(1).upper()
    )
    if out:
        return out
    tails = {
        "es": r",? (?:solo )?si puede[^.,:?!]*| solo si [^.,:?!]*",
        "en": r",? (?:only )?if (?:you can|it is safe|safe)[^.,:?!]*| only if [^.,:?!]*",
        "ca": r",? (?:només )?si pot[^.,:?!]*| només si [^.,:?!]*",
        "fr": r",? (?:seulement )?si (?:vous pouvez|c'est sans danger|possible)[^.,:?!]*",
    }[lang]
    return sub_once(tails, value, rng, lambda m: "" if m.start() else None)


in_words(
    "condition_lost_from_sentence_one_language",
    "An 'if' is lost in one language ('only if it burns: jump'): its callers do it always, also when it kills.",
    lose_if,
)


def untranslated_pairs(text, keys):
    return [
        (b[lang], b["es"])
        for _, b in blocks(text, keys)
        for lang in b
        if lang != "es" and "es" in b and b[lang].value != b["es"].value and len(b["es"].value) > 12
    ]


@many(
    "left_in_spanish",
    {"cards": "cards/*.yaml", "protocols": PRO},
    True,
    "A translation was pasted and never done: the caller hears Spanish.",
)
def _(text, rng):
    return first_that(rng, untranslated_pairs(text, ("say", "ask")), lambda c: change(text, c[0], c[1].value))


@many(
    "languages_crossed",
    {"cards": "cards/*.yaml", "memory": "i18n/memory.*.yaml", "critical": "i18n/critical.*.yaml"},
    True,
    "Two languages of one text changed places: both groups of callers hear a language that is not theirs.",
)
def _(text, rng):
    them = [
        (b[x], b[y])
        for _, b in blocks(text, None)
        for x, y in (("ca", "fr"), ("en", "fr"), ("en", "ca"))
        if x in b and y in b and len(b[x].value) > 12 and b[x].value != b[y].value
    ]
    return first_that(rng, them, lambda c: swap(text, *c))


@many(
    "half_a_sentence_lost",
    {"cards": "cards/*.yaml", "memory": "i18n/memory.*.yaml"},
    True,
    "The second sentence is lost in one language ('No ice.', 'Do not pull.'): the warning is not heard there.",
)
def _(text, rng):
    keys = ("say",) if "instruction-card/1" in text else None

    def fn(value, lang, rng):
        cut = re.split(r"(?<=[.?!]) (?=\S)", value)
        return " ".join(cut[:-1]) if len(cut) > 1 and len(cut[-1]) > 6 else None

    return one_language(text, rng, fn, keys)
