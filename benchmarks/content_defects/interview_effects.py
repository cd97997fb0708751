"""What a defect does to interviews, by a reading of its own of the written form, and the parts of a protocol."""

import collections
import itertools
import random

import yaml

from benchmarks.content_defects.text_edits import data, get, is_map, items, tree, val

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
        return [dict(zip(choices, p, strict=False)) for p in itertools.product(*choices.values())]
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
    except (KeyError, TypeError, ValueError, yaml.YAMLError):
        return set()
    return found


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
