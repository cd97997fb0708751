"""How many questions an interview needs before help can go, whether anything grave stays unasked, what a step of the engine costs,
and whether both engines say the same.

    .venv/bin/python benchmarks/interviews.py --json [--interviews 200] [--seed 1] [--no-browser]

Three kinds of callers, each through every protocol in the engine's own order:

random   each answer as likely as any other.
likely   a protocol by how often its field is called about (CAT112 2023, `content/data/call_mix.yaml`), then 70 % the answer that
         leaves the mildest floor, 25 % any other, 5 % «does not know»: most people who call are not dying.

exact    every way of answering, each answer as likely as any other: no draw, so two contents can be compared to the last digit.
         `unasked_pct` is the share of dangerous interviews that end with a critical question or one of safety unasked (L29),
         `unasked_in` the protocols where that can be, with their share.

*Help can go* when a P0 or P1 is proved. *Rising*: it went, and answers could still make it graver; then a question that decides
about it must be on screen (`rising_unasked` counts where none is). A step is `prove` after one more answer, warm: the engine of
a process has held such interviews before. In the browser it is the console's engine in Chromium; `over` counts steps of more than
`STEP_LIMIT_MS`. `twin`: what both engines prove from the same answers, of the stored vectors (`tests/vectors/engine.json`) and of
answers drawn anew, in and out of order; `differ` names where they do not say the same.
"""

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[1] / "tools"))

import build_console
from playwright.sync_api import Page, sync_playwright

from auxilio.active_content.content_bundle import content_folder
from auxilio.kernel.shared_types import Priority
from auxilio.platform.documents import read_yaml
from auxilio.triage.content import read_triage
from auxilio.triage.core.engine import Interview
from auxilio.triage.core.model import Catalog, DispatchTiming, InterviewProof, Question
from auxilio.triage.verifier.safety_topics import topic_of
from tests.browser.browser_session import ARGUMENTS, CHROMIUM

ROOT = Path(__file__).parents[1]
FIELD_OF = {
    "health": "health",
    "police": "security",
    "traffic": "traffic",
    "fire": "fire",
    "rescue": "fire",
    "civil_protection": "fire",
    "general": "civic",
}
"""The field of the published figures that a protocol's domain belongs to."""
GOES = (DispatchTiming.REFLEX, DispatchTiming.STANDARD)
NODE_BUNDLE = """
import { rolldown } from "rolldown"
const made = await rolldown({ input: process.argv[2] })
const { output } = await made.generate({ format: "iife", name: "engine" })
process.stdout.write(output[0].code)
"""
STEP_LIMIT_MS = 0.2
OUT_OF_ORDER = 40
"""Sets of answers to any questions, for each protocol."""
AGAIN = 5
"""Each step is timed as often, and its fastest counts: other work on the machine is not the engine's."""
PROVED_THERE = """({ protocols, cases }) => {
  const interviews = new Map(protocols.map((each) => [each.id, new engine.Interview(each)]))
  return cases.map(([id, answers]) => interviews.get(id).prove(answers))
}"""
IN_THE_BROWSER = """({ protocols, trails }) => {
  const interviews = new Map(protocols.map((each) => [each.id, new engine.Interview(each)]))
  const walk = (times) => {
    for (const [id, trail] of trails) {
      const interview = interviews.get(id)
      const facts = {}
      for (const [question, answer] of trail) {
        facts[question] = answer
        let best = Infinity
        for (let again = 0; again < AGAIN; again++) {
          const began = performance.now()
          for (let i = 0; i < 60; i++) interview.prove(facts)
          best = Math.min(best, (performance.now() - began) / 60)
        }
        times?.push(best)
      }
    }
    return times
  }
  walk(null)
  return walk([])
}""".replace("AGAIN", str(AGAIN))

type Trail = list[tuple[str, str]]
type Case = tuple[str, dict[str, str]]
"""A protocol, and answers to its questions."""


def _likely(interview: Interview, question: Question, answers: dict[str, str], rng: random.Random) -> str:
    codes = list(question.codes())
    if "U" in codes and rng.random() < 0.05:
        return "U"
    known = [code for code in codes if code != "U"] or codes
    floors = {code: interview.prove({**answers, question.id: code}).priority for code in known}
    mildest = max(known, key=lambda code: 9 if floors[code] is None else int(floors[code] or 0))
    others = [code for code in known if code != mildest]
    return rng.choice(others) if others and rng.random() < 0.25 / 0.95 else mildest


def _held(
    interview: Interview, rng: random.Random, *, likely: bool
) -> Iterator[tuple[dict[str, str], InterviewProof]]:
    """Answers so far and what they prove, from none to the end."""
    answers: dict[str, str] = {}
    skipped: set[str] = set()
    while True:
        proof = interview.prove(answers)
        yield dict(answers), proof
        asking = next((one for one in proof.open_questions if one not in skipped), None)
        if asking is None:
            return
        question = interview.protocol.question(asking)
        assert question is not None
        if not question.codes():
            skipped.add(asking)  # free words decide nothing
        elif likely:
            answers[asking] = _likely(interview, question, answers, rng)
        else:
            answers[asking] = rng.choice(list(question.codes()))


def questions(interviews: list[Interview], rng: random.Random, *, likely: bool) -> dict[str, Any]:
    """Figures over all these interviews."""
    before: dict[Priority, list[int]] = {Priority.P0: [], Priority.P1: []}
    whole, over, rising, unasked = [], [], 0, 0
    for interview in interviews:
        went: tuple[int, InterviewProof] | None = None
        told: list[tuple[dict[str, str], InterviewProof]] = list(_held(interview, rng, likely=likely))
        for answers, proof in told:
            if proof.priority in before and proof.dispatch in GOES and went is None:
                went = len(answers), proof
        last_answers, last = told[-1]
        whole.append(len(last_answers))
        if went is None or last.priority not in before:
            continue
        count, proof = went
        before[last.priority].append(count)
        limits = interview.protocol.limits
        if last.priority is Priority.P0 and count > limits.max_questions_before_p0:
            over.append(interview.protocol.id)
        graver = [
            r
            for r in interview.protocol.rules
            if r.id in proof.rules and proof.priority is not None and r.priority < proof.priority
        ]
        if graver:
            rising += 1
            unasked += not proof.open_questions
    dangerous = sum(map(len, before.values()))
    return {
        "interviews": len(interviews),
        "questions_in_all": round(statistics.mean(whole), 2),
        **{
            f"before_help_{priority.name}": {
                "interviews": len(counts),
                "mean": round(statistics.mean(counts), 2),
                "worst": max(counts),
            }
            for priority, counts in before.items()
            if counts
        },
        "over_own_limit": over,
        "rising_pct": round(100 * rising / dangerous, 1) if dangerous else 0.0,
        "rising_unasked": unasked,
    }


def exact(interviews: Iterable[Interview], catalog: Catalog) -> dict[str, Any]:
    """Questions before help over every way of answering, by protocol and in all, and what is left unasked."""
    weights: dict[Priority, list[tuple[float, int]]] = {Priority.P0: [], Priority.P1: []}
    by_protocol: dict[str, dict[str, float]] = {}
    unasked_in: dict[str, float] = {}
    dangerous = 0.0
    for interview in interviews:
        watched = [q.id for q in interview.protocol.questions if q.critical or topic_of(q, catalog)]
        mine: list[tuple[float, int]] = []
        for weight, went, answers, priority in _every_way(interview, {}, 1.0, None):
            if went is None or priority not in weights:
                continue
            weights[priority].append((weight, went))
            mine.append((weight, went))
            dangerous += weight
            left = (q for q in watched if q not in answers)
            if any(interview.applies(q, answers) is not False for q in left):
                unasked_in[interview.protocol.id] = unasked_in.get(interview.protocol.id, 0.0) + weight
        if mine:
            by_protocol[interview.protocol.id] = {"mean": _mean(mine), "worst": max(n for _, n in mine)}
    return {
        **{
            f"before_help_{priority.name}": {"mean": _mean(found), "worst": max(n for _, n in found)}
            for priority, found in weights.items()
        },
        "unasked_pct": 100 * sum(unasked_in.values()) / dangerous,
        "unasked_in": unasked_in,
        "by_protocol": by_protocol,
    }


def _every_way(
    interview: Interview, answers: dict[str, str], weight: float, went: int | None
) -> Iterator[tuple[float, int | None, dict[str, str], Priority | None]]:
    """Each complete interview: how likely, after how many questions help could go, the answers, the priority."""
    proof = interview.prove(answers)
    if went is None and proof.priority in (Priority.P0, Priority.P1) and proof.dispatch in GOES:
        went = len(answers)
    if proof.next_question is None:
        yield weight, went, answers, proof.priority
        return
    question = interview.protocol.question(proof.next_question)
    assert question is not None
    codes = question.codes() or ("*",)
    for code in codes:
        yield from _every_way(interview, {**answers, question.id: code}, weight / len(codes), went)


def _mean(found: list[tuple[float, int]]) -> float:
    return round(sum(weight * n for weight, n in found) / sum(weight for weight, _ in found), 4)


def _drawn(interviews: dict[str, Interview], many: int, rng: random.Random) -> list[Interview]:
    """By how often each field is called about."""
    (mix,), _ = read_yaml(content_folder() / "data/call_mix.yaml", "call_mix")
    groups: dict[str, int] = next(one for one in mix.data["centres"] if one["id"] == "cat112-2023")[
        "by_group"
    ]
    by_field: dict[str, list[Interview]] = {}
    for one in interviews.values():
        by_field.setdefault(FIELD_OF[one.protocol.domain], []).append(one)
    fields = [field for field in groups if field in by_field]
    return [rng.choice(by_field[field]) for field in rng.choices(fields, [groups[f] for f in fields], k=many)]


def _trails(interviews: dict[str, Interview], rng: random.Random, each: int) -> list[tuple[str, Trail]]:
    found = []
    for id, interview in interviews.items():
        for _ in range(each):
            *_, (answers, _) = _held(interview, rng, likely=False)
            found.append((id, list(answers.items())))
    return found


def _times(found_ms: list[float]) -> dict[str, float]:
    cuts = statistics.quantiles(found_ms, n=100)
    return {
        "steps": len(found_ms),
        "p50_ms": round(cuts[49], 4),
        "p99_ms": round(cuts[98], 4),
        "worst_ms": round(max(found_ms), 4),
        "over": sum(one > STEP_LIMIT_MS for one in found_ms),
    }


def step_python(interviews: dict[str, Interview], trails: list[tuple[str, Trail]]) -> dict[str, float]:
    """One more answer, and what it proves."""
    steps = [
        (interviews[id], dict(trail[:count])) for id, trail in trails for count in range(1, len(trail) + 1)
    ]
    for interview, answers in steps:
        interview.prove(answers)
    return _times([_fastest_ms(interview, answers) for interview, answers in steps])


def _fastest_ms(interview: Interview, answers: dict[str, str]) -> float:
    found = []
    for _ in range(AGAIN):
        began = time.perf_counter()
        interview.prove(answers)
        found.append(1000 * (time.perf_counter() - began))
    return min(found)


@contextmanager
def console_engine() -> Iterator[Page]:
    """A page of Chromium that has the console's engine."""
    assert CHROMIUM is not None, "needs Debian's Chromium"
    with tempfile.NamedTemporaryFile("w", suffix=".mjs", dir=ROOT / "console") as script:
        script.write(NODE_BUNDLE)
        script.flush()
        engine = ROOT / "console/src/engine/interview.ts"
        node = [str(build_console.node()), script.name, str(engine)]
        code = subprocess.run(node, cwd=ROOT / "console", check=True, capture_output=True, text=True).stdout
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = browser.new_page()
        page.add_script_tag(content=code)
        yield page
        browser.close()


def step_browser(
    page: Page, interviews: dict[str, Interview], trails: list[tuple[str, Trail]]
) -> dict[str, float]:
    """The same in Chromium, each step taken sixty times at once, for its clock is coarse."""
    return _times(page.evaluate(IN_THE_BROWSER, {"protocols": _built(interviews), "trails": trails}))


def twin(
    page: Page, interviews: dict[str, Interview], trails: list[tuple[str, Trail]], rng: random.Random
) -> dict[str, Any]:
    """What the engine of the server and that of the console prove from the same answers."""
    stored = msgspec.json.decode((ROOT / "tests/vectors/engine.json").read_bytes())
    cases = [(one["protocol"], one["answers"]) for one in stored["cases"]]
    proofs = [one["proof"] for one in stored["cases"]]
    drawn = [*_steps(trails), *_out_of_order(interviews, rng, OUT_OF_ORDER)]
    return {
        "stored": _compared(page, interviews, list(stored["protocols"].values()), cases, proofs),
        "drawn": _compared(page, interviews, _built(interviews), drawn, None),
    }


def _compared(
    page: Page,
    interviews: dict[str, Interview],
    protocols: list[Any],
    cases: list[Case],
    known: list[Any] | None,
) -> dict[str, Any]:
    here = [_said(_as_sent(interviews[id].prove(answers))) for id, answers in cases]
    there = [_said(one) for one in page.evaluate(PROVED_THERE, {"protocols": protocols, "cases": cases})]
    same = zip(cases, here, there, known or here, strict=True)
    differ = [case for case, mine, theirs, stored in same if not mine == theirs == stored]
    return {"cases": len(cases), "differ": len(differ), "first": differ[:5]}


def _as_sent(proof: InterviewProof) -> dict[str, Any]:
    sent: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(proof))
    return sent


def _said(proof: dict[str, Any]) -> dict[str, Any]:
    """Without what is null, false or empty, which the vectors leave out; a priority of 0 is told."""
    return {
        name: value
        for name, value in proof.items()
        if value is not None and value is not False and value != []
    }


def _steps(trails: list[tuple[str, Trail]]) -> Iterator[Case]:
    for id, trail in trails:
        for count in range(len(trail) + 1):
            yield id, dict(trail[:count])


def _out_of_order(interviews: dict[str, Interview], rng: random.Random, each: int) -> Iterator[Case]:
    """Answers to any of the questions, whether they would have been asked or not."""
    for id, interview in interviews.items():
        asked = [one for one in interview.protocol.questions if one.codes()]
        for _ in range(each):
            some = rng.sample(asked, rng.randint(0, len(asked)))
            yield id, {one.id: rng.choice(list(one.codes())) for one in some}


def _built(interviews: dict[str, Interview]) -> list[Any]:
    return [msgspec.to_builtins(one.protocol) for one in interviews.values()]


def run(each: int, seed: int, *, browser: bool) -> dict[str, Any]:
    """Everything."""
    rng = random.Random(seed)
    content = read_triage(content_folder()).content
    interviews = {id: Interview(one) for id, one in content.protocols.items()}
    every = [one for one in interviews.values() for _ in range(each)]
    told: dict[str, Any] = {
        "seed": seed,
        "protocols": len(interviews),
        "random": questions(every, rng, likely=False),
        "likely": questions(_drawn(interviews, len(every), rng), rng, likely=True),
        "exact": exact(interviews.values(), content.catalog),
    }
    trails = _trails(interviews, rng, 10)
    told["step_python"] = step_python(interviews, trails)
    if browser:
        with console_engine() as page:
            told["twin"] = twin(page, interviews, trails, rng)
            told["step_browser"] = step_browser(page, interviews, trails)
    return told


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--interviews", type=int, default=200, help="through each protocol")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--no-browser", action="store_true")
    wanted = parser.parse_args()
    load = os.getloadavg()[0]
    told = run(wanted.interviews, wanted.seed, browser=not wanted.no_browser)
    told["cpu_s"] = round(time.process_time(), 1)
    print(json.dumps({"load": load, **told}, indent=None if wanted.json else 1))


if __name__ == "__main__":
    main()
