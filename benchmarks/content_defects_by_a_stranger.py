"""Kinds of defect that a careless or tired author leaves in the content of a 112 centre.

KINDS is a list of functions (text: str, rng: random.Random) -> str | None. Each carries `name`, `files` (one glob, relative to the
content folder), `harms` and `says`. A function gives the file back with ONE such defect, or None where it does not fit.
Texts are edited where they stand; every other byte stays. No import of the product.

    python3 kinds.py FOLDER [--examples]
"""

from __future__ import annotations

import collections
import fnmatch
import functools
import itertools
import pathlib
import random
import re
import sys

import yaml

KINDS = []
LANGS = ("es", "en", "ca", "fr")


def kind(name, files, harms, says):
    def mark(fn):
        def run(text, rng):
            try:
                out = fn(text, rng)
            except yaml.YAMLError:
                return None
            if out is None or out == text:
                return None
            if files.endswith(".yaml") and not same_shape(text, out):
                return None
            return out

        run.name, run.files, run.harms, run.says, run.__name__ = name, files, harms, says, name
        KINDS.append(run)
        return fn

    return mark


def many(name, globs, harms, says):
    """One defect in several sorts of files: a kind for each, so that each is counted by itself."""

    def mark(fn):
        for suffix, files in globs.items():
            kind(f"{name}_{suffix}", files, harms, says)(fn)
        return fn

    return mark


# ---------------------------------------------------------------- YAML where it stands


@functools.lru_cache(maxsize=12)
def tree(text):
    return yaml.compose(text, Loader=yaml.SafeLoader)


@functools.lru_cache(maxsize=12)
def data(text):
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def same_shape(text, out):
    """It is still YAML and says something else."""
    try:
        return data(text) != yaml.load(out, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (yaml.YAMLError, ValueError):
        return False


def a(node):
    return node.start_mark.index


def z(node):
    return node.end_mark.index


def is_map(node):
    return isinstance(node, yaml.MappingNode)


def is_seq(node):
    return isinstance(node, yaml.SequenceNode)


def is_text(node):
    return isinstance(node, yaml.ScalarNode)


def get(node, *keys):
    for key in keys:
        if not is_map(node):
            return None
        for k, v in node.value:
            if is_text(k) and k.value == key:
                node = v
                break
        else:
            return None
    return node


def val(node, key, default=None):
    got = get(node, key)
    return got.value if got is not None and is_text(got) else default


def items(node):
    return list(node.value) if is_seq(node) else []


def put(text, *changes):
    for start, end, new in sorted(changes, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def lit(value, like=None):
    """A scalar as it would be written, in the style of the one it replaces."""
    style = like.style if like is not None else None
    if style == "'":
        return "'" + value.replace("'", "''") + "'"
    plain = re.fullmatch(r"[^\W\d_][\w.\-]*( [\w.\-']+)*", value) and value.lower() not in (
        "yes",
        "no",
        "on",
        "off",
        "true",
        "false",
        "null",
    )
    if style is None and plain:
        return value
    if (
        style is None
        and like is not None
        and like.tag in ("tag:yaml.org,2002:int", "tag:yaml.org,2002:float")
    ):
        return value
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def change(text, node, value):
    if node is None or node.value == value:
        return None
    return put(text, (a(node), z(node), lit(value, node)))


def swap(text, one, two):
    if one is None or two is None or text[a(one) : z(one)] == text[a(two) : z(two)]:
        return None
    return put(text, (a(one), z(one), text[a(two) : z(two)]), (a(two), z(two), text[a(one) : z(one)]))


def line_of(text, start, end):
    begin = text.rfind("\n", 0, start) + 1
    stop = text.find("\n", max(end - 1, start))
    return begin, len(text) if stop < 0 else stop + 1


def drop_key(text, node, key):
    pairs = node.value
    for i, (k, v) in enumerate(pairs):
        if is_text(k) and k.value == key:
            if len(pairs) == 1:
                return None
            if not node.flow_style:
                begin, stop = line_of(text, a(k), z(v))
                if i + 1 < len(pairs):
                    stop = min(stop, text.rfind("\n", 0, a(pairs[i + 1][0])) + 1)
                return text[:begin] + text[stop:]
            if i:
                return text[: z(pairs[i - 1][1])] + text[z(v) :]
            return text[: a(k)] + text[a(pairs[1][0]) :]
    return None


def add_key(text, node, after, new):
    """`new` ("key: value") into a flow mapping, after the key `after`."""
    got = get(node, after)
    if got is None or not node.flow_style:
        return None
    return text[: z(got)] + ", " + new + text[z(got) :]


def drop_item(text, seq, i):
    them = seq.value
    if not seq.flow_style:
        if len(them) == 1:
            return None
        begin, stop = line_of(text, a(them[i]), z(them[i]))
        return text[:begin] + text[stop:]
    if len(them) == 1:
        return text[: a(them[0])] + text[z(them[0]) :]
    if i:
        return text[: z(them[i - 1])] + text[z(them[i]) :]
    return text[: a(them[0])] + text[a(them[1]) :]


def codes(node):
    return [x.value for x in items(node)] if is_seq(node) else [node.value]


def code_lit(code):
    return (
        code
        if re.fullmatch(r"[A-Za-z][A-Za-z_]*", code)
        and code.lower() not in ("yes", "no", "on", "off", "true", "false", "null")
        else '"' + code + '"'
    )


def set_codes(text, node, new):
    return put(text, (a(node), z(node), "[" + ", ".join(code_lit(c) for c in new) + "]"))


def first_that(rng, candidates, make, good=lambda out: True, limit=25):
    """The first of the candidates, in a random order, that gives a defect which is one."""
    them = list(candidates)
    rng.shuffle(them)
    for one in them[:limit]:
        out = make(one)
        if out is not None and good(out):
            return out
    return None


def walk(node, path=()):
    yield path, node
    if is_map(node):
        for k, v in node.value:
            if is_text(k):
                yield from walk(v, path + (k.value,))
    elif is_seq(node):
        for i, v in enumerate(node.value):
            yield from walk(v, path + (i,))


def blocks(text, keys=None):
    """(path, {language: node}) of every text in several languages."""
    out = []
    for path, node in walk(tree(text)):
        if is_map(node):
            langs = {k.value: v for k, v in node.value if is_text(k) and k.value in LANGS and is_text(v)}
            if langs and (keys is None or (path and path[-1] in keys)):
                out.append((path, langs))
    return out


# ---------------------------------------------------------------- how a protocol behaves

SETS = {
    "ynu": ["Y", "N", "U"],
    "conscious": ["Y", "altered", "N", "U"],
    "breathing": ["normal", "qualified", "N", "U"],
    "age_band": ["infant", "child", "adult", "U"],
    "count_victims": ["0", "1-2", "3+", "U"],
}


def holds(cond, answers):
    for key, want in cond.items():
        if key == "all":
            if not all(holds(c, answers) for c in want):
                return False
        elif key == "any":
            if not any(holds(c, answers) for c in want):
                return False
        elif answers.get(key) not in (want if isinstance(want, list) else [want]):
            return False
    return True


def answers_of(question):
    if "answers" in question:
        return [x["code"] for x in question["answers"]]
    return SETS.get(question.get("answers_ref"), [])


def outcome(doc, picks):
    given, asked = {}, []
    for q in doc["questions"]:
        if "when" in q and not holds(q["when"], given):
            continue
        asked.append(q["id"])
        if q["id"] in picks:
            given[q["id"]] = picks[q["id"]]
    rule = next((r for r in doc["rules"] if "else" in r or holds(r["when"], given)), None)
    if rule is None:
        return None
    parts = [rule] + [x for x in doc["additions"] if holds(x["when"], given)]
    send = collections.Counter()
    for p in parts:
        send |= collections.Counter(p.get("send", []))
    say = {s for p in parts for s in p.get("say", [])} - {s for p in parts for s in p.get("instead_of", [])}
    return {
        "asked": frozenset(asked),
        "priority": rule["priority"],
        "dispatch": ["reflex", "standard", "after_interview", "none"].index(rule["dispatch"]),
        "send": send,
        "say": say,
        "type": rule["type"],
        "goto": frozenset(p["goto"] for p in parts if "goto" in p),
        "notify": {n for p in parts for n in p.get("notify", [])},
        "safety": {p["safety"] for p in parts if "safety" in p},
        "line": any(p.get("keep_line") for p in parts),
        "close": rule.get("close_as"),
        "transfer": str([p.get("transfer") for p in parts]),
    }


def interviews(text, n=500):
    """Pairs are compared on the same interviews: random, but always the same for one file."""
    doc = data(text)
    rng = random.Random(len(text))
    choices = {q["id"]: answers_of(q) for q in doc["questions"] if answers_of(q)}
    total = 1
    for c in choices.values():
        total *= len(c)
    if total <= n:
        return [dict(zip(choices, p)) for p in itertools.product(*choices.values())]
    return [{k: rng.choice(v) for k, v in choices.items()} for _ in range(n)]


def effect(text, out, only_grave=False):
    """What the defect does to interviews: a set of 'worse', 'more', 'asked', 'other'."""
    try:
        old, new = data(text), yaml.load(out, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        found = set()
        for picks in interviews(text):
            o, m = outcome(old, picks), outcome(new, picks)
            if o == m or (only_grave and (o is None or o["priority"] > "P1")):
                continue
            if (
                m is None
                or o is None
                or (
                    m["priority"] > o["priority"]
                    or m["dispatch"] > o["dispatch"]
                    or o["send"] - m["send"]
                    or o["say"] - m["say"]
                    or o["notify"] - m["notify"]
                    or o["safety"] - m["safety"]
                    or o["goto"] - m["goto"]
                    or (o["line"] and not m["line"])
                )
            ):
                found.add("worse")
            elif m["asked"] != o["asked"] and {**m, "asked": 0} == {**o, "asked": 0}:
                found.add("asked")
            elif m["priority"] < o["priority"] or m["send"] - o["send"] or m["say"] - o["say"]:
                found.add("more")
            else:
                found.add("other")
        return found
    except (KeyError, TypeError, ValueError, yaml.YAMLError):
        return set()


def worse(text):
    return lambda out: "worse" in effect(text, out)


def changes(text):
    return lambda out: bool(effect(text, out))


def questions(text):
    return items(get(tree(text), "questions"))


def rules(text):
    return items(get(tree(text), "rules"))


def additions(text):
    return items(get(tree(text), "additions"))


def leaves(cond):
    """(question, node of the answers) of a condition, and the mapping it stands in."""
    if not is_map(cond):
        return
    for k, v in cond.value:
        if k.value in ("any", "all"):
            for x in items(v):
                yield from leaves(x)
        else:
            yield k.value, v, cond


def code_table(text):
    return {q["id"]: answers_of(q) for q in data(text)["questions"]}


def grave(node):
    return val(node, "priority") in ("P0", "P1")


def protocol(text):
    return text.find("emergency-protocol/1") >= 0


# ---------------------------------------------------------------- PROTOCOLS: what is decided

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
        lambda t: set_codes(text, t[0], codes(t[0]) + [t[1]]),
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
        lambda t: set_codes(text, t[0], codes(t[0]) + [t[1]]),
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
        if other not in codes(v) + ["U"]
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


ALIKE_PROTOCOL = {
    "san-pcr": "san-inconsciente",
    "san-inconsciente": "san-desmayo",
    "gen-imv": "tra-accidente",
    "fue-incendio-edificio": "fue-contenedor",
    "san-dolor-toracico": "san-abdomen",
    "san-trauma": "san-espalda",
    "seg-robo": "seg-hurto",
    "fue-electrico": "ser-averia",
    "san-intoxicacion": "san-vomitos",
    "seg-atacante": "seg-agresion",
    "fue-mmpp": "fue-gas",
    "tra-accidente": "tra-averia",
    "fue-contenedor": "fue-quema",
    "seg-agresion": "seg-desorden",
    "fue-gas": "fue-mmpp",
    "fue-forestal": "fue-quema",
    "san-suicidio": "san-ansiedad",
    "san-ictus": "san-desmayo",
    "san-hemorragia": "san-trauma",
    "soc-no-contesta": "soc-desatendido",
    "seg-violencia-genero": "seg-amenazas",
    "seg-maltrato": "seg-menor-solo",
    "res-vehiculo-agua": "pcv-inundacion",
    "san-quemadura": "san-calor",
    "gen-silenciosa": "gen-reiterada",
    "san-consulta": "gen-informacion",
    "san-alergia": "san-consulta",
    "res-derrumbe": "res-caida-objeto",
    "san-parto": "san-abdomen",
    "san-agitacion": "san-ansiedad",
    "seg-amenazas": "seg-estafa",
    "seg-bomba": "seg-sospechoso",
    "san-electrodependiente": "ser-averia",
    "pcv-inundacion": "pcv-nieve",
    "res-via-tren": "tra-obstaculo",
    "tra-contrario": "tra-temerario",
    "gen-entrada": "gen-informacion",
    "gen-reiterada": "gen-informacion",
}


@kind(
    "next_protocol_wrong",
    PRO,
    True,
    "The interview goes on in a protocol that only sounds alike: the right questions and the right card never come.",
)
def _(text, rng):
    own = data(text)["id"]
    them = [
        get(r, "goto")
        for r in rules(text) + additions(text)
        if val(r, "goto") in ALIKE_PROTOCOL and ALIKE_PROTOCOL[val(r, "goto")] != own
    ]
    return first_that(rng, them, lambda g: change(text, g, ALIKE_PROTOCOL[g.value]))


@kind(
    "next_protocol_lost",
    PRO,
    True,
    "The jump to the next protocol is gone: the interview ends before the question that finds the arrest.",
)
def _(text, rng):
    them = [r for r in rules(text) + additions(text) if get(r, "goto") is not None]
    return first_that(rng, them, lambda r: drop_key(text, r, "goto"), worse(text))


OTHER_AGE = {
    "rcp-adulto": ["rcp-nino", "rcp-lactante"],
    "rcp-nino": ["rcp-adulto", "rcp-lactante"],
    "rcp-lactante": ["rcp-nino", "rcp-adulto"],
    "atragantamiento": ["atragantamiento-bebe"],
    "atragantamiento-bebe": ["atragantamiento"],
}
ALIKE_CARD = {
    "incendio-salir": "incendio-atrapado",
    "incendio-atrapado": "incendio-salir",
    "incendio-fuera": "incendio-salir",
    "forestal": "forestal-lejos",
    "forestal-lejos": "forestal",
    "derrumbe-lejos": "derrumbe-atrapado",
    "derrumbe-atrapado": "derrumbe-lejos",
    "bomba": "bomba-aviso",
    "bomba-aviso": "bomba",
    "posicion-lateral": "desmayo",
    "dolor-toracico": "dolor-tripa",
    "anafilaxia": "disnea",
    "disnea": "ansiedad",
    "calor": "frio",
    "frio": "calor",
    "barco-averia": "barco-precario",
    "barco-incendio": "barco-averia",
    "trauma": "hemorragia",
    "hemorragia": "trauma",
    "sepultado": "derrumbe-lejos",
    "avalancha": "montana",
    "gas-salir": "incendio-salir",
    "mmpp-alejarse": "gas-salir",
    "electrico": "sin-luz",
    "sin-luz": "electrico",
    "averia": "trafico-seguro",
    "trafico-seguro": "averia",
    "sentido-contrario": "conductor-peligroso",
    "conductor-peligroso": "sentido-contrario",
    "violencia-seguridad": "pelea",
    "pelea": "violencia-seguridad",
    "convulsion": "desmayo",
    "hipoglucemia": "desmayo",
    "ictus": "desmayo",
    "intoxicacion": "vomitos",
    "ahogado-agua": "vehiculo-agua",
    "vehiculo-agua": "inundacion",
    "inundacion": "vehiculo-agua",
    "huir-esconderse": "intruso",
    "intruso": "huir-esconderse",
    "suicidio-hablar": "ansiedad",
    "parto": "dolor-tripa",
    "quemadura": "fuego-calle",
    "sin-hablar": "linea-silenciosa",
    "linea-silenciosa": "sin-hablar",
    "maltrato": "agresion-sexual",
    "dea": "rcp-adulto",
    "colgado": "suicidio-hablar",
    "via-tren": "obstaculo",
    "fiebre": "vomitos",
    "explosion": "bomba",
    "volcan": "terremoto",
}


@kind(
    "card_for_another_age",
    PRO,
    True,
    "The card is that of another age (a child's for an adult, an adult's for a baby): wrong force, wrong breaths, wrong hands.",
)
def _(text, rng):
    them = [
        (s, o)
        for r in rules(text) + additions(text)
        for s in items(get(r, "say"))
        for o in OTHER_AGE.get(s.value, [])
        if o not in codes(get(r, "say"))
    ]
    return first_that(rng, them, lambda c: change(text, *c), worse(text))


@kind(
    "card_that_looks_alike",
    PRO,
    True,
    "The card is one with a similar name (leave the fire / trapped by the fire): the caller is told to do the opposite of what saves them.",
)
def _(text, rng):
    them = [
        s
        for r in rules(text) + additions(text)
        for s in items(get(r, "say"))
        if s.value in ALIKE_CARD and ALIKE_CARD[s.value] not in codes(get(r, "say"))
    ]
    return first_that(rng, them, lambda s: change(text, s, ALIKE_CARD[s.value]), worse(text))


@kind(
    "card_dropped",
    PRO,
    True,
    "One of the cards of a rule or addition is gone: the caller waits without instructions (no defibrillator, no pressure on the wound).",
)
def _(text, rng):
    them = [(r, i) for r in rules(text) + additions(text) for i in range(len(items(get(r, "say"))))]
    return first_that(rng, them, lambda c: drop_item(text, get(c[0], "say"), c[1]), worse(text))


@kind(
    "instead_of_dropped",
    PRO,
    True,
    "An addition no longer says which card it replaces: the desk shows the adult's and the baby's card together.",
)
def _(text, rng):
    them = [r for r in additions(text) if get(r, "instead_of") is not None]
    return first_that(rng, them, lambda r: drop_key(text, r, "instead_of"))


@kind(
    "instead_of_wrong_card",
    PRO,
    True,
    "An addition replaces the wrong card, the one it should add to: the caller loses a card that was right.",
)
def _(text, rng):
    said = {s for r in data(text)["rules"] for s in r["say"]}
    them = [
        (i, o)
        for r in additions(text)
        for i in items(get(r, "instead_of"))
        for o in sorted(said)
        if o not in codes(get(r, "instead_of")) + codes(get(r, "say"))
    ]
    return first_that(rng, them, lambda c: change(text, *c), worse(text))


def neighbour(code):
    head, num = code.rsplit("-", 1)
    return f"{head}-{int(num) + (1 if int(num) < 9 else -1):02d}"


@kind(
    "incident_type_off_by_one",
    PRO,
    True,
    "A rule opens the neighbouring incident type: other services are asked and the case is hidden from the right desk.",
)
def _(text, rng):
    them = [get(r, "type") for r in rules(text) if re.fullmatch(r"[A-Z]{3}-\d\d", val(r, "type", ""))]
    return first_that(rng, them, lambda t: change(text, t, neighbour(t.value)))


@kind(
    "served_type_off_by_one",
    PRO,
    True,
    "incident_types names a neighbouring type: the right emergency is offered no interview, another is offered this one.",
)
def _(text, rng):
    seq = get(tree(text), "incident_types")
    them = [t for t in items(seq) if neighbour(t.value) not in codes(seq)]
    return first_that(rng, them, lambda t: change(text, t, neighbour(t.value)))


@kind(
    "line_not_kept", PRO, True, "keep_line is gone: the desk hangs up on somebody who must not be left alone."
)
def _(text, rng):
    them = [r for r in rules(text) + additions(text) if get(r, "keep_line") is not None]
    return first_that(rng, them, lambda r: drop_key(text, r, "keep_line"))


@kind(
    "transfer_drops_caller",
    PRO,
    True,
    "A warm transfer is written blind, or keep_caller false: the caller is lost between two centres.",
)
def _(text, rng):
    them = [get(r, "transfer") for r in rules(text) + additions(text) if get(r, "transfer") is not None]
    return first_that(
        rng,
        them,
        lambda t: rng.choice(
            [
                put(text, (a(get(t, "mode")), z(get(t, "mode")), "blind")),
                put(text, (a(get(t, "keep_caller")), z(get(t, "keep_caller")), "false"))
                if get(t, "keep_caller") is not None
                else None,
            ]
        ),
    )


@kind(
    "transfer_to_wrong_desk",
    PRO,
    True,
    "The call is passed to another desk of the list (crisis line for doctor): the patient reaches somebody who cannot help.",
)
def _(text, rng):
    other = {"med_reg": ["poison", "crisis_line"], "crisis_line": ["med_reg", "psych"]}
    them = [
        (get(r, "transfer", "to"), o)
        for r in rules(text) + additions(text)
        if get(r, "transfer") is not None
        for o in other.get(val(get(r, "transfer"), "to"), [])
    ]
    return first_that(rng, them, lambda c: change(text, *c))


@kind(
    "notice_dropped",
    PRO,
    True,
    "A notice is gone (stop the trains, cut the grid, locate the phone): nobody stops the next train.",
)
def _(text, rng):
    them = [(r, i) for r in rules(text) + additions(text) for i in range(len(items(get(r, "notify"))))]

    def make(c):
        r, i = c
        return (
            drop_item(text, get(r, "notify"), i)
            if len(items(get(r, "notify"))) > 1
            else drop_key(text, r, "notify")
        )

    return first_that(rng, them, make, worse(text))


@kind(
    "notice_of_another_kind",
    PRO,
    True,
    "The notice is another one of the list: the duty officer is told, the railway is not.",
)
def _(text, rng):
    every = [
        "duty_officer",
        "rail_stop_traffic",
        "road_signs_warn",
        "locate_phone_urgent",
        "hospitals_alert",
        "grid_operator_cut",
        "stroke_code",
        "csn",
    ]
    them = [n for r in rules(text) + additions(text) for n in items(get(r, "notify"))]
    return first_that(
        rng, them, lambda n: change(text, n, rng.choice([e for e in every if e != n.value])), worse(text)
    )


@kind(
    "closed_as_something_else",
    PRO,
    True,
    "A low rule closes as information or as a dead call instead of a new case: nobody looks again.",
)
def _(text, rng):
    them = [get(r, "close_as") for r in rules(text) if get(r, "close_as") is not None]
    other = {
        "OP-NEW": "OP-INF",
        "OP-INF": "NO-ERR",
        "OP-ALR": "NO-TST",
        "NO-SIL": "NO-EMP",
        "OP-UPD": "OP-DUP",
        "OP-DUP": "OP-INF",
    }
    return first_that(rng, them, lambda c: change(text, c, other.get(c.value, "OP-INF")))


# ---------------------------------------------------------------- PROTOCOLS: what is asked


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


# ---------------------------------------------------------------- WORDS, one language at a time

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

SIDES = {
    "es": both_ways(
        ("arriba", "abajo"),
        ("izquierda", "derecha"),
        ("izquierdo", "derecho"),
        ("dentro", "fuera"),
        ("encima", "debajo"),
        ("delante", "detrás"),
        ("adelante", "atrás"),
        ("cerca", "lejos"),
        ("externa", "interna"),
        ("más baja", "más alta"),
        ("cuesta abajo", "cuesta arriba"),
    ),
    "en": both_ways(
        ("face up", "face down"),
        ("left-hand", "right-hand"),
        ("inside", "outside"),
        ("above", "below"),
        ("uphill", "downhill"),
        ("forward", "back"),
        ("near", "away from"),
        ("indoors", "outdoors"),
        ("in front", "behind"),
        ("outer", "inner"),
        ("nearest", "furthest"),
        ("on their back", "on their front"),
    ),
    "ca": both_ways(
        ("amunt", "avall"),
        ("dreta", "esquerra"),
        ("dins", "fora"),
        ("panxa enlaire", "bocaterrosa"),
        ("prop", "lluny"),
        ("davant", "darrere"),
        ("externa", "interna"),
        ("endavant", "enrere"),
    ),
    "fr": both_ways(
        ("haut", "bas"),
        ("droite", "gauche"),
        ("dedans", "dehors"),
        ("sur le dos", "sur le ventre"),
        ("près", "loin"),
        ("devant", "derrière"),
        ("externe", "interne"),
    ),
}
in_words(
    "side_or_way_swapped_one_language",
    "Left/right, up/down, in/out, near/away are swapped in one language: its callers go or press the wrong way.",
    table_swap(SIDES),
)

WHEN = {
    "es": both_ways(("antes", "después"), ("primero", "luego"), ("cuando", "hasta que"), ("ya", "luego")),
    "en": both_ways(
        ("before", "after"), ("first", "last"), ("when", "until"), ("now", "later"), ("at once", "later")
    ),
    "ca": both_ways(("abans", "després"), ("primer", "després"), ("quan", "fins que"), ("ara", "després")),
    "fr": both_ways(
        ("avant", "après"), ("d'abord", "ensuite"), ("quand", "jusqu'à ce que"), ("maintenant", "ensuite")
    ),
}
in_words(
    "before_and_after_swapped_one_language",
    "Before/after, first/then, once/until are swapped in one language: the right thing is done at the wrong moment.",
    table_swap(WHEN),
)

CONTRARY = {
    "es": both_ways(
        ("con", "sin"),
        ("abra", "cierre"),
        ("encienda", "apague"),
        ("fría", "caliente"),
        ("fuerte", "flojo"),
        ("rápido", "despacio"),
        ("despierto", "dormido"),
        ("quite", "ponga"),
        ("suba", "baje"),
        ("siempre", "nunca"),
        ("todos", "algunos"),
        ("aléjese", "acérquese"),
        ("aléjense", "acérquense"),
        ("aflójele", "apriétele"),
        ("seca", "mojada"),
        ("más", "menos"),
        ("tápele", "destápele"),
        ("siéntele", "túmbele"),
        ("suelte", "apriete"),
    ),
    "en": both_ways(
        ("with", "without"),
        ("open", "close"),
        ("cold", "hot"),
        ("cool", "warm"),
        ("hard", "gently"),
        ("fast", "slowly"),
        ("awake", "asleep"),
        ("dry", "wet"),
        ("always", "never"),
        ("more", "less"),
        ("remove", "keep on"),
        ("loosen", "tighten"),
        ("sit", "lie"),
        ("raised", "lowered"),
        ("turn off", "turn on"),
        ("everybody", "somebody"),
        ("everyone", "someone"),
    ),
    "ca": both_ways(
        ("amb", "sense"),
        ("obri", "tanqui"),
        ("encengui", "apagui"),
        ("freda", "calenta"),
        ("fort", "fluix"),
        ("de pressa", "a poc a poc"),
        ("despert", "adormit"),
        ("tregui", "posi"),
        ("més", "menys"),
        ("allunyi's", "acosti's"),
        ("seca", "mullada"),
        ("tothom", "algú"),
    ),
    "fr": both_ways(
        ("avec", "sans"),
        ("ouvrez", "fermez"),
        ("allumez", "éteignez"),
        ("froide", "chaude"),
        ("fort", "doucement"),
        ("vite", "lentement"),
        ("éveillé", "endormi"),
        ("retirez", "mettez"),
        ("plus", "moins"),
        ("éloignez-vous", "approchez-vous"),
        ("toujours", "jamais"),
    ),
}
in_words(
    "contrary_word_one_language",
    "One word became its contrary in one language (with/without, open/close, cold/hot, awake/asleep): its callers do the opposite.",
    table_swap(CONTRARY),
)

UNITS = {
    "es": both_ways(
        ("minutos", "segundos"),
        ("metros", "centímetros"),
        ("años", "meses"),
        ("horas", "minutos"),
        ("minuto", "segundo"),
        ("hora", "media hora"),
        ("kilómetro", "metro"),
    ),
    "en": both_ways(
        ("minutes", "seconds"),
        ("metres", "feet"),
        ("years", "months"),
        ("year", "month"),
        ("hours", "minutes"),
        ("teaspoons", "tablespoons"),
        ("mg", "g"),
        ("aged 35", "aged 65"),
    ),
    "ca": both_ways(
        ("minuts", "segons"),
        ("metres", "centímetres"),
        ("anys", "mesos"),
        ("any", "mes"),
        ("hores", "minuts"),
        ("minut", "segon"),
    ),
    "fr": both_ways(
        ("minutes", "secondes"),
        ("mètres", "centimètres"),
        ("ans", "mois"),
        ("heures", "minutes"),
        ("minute", "seconde"),
    ),
}
in_words(
    "wrong_unit_one_language",
    "The unit is another one in one language (minutes/seconds, metres/feet, years/months): too short, too near, too young.",
    table_swap(UNITS),
)

BODY = {
    "es": {
        "muslo": "brazo",
        "frente": "nuca",
        "barbilla": "nariz",
        "ombligo": "pecho",
        "pecho": "vientre",
        "hombros": "riñones",
        "cuello": "pecho",
        "muñeca": "mano",
        "piernas": "brazos",
        "espalda": "barriga",
        "cabeza": "espalda",
        "herida": "venda",
        "pulgares": "puños",
    },
    "en": {
        "thigh": "arm",
        "forehead": "nose",
        "chin": "nose",
        "navel": "chest",
        "chest": "belly",
        "shoulders": "hips",
        "neck": "chest",
        "legs": "arms",
        "head": "body",
        "wound": "dressing",
        "thumbs": "fists",
        "belly": "chest",
        "heel": "palm",
    },
    "ca": {
        "cuixa": "braç",
        "front": "nas",
        "barbeta": "nas",
        "melic": "pit",
        "pit": "ventre",
        "espatlles": "malucs",
        "coll": "pit",
        "cames": "braços",
        "cap": "cos",
        "ferida": "bena",
    },
    "fr": {
        "cuisse": "bras",
        "front": "nez",
        "menton": "nez",
        "nombril": "thorax",
        "poitrine": "ventre",
        "épaules": "hanches",
        "cou": "dos",
        "jambes": "bras",
        "tête": "corps",
        "plaie": "jambe",
        "pouces": "poings",
    },
}
in_words(
    "wrong_part_of_the_body_one_language",
    "One language names another part of the body (chest/belly, thigh/arm): force or needle go to the wrong place.",
    table_swap(BODY),
    sorts=("cards",),
)

DRUG = {
    "es": {
        "aspirina": "ibuprofeno",
        "adrenalina": "insulina",
        "naloxona": "naltrexona",
        "insulina": "glucosa",
        "oxígeno": "agua",
        "azúcar": "edulcorante",
        "inhalador": "inyector",
        "zumo": "café",
    },
    "en": {
        "aspirin": "ibuprofen",
        "adrenaline": "insulin",
        "naloxone": "naltrexone",
        "insulin": "glucose",
        "sugar": "sweetener",
        "inhaler": "injector",
        "juice": "coffee",
    },
    "ca": {
        "aspirina": "ibuprofèn",
        "adrenalina": "insulina",
        "naloxona": "naltrexona",
        "sucre": "edulcorant",
        "inhalador": "injector",
    },
    "fr": {
        "aspirine": "ibuprofène",
        "adrénaline": "insuline",
        "naloxone": "naltrexone",
        "sucre": "édulcorant",
        "inhalateur": "injecteur",
    },
}
in_words(
    "wrong_medicine_one_language",
    "One language names another medicine or remedy: the wrong thing is swallowed or injected.",
    table_swap(DRUG),
)

PEOPLE = {
    "es": both_ways(("bebé", "niño"), ("adulto", "niño"), ("la madre", "el bebé"), ("usted", "él")),
    "en": both_ways(("baby", "child"), ("adult", "child"), ("mother", "baby"), ("you", "they")),
    "ca": both_ways(("nadó", "nen"), ("adult", "infant"), ("mare", "criatura")),
    "fr": both_ways(("bébé", "enfant"), ("adulte", "enfant"), ("mère", "bébé")),
}
in_words(
    "wrong_person_one_language",
    "One language speaks of somebody else (baby/child, you/they): the caller does it to the wrong person or answers for the wrong one.",
    table_swap(PEOPLE),
    sorts=("cards", "protocols"),
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


# ---------------------------------------------------------------- CARDS

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
        row = "  - {id: %s, say: {%s}, wait: confirm}\n" % (
            x[0],
            ", ".join(f'{lang}: "{x[1][lang]}"' for lang in langs),
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
    return first_that(rng, them, lambda v: set_codes(text, v, codes(v) + ["U"]))


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
    hits = [m for m in PHONE.finditer(value)]
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


# ---------------------------------------------------------------- TRANSLATIONS BESIDE THE DOCUMENTS


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


# ---------------------------------------------------------------- TABLES


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
            dict(zip(head, [cell(lines[i], k) for k in range(len(head))]))
            if len(cells(lines[i].rstrip("\r\n"))) == len(head)
            else None
        )
        if row is None or not only(row):
            continue
        new = fn(row)
        if new is not None and new != row[column]:
            return "".join(lines[:i] + [set_cell(lines[i], c, new)] + lines[i + 1 :])
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
            return "".join(lines[:i] + [one] + lines[i + 1 : i + near] + [two] + lines[i + near + 1 :])
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
    return "".join(lines[:i] + [set_cell(set_cell(lines[i], d, y), n, x)] + lines[i + 1 :])


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
    return "".join(lines[:i] + [new] + lines[i + 1 :])


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


# ---------------------------------------------------------------- PLANS

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


# ---------------------------------------------------------------- dry run


def main(folder, examples=False):
    root = pathlib.Path(folder)
    files = sorted(str(p.relative_to(root)) for p in root.rglob("*") if p.suffix in (".yaml", ".csv"))
    total = 0
    text_of = {f: (root / f).read_bytes().decode("utf-8") for f in files}
    fits, errors, sample = collections.Counter(), [], {}
    asked = collections.Counter()
    for f in files:  # file by file, so that each is parsed once
        for k in KINDS:
            if not fnmatch.fnmatch(f, k.files):
                continue
            asked[k.name] += 1
            try:
                out = k(text_of[f], random.Random(f"{k.name}:{f}"))
            except Exception as e:  # noqa: BLE001 - a dry run says what broke
                errors.append((k.name, f, repr(e)))
                continue
            if out is not None:
                fits[k.name] += 1
                sample.setdefault(k.name, []).append((f, text_of[f], out))
    for k in KINDS:
        total += fits[k.name]
        print(
            f"{fits[k.name]:4d} of {asked[k.name]:3d}  {'harms' if k.harms else '-    '}  {k.name}  ({k.files})"
        )
        if examples and k.name in sample:
            import difflib

            for f, x, y in random.Random(k.name).sample(sample[k.name], min(2, len(sample[k.name]))):
                print("      ", f)
                for line in difflib.unified_diff(x.splitlines(), y.splitlines(), lineterm="", n=0):
                    if line[:1] in "+-" and line[:3] not in ("+++", "---"):
                        print("        ", line[:260])
    print(
        f"{len(KINDS)} kinds ({sum(k.harms for k in KINDS)} harm), {total} places, {sum(1 for k in KINDS if not fits[k.name])} kinds that fit nowhere"
    )
    for e in errors:
        print("BROKE", *e, file=sys.stderr)
    return 1 if errors else 0


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1], "--examples" in sys.argv))
