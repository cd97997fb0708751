"""Writes `tests/vectors/`: what the Python engine and player say, for the console's to agree.

    python tools/make_engine_vectors.py [--check]

Seeded, so the same content gives the same file. `--check` writes nothing and fails when the files are behind.
"""

import random
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec

from auxilio.instructions.content import read_cards
from auxilio.instructions.core.card_steps import view_card
from auxilio.instructions.core.model import Card, InstructionRun, MarkedMoment, Metronome, SpokenStep
from auxilio.kernel.condition import questions_of
from auxilio.kernel.ids import CaseId, RunId
from auxilio.kernel.shared_types import Mode
from auxilio.triage.content import read_triage
from auxilio.triage.core.engine import Interview

ROOT = Path(__file__).parents[1]
INTERVIEWS = 12
"""For each protocol; each interview gives a vector after every answer."""
PLAYS = 8
"""For each card."""
NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
NOBODY = UUID(int=0)


def engine_vectors() -> dict[str, Any]:
    """Random interviews over every shipped protocol, in and out of order, with the proof after each answer."""
    protocols = read_triage(ROOT / "content").content.protocols
    cases: dict[str, dict[str, Any]] = {}
    for id, protocol in protocols.items():
        interview, rng = Interview(protocol), random.Random(f"interview {id}")
        for n in range(INTERVIEWS):
            answers: dict[str, str] = {}
            while True:
                proof = interview.prove(answers)
                told = {k: v for k, v in msgspec.to_builtins(proof).items() if not _is_empty(v)}
                key = f"{id} {sorted(answers.items())}"
                cases.setdefault(key, {"protocol": id, "answers": dict(answers), "proof": told})
                free = [q for q in protocol.questions if q.answers and q.id not in answers]
                if not free:
                    break
                in_order = n % 2 == 0 and proof.next_question is not None
                question = protocol.question(proof.next_question or "") if in_order else rng.choice(free)
                assert question is not None
                answers[question.id] = rng.choice(question.codes()) if question.answers else "12:00"
    wordless = {id: _without_words(msgspec.to_builtins(protocol)) for id, protocol in protocols.items()}
    return {"protocols": wordless, "cases": list(cases.values())}


def card_vectors() -> dict[str, Any]:
    """Every card in random moments of its dictation."""
    cards = read_cards(ROOT / "content").cards
    cases = []
    for id, card in cards.items():
        rng = random.Random(f"card {id}")
        for _ in range(PLAYS):
            run, facts = _moment(card, rng)
            view = view_card(card, run, facts, NOW)
            cases.append(
                {
                    "card": id,
                    "facts": facts,
                    "now_ms": _ms(NOW),
                    "dictation": {
                        "current": run.current,
                        "said": {said.step: _ms(said.at) for said in run.said},
                        "marks": sorted(run.marked()),
                        "authorised": list(run.authorised),
                        "metronome": run.metronome.value,
                        "closed": run.closed_at is not None,
                    },
                    "view": {
                        "current": view.current,
                        "gates": {step.step: step.gate.value for step in view.steps},
                        "due": list(view.due),
                        "nextDueMs": None if view.next_due_at is None else _ms(view.next_due_at),
                        "bpm": view.bpm,
                    },
                }
            )
    return {
        "cards": {id: _without_words(msgspec.to_builtins(card)) for id, card in cards.items()},
        "cases": cases,
    }


def _moment(card: Card, rng: random.Random) -> tuple[InstructionRun, dict[str, str]]:
    steps = [step.id for step in card.steps]
    asked = sorted({question for step in card.steps for question in questions_of(step.show_if)})
    said = [s for s in steps if rng.random() < 0.6]
    run = InstructionRun(
        id=RunId(NOBODY),
        case=CaseId(NOBODY),
        mode=Mode.TEST,
        language="es",
        card=card.id,
        version=card.version,
        digest=card.digest,
        draft=True,
        opened_at=NOW,
        current=rng.choice([*steps, None]),
        said=tuple(SpokenStep(step=s, at=NOW - timedelta(seconds=rng.randrange(400)), by="") for s in said),
        marks=tuple(
            MarkedMoment(mark=m, at=NOW, by="") for m in sorted(card.markable()) if rng.random() < 0.5
        ),
        authorised=tuple(s.id for s in card.steps if s.requires and rng.random() < 0.5),
        metronome=rng.choice(list(Metronome)),
        closed_at=NOW if rng.random() < 0.1 else None,
    )
    codes = ["Y", "N", "U", "limb", "low", "high", "car", "house", "weapon", "opioid"]
    return run, {question: rng.choice(codes) for question in asked if rng.random() < 0.8}


def _is_empty(value: Any) -> bool:
    """Null, false or an empty list; not zero, which is the most severe priority."""
    return value is None or value is False or value in ([], ())


def _ms(at: datetime) -> int:
    return round(at.timestamp() * 1000)


def _without_words(value: Any) -> Any:
    """Content without its wording, which the engines never read: the file stays small and survives a reworded sentence."""
    if isinstance(value, dict):
        words = {
            "ask",
            "help",
            "label",
            "title",
            "say",
            "never",
            "note",
            "greeting",
            "unknown_note",
            "digest",
        }
        return {
            k: {} if k in words and isinstance(v, dict) else "" if k == "digest" else _without_words(v)
            for k, v in value.items()
        }
    return [_without_words(one) for one in value] if isinstance(value, list | tuple) else value


def main() -> int:
    """Write the files, or say which is behind."""
    behind = []
    made = {"engine.json": engine_vectors(), "cards.json": card_vectors()}
    for name, vectors in made.items():
        path = ROOT / "tests/vectors" / name
        lines = [msgspec.json.encode(case, order="sorted").decode() for case in vectors.pop("cases")]
        rest = msgspec.json.encode(vectors, order="sorted").decode()
        text = rest[:-1] + ',"cases":[\n' + ",\n".join(lines) + "\n]}\n"
        if "--check" not in sys.argv:
            path.write_text(text, "utf-8")
        elif not path.exists() or path.read_text("utf-8") != text:
            behind.append(name)
    if behind:
        print(f"behind the content or the engine: {', '.join(behind)}; run tools/make_engine_vectors.py")
    return bool(behind)


if __name__ == "__main__":
    sys.exit(main())
