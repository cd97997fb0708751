"""Defects that people make when they write protocols (those of cards: `card_mutations.py`). Each is a function that plants one in a copy and says whether
it could; none of them knows a rule of the verifier.

A kind is of *deciding* (answers, rules, resources, cards, order) or of *words*: what a mutant of the first kind leaves exactly
as it was is no defect, and a mutant of the second kind decides nothing by definition.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

type Raw = dict[str, Any]
type Plant = Callable[[Raw, random.Random], bool]

DECIDING: dict[str, Plant] = {}
WORDS: dict[str, Plant] = {}
OTHERS = ("als", "pump", "patrol", "aed", "bls")
LOWER = {"P0": "P1", "P1": "P2", "P2": "P3", "P3": "P4"}
HIGHER = {low: high for high, low in LOWER.items()}


def kind(into: dict[str, Plant]) -> Callable[[Plant], Plant]:
    """Lists a defect by its name."""

    def add(plant: Plant) -> Plant:
        into[plant.__name__] = plant
        return plant

    return add


deciding, words = kind(DECIDING), kind(WORDS)


def _ruled(raw: Raw) -> list[Raw]:
    return [*raw["rules"], *raw["additions"]]


def _tests(condition: Any) -> Iterator[tuple[Raw, str]]:
    """Every place where a condition asks for the answer to a question."""
    for key, value in (condition or {}).items():
        if key in ("all", "any"):
            for part in value:
                yield from _tests(part)
        elif key != "else":
            yield condition, key


def _all_tests(raw: Raw) -> list[tuple[Raw, str]]:
    return [test for rule in _ruled(raw) for test in _tests(rule.get("when"))]


def _codes(raw: Raw, question: str) -> list[str]:
    found = next((one for one in raw["questions"] if one["id"] == question), {})
    return [choice["code"] for choice in found.get("answers", [])]


def _pick[T](rng: random.Random, options: list[T]) -> T | None:
    return rng.choice(options) if options else None


# --- who is asked what ------------------------------------------------------------------------------


@deciding
def unknown_is_no_danger(raw: Raw, rng: random.Random) -> bool:
    """«No sabe» is taken out of a rule."""
    test = _pick(rng, [(c, q) for c, q in _all_tests(raw) if isinstance(c[q], list) and "U" in c[q]])
    if test is None:
        return False
    condition, question = test
    condition[question] = [code for code in condition[question] if code != "U"]
    return True


@deciding
def answer_left_out_of_a_rule(raw: Raw, rng: random.Random) -> bool:
    """«Sí, pero» forgotten."""
    test = _pick(rng, [(c, q) for c, q in _all_tests(raw) if isinstance(c[q], list) and len(c[q]) > 1])
    if test is None:
        return False
    condition, question = test
    condition[question] = [code for code in condition[question] if code != rng.choice(condition[question])]
    return True


@deciding
def answer_too_many_in_a_rule(raw: Raw, rng: random.Random) -> bool:
    """A rule that catches more than it should."""
    condition, question = rng.choice(_all_tests(raw) or [({}, "")])
    had = condition.get(question, [])
    had = had if isinstance(had, list) else [had]
    other = _pick(rng, [code for code in _codes(raw, question) if code not in had])
    if other is None:
        return False
    condition[question] = [*had, other]
    return True


@deciding
def other_answer_in_a_rule(raw: Raw, rng: random.Random) -> bool:
    """Yes for no."""
    test = _pick(rng, [(c, q) for c, q in _all_tests(raw) if isinstance(c[q], str)])
    other = _pick(rng, [code for code in _codes(raw, test[1]) if code != test[0][test[1]]]) if test else None
    if test is None or other is None:
        return False
    test[0][test[1]] = other
    return True


@deciding
def misspelt_answer(raw: Raw, rng: random.Random) -> bool:
    """A code that no question has."""
    test = _pick(rng, _all_tests(raw))
    if test is None:
        return False
    condition, question = test
    had = condition[question]
    condition[question] = f"{had}x" if isinstance(had, str) else [f"{had[0]}x", *had[1:]]
    return True


@deciding
def misspelt_question(raw: Raw, rng: random.Random) -> bool:
    """A rule that asks for a question that is not there."""
    test = _pick(rng, _all_tests(raw))
    if test is None:
        return False
    condition, question = test
    condition[f"{question}s"] = condition.pop(question)
    return True


@deciding
def condition_lost(raw: Raw, rng: random.Random) -> bool:
    """One of several conditions of a rule is gone: it holds for more than it should."""
    rule = _pick(
        rng, [r for r in _ruled(raw) if len([k for k in r.get("when", {}) if k not in ("all", "any")]) > 1]
    )
    if rule is None:
        return False
    rule["when"].pop(rng.choice([key for key in rule["when"] if key not in ("all", "any")]))
    return True


@deciding
def any_for_all(raw: Raw, rng: random.Random) -> bool:
    """One of them is enough, where all were meant; or the other way."""
    rule = _pick(rng, [r for r in _ruled(raw) if {"all", "any"} & r.get("when", {}).keys()])
    if rule is not None:
        was = "any" if "any" in rule["when"] else "all"
        rule["when"]["all" if was == "any" else "any"] = rule["when"].pop(was)
        return True
    rule = _pick(rng, [r for r in _ruled(raw) if len(r.get("when", {})) > 1])
    if rule is None:
        return False
    rule["when"] = {"any": [{key: value} for key, value in rule["when"].items()]}
    return True


@deciding
def question_dropped(raw: Raw, rng: random.Random) -> bool:
    """A question is gone and the rules still ask for it."""
    if len(raw["questions"]) < 2:
        return False
    raw["questions"].pop(rng.randrange(len(raw["questions"])))
    return True


@deciding
def question_twice(raw: Raw, rng: random.Random) -> bool:
    """Pasted and not renamed."""
    place = rng.randrange(len(raw["questions"]))
    raw["questions"].insert(place, dict(raw["questions"][place]))
    return True


@deciding
def unknown_cannot_be_said(raw: Raw, rng: random.Random) -> bool:
    """«No sabe» is no answer of a question any more."""
    question = _pick(rng, [q for q in raw["questions"] if "U" in [c["code"] for c in q.get("answers", [])]])
    if question is None:
        return False
    question["answers"] = [choice for choice in question["answers"] if choice["code"] != "U"]
    return True


@deciding
def answer_dropped(raw: Raw, rng: random.Random) -> bool:
    """An answer of a question is gone."""
    question = _pick(rng, [q for q in raw["questions"] if len(q.get("answers", [])) > 2])
    if question is None:
        return False
    question["answers"].pop(rng.randrange(len(question["answers"]) - 1))
    return True


@deciding
def guard_looks_ahead(raw: Raw, rng: random.Random) -> bool:
    """A question waits for one that comes after it."""
    if len(raw["questions"]) < 2:
        return False
    first, last = raw["questions"][0], raw["questions"][-1]
    first["when"] = {last["id"]: (_codes(raw, last["id"]) or ["Y"])[0]}
    return True


@deciding
def guard_never_true(raw: Raw, rng: random.Random) -> bool:
    """A question that nobody will ever be asked."""
    question = _pick(rng, raw["questions"][1:])
    if question is None:
        return False
    question["when"] = {raw["questions"][0]["id"]: "ZZ"}
    return True


@deciding
def guard_hides_too_much(raw: Raw, rng: random.Random) -> bool:
    """A question is asked after one answer only."""
    question = _pick(rng, [q for q in raw["questions"][1:] if "when" not in q])
    codes = _codes(raw, raw["questions"][0]["id"])
    if question is None or not codes:
        return False
    question["when"] = {raw["questions"][0]["id"]: rng.choice(codes)}
    return True


@deciding
def gravest_question_last(raw: Raw, rng: random.Random) -> bool:
    """What decides most is asked at the end."""
    place = next((i for i, q in enumerate(raw["questions"]) if q.get("critical") and not q.get("when")), None)
    if place is None or place == len(raw["questions"]) - 1:
        return False
    raw["questions"].append(raw["questions"].pop(place))
    return True


# --- what is decided --------------------------------------------------------------------------------


@deciding
def last_rule_lost(raw: Raw, rng: random.Random) -> bool:
    """Some interviews end in nothing."""
    raw["rules"].pop()
    return True


@deciding
def rule_lost(raw: Raw, rng: random.Random) -> bool:
    """A rule is gone."""
    if len(raw["rules"]) < 3:
        return False
    raw["rules"].pop(rng.randrange(len(raw["rules"]) - 1))
    return True


@deciding
def rules_swapped(raw: Raw, rng: random.Random) -> bool:
    """The milder before the graver."""
    if len(raw["rules"]) < 3:
        return False
    place = rng.randrange(len(raw["rules"]) - 2)
    rules = raw["rules"]
    rules[place], rules[place + 1] = rules[place + 1], rules[place]
    return True


@deciding
def rule_behind_itself(raw: Raw, rng: random.Random) -> bool:
    """A copy that can never decide."""
    place = rng.randrange(len(raw["rules"]))
    copy = {**raw["rules"][place], "id": "DUP-1"}
    raw["rules"].insert(place + 1 if "when" in copy else place, copy)
    return True


@deciding
def priority_lowered(raw: Raw, rng: random.Random) -> bool:
    """One step milder."""
    rule = _pick(rng, [r for r in raw["rules"] if r["priority"] in LOWER])
    if rule is None:
        return False
    rule["priority"] = LOWER[rule["priority"]]
    return True


@deciding
def priority_raised(raw: Raw, rng: random.Random) -> bool:
    """One step graver."""
    rule = _pick(rng, [r for r in raw["rules"] if r["priority"] in HIGHER])
    if rule is None:
        return False
    rule["priority"] = HIGHER[rule["priority"]]
    return True


@deciding
def help_waits_for_the_interview(raw: Raw, rng: random.Random) -> bool:
    """A reflex that is none."""
    rule = _pick(rng, [r for r in raw["rules"] if r.get("dispatch") in ("reflex", "standard")])
    if rule is None:
        return False
    rule["dispatch"] = "after_interview"
    return True


@deciding
def other_type(raw: Raw, rng: random.Random) -> bool:
    """A rule names a type that is another's."""
    rule = _pick(rng, [r for r in raw["rules"] if r.get("type")])
    if rule is None:
        return False
    rule["type"] = rng.choice(["SAN-99", "XX-01", "INC-77"])
    return True


@deciding
def goes_on_nowhere(raw: Raw, rng: random.Random) -> bool:
    """To a protocol that there is not."""
    rng.choice(_ruled(raw))["goto"] = "san-nada"
    return True


@deciding
def goes_on_no_more(raw: Raw, rng: random.Random) -> bool:
    """The way to the next protocol is lost, where nothing else that may hold leads there too."""
    ways = Counter(r["goto"] for r in _ruled(raw) if "goto" in r)
    rule = _pick(rng, [r for r in _ruled(raw) if "goto" in r and ways[r["goto"]] == 1])
    if rule is None:
        return False
    del rule["goto"]
    return True


# --- what is sent and said --------------------------------------------------------------------------


@deciding
def nothing_sent(raw: Raw, rng: random.Random) -> bool:
    """A rule sends nobody."""
    rule = _pick(rng, [r for r in raw["rules"] if r.get("send")])
    if rule is None:
        return False
    rule["send"] = []
    return True


@deciding
def one_less_sent(raw: Raw, rng: random.Random) -> bool:
    """A resource forgotten."""
    rule = _pick(rng, [r for r in _ruled(raw) if len(r.get("send", [])) > 1])
    if rule is None:
        return False
    rule["send"] = rule["send"][:-1]
    return True


@deciding
def other_sent(raw: Raw, rng: random.Random) -> bool:
    """An ambulance for an engine."""
    rule = _pick(rng, [r for r in _ruled(raw) if r.get("send") and set(OTHERS) - set(r["send"])])
    if rule is None:
        return False
    rule["send"] = [rng.choice([one for one in OTHERS if one not in rule["send"]]), *rule["send"][1:]]
    return True


@deciding
def unknown_resource(raw: Raw, rng: random.Random) -> bool:
    """Nobody has such a thing."""
    rng.choice(_ruled(raw))["send"] = ["dragon"]
    return True


@deciding
def unknown_card(raw: Raw, rng: random.Random) -> bool:
    """A card that is not written."""
    rng.choice(_ruled(raw))["say"] = ["no-such-card"]
    return True


@deciding
def card_lost(raw: Raw, rng: random.Random) -> bool:
    """Nothing is dictated any more."""
    rule = _pick(rng, [r for r in _ruled(raw) if r.get("say")])
    if rule is None:
        return False
    rule["say"] = []
    return True


@deciding
def addition_lost(raw: Raw, rng: random.Random) -> bool:
    """Police, or a warning, comes no more."""
    if not raw["additions"]:
        return False
    raw["additions"].pop(rng.randrange(len(raw["additions"])))
    return True


# --- words ------------------------------------------------------------------------------------------


@words
def english_lost(raw: Raw, rng: random.Random) -> bool:
    """A question without English."""
    return rng.choice(raw["questions"])["ask"].pop("en", None) is not None


@words
def spanish_lost(raw: Raw, rng: random.Random) -> bool:
    """A question without Spanish."""
    return rng.choice(raw["questions"])["ask"].pop("es", None) is not None


@words
def label_lost(raw: Raw, rng: random.Random) -> bool:
    """An answer without words."""
    question = _pick(rng, [q for q in raw["questions"] if q.get("answers")])
    if question is None:
        return False
    rng.choice(question["answers"])["label"].pop("es")
    return True


@words
def code_for_boolean(raw: Raw, rng: random.Random) -> bool:
    """What YAML made of `yes`."""
    question = _pick(rng, [q for q in raw["questions"] if q.get("answers")])
    if question is None:
        return False
    question["answers"][0]["code"] = True
    return True


@words
def question_too_long(raw: Raw, rng: random.Random) -> bool:
    """Nobody understands it on the telephone."""
    ask = rng.choice(raw["questions"])["ask"]
    ask["es"] = (
        ask["es"].rstrip("?")
        + " y además, si no le importa decírmelo, desde cuándo y con quién estaba usted cuando empezó todo esto que me cuenta?"
    )
    return True


@words
def unknown_source(raw: Raw, rng: random.Random) -> bool:
    """A source that stands in no list."""
    raw["sources"] = [*raw["sources"], "somebody-said"]
    return True


@words
def called_approved(raw: Raw, rng: random.Random) -> bool:
    """Approved by nobody."""
    raw["status"] = "approved"
    return True
