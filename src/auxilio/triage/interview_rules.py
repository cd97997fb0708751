"""What an interview owes whoever calls, as content (`data/interview_rules.yaml`): read here, proved by `verifier/interview.py`."""

from typing import Any

import msgspec

from auxilio.kernel.shared_types import CallBackPolicy

INTERVIEW_RULES = "data/interview_rules.yaml"


class ReassessBounds(msgspec.Struct, frozen=True, kw_only=True):
    """How often it may be asked again, in seconds."""

    shortest_s: int
    longest_s: int
    longest_vital_s: int
    """Of protocols that ask about breathing or consciousness."""


class RequiredCapture(msgspec.Struct, frozen=True, kw_only=True):
    """What is taken of each call of some types."""

    types: tuple[str, ...]
    take: tuple[str, ...]
    protocols: tuple[str, ...] = ()
    """Those that take it whatever types they serve."""


class LookupExamples(msgspec.Struct, frozen=True, kw_only=True):
    """Answers that the question of a look-up takes, and answers that it must refuse."""

    takes: tuple[str, ...]
    refuses: tuple[str, ...]


class JoinedQuestions(msgspec.Struct, frozen=True, kw_only=True):
    """What a critical question does not join (rule L68)."""

    dangers: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    """Spanish words of dangers on the scene, and of how a person is."""
    excused: dict[str, str] = {}
    """By protocol and question (`san-disnea/tose`), why it joins all the same."""


class RingBackRule(msgspec.Struct, frozen=True, kw_only=True):
    """Types whose caller may be beside whoever hurts them (rule L70): what the protocol that serves them owes."""

    types: tuple[str, ...]
    policy: CallBackPolicy
    """The mildest that may stand."""
    silent_if: dict[str, tuple[str, ...]] = {}
    """By question, answers each of which alone forbids ringing."""
    because: str
    sources: tuple[str, ...]


class InterviewRules(msgspec.Struct, frozen=True, kw_only=True):
    """The tables. A set that was published before they were written has none, and nothing is asked of it."""

    reassess: ReassessBounds | None = None
    times: dict[str, int] = {}
    """The latest that a time of a protocol may be, in seconds."""
    confidential: tuple[str, ...] = ()
    callback: tuple[str, ...] = ()
    """Incident types whose protocol is confidential, and whose protocol says how the caller is called back."""
    ring_back: tuple[RingBackRule, ...] = ()
    """How mildly a caller may be called back, by types; `callback` only asks that something is said."""
    first: dict[str, str] = {}
    """By incident type, the card that is said before any question."""
    captures: tuple[RequiredCapture, ...] = ()
    transfers: dict[str, tuple[str, ...]] = {}
    """To whom a call is passed, by types or groups of types of the outcome."""
    lookups: dict[str, LookupExamples] = {}
    joined: JoinedQuestions = JoinedQuestions()
    answers: dict[str, dict[str, tuple[str, ...]]] = {}
    """By the code of an answer and language, words of which its label says one."""


def interview_rules_of(data: dict[str, Any] | None) -> InterviewRules:
    """The tables from their document, which has passed its schema."""
    told = {name: value for name, value in (data or {}).items() if name not in ("format", "version")}
    return msgspec.convert(told, InterviewRules)
