"""Compares what two texts name: a translation with its Spanish, a written step with the spoken one."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple
from weakref import WeakKeyDictionary

from auxilio.active_content.agreement.concepts import (
    NEGATION,
    NUMBER,
    REMEMBERED_MAX,
    Concept,
    ConceptTable,
    split_sentences,
)

FREE = frozenset({"condition", "exception", NEGATION})
"""Groups that a title or a name may put in another way («No responde», "Unresponsive")."""
STEP_GROUPS = ("body", "side", "way", "medicine", "person", "pushing")
"""Of these the written form of a step names nothing else than the spoken one."""
NEGATIONS = ("not", "without", "nor", "nothing")
"""The names of that group by which a sentence denies; together they are counted as one."""
COUNTED_ALOUD = frozenset({"1", "2", "3", "4"})
"""Who speaks counts aloud, who writes does not."""


class ConceptDifference(NamedTuple):
    """What of a group one text names and the other does not."""

    group: str
    missing: frozenset[str]
    added: frozenset[str]


_COMPARED: WeakKeyDictionary[ConceptTable, dict[tuple[str, str, str], tuple[ConceptDifference, ...]]] = (
    WeakKeyDictionary()
)


def differences(
    spanish: str,
    other: str,
    language: str,
    table: ConceptTable,
    *,
    whole: Mapping[Concept, int],
    spoken: bool,
) -> Iterator[ConceptDifference]:
    """Each group in which a translation names something else. `whole`: what the Spanish of the document names. What is said to a
    caller names the same; a title or a name may be freer, but names nothing else instead."""
    found: dict[str, tuple[set[str], set[str]]] = {}
    for ours, theirs in _pairs(spanish, other):
        for group, missing, added in _compared(ours, theirs, language, table):
            comparison = table.compare[group]
            if group in FREE and not (
                spoken or (language == "ca" and group == NEGATION and spanish.endswith("."))
            ):
                continue
            strict = comparison == "same" and (spoken or group in (NUMBER, NEGATION))
            foreign = comparison == "document" and any((group, one) not in whole for one in added)
            if (missing and added) or (strict and (missing or added)) or foreign:
                known = found.setdefault(group, (set(), set()))
                known[0].update(missing)
                known[1].update(added)
    for group, (fewer, further) in found.items():
        yield ConceptDifference(group, frozenset(fewer), frozenset(further))


def _compared(ours: str, theirs: str, language: str, table: ConceptTable) -> tuple[ConceptDifference, ...]:
    """Every difference of two sentences, remembered: of a set that is checked again, nearly all sentences are as they were."""
    known = _COMPARED.setdefault(table, {})
    if len(known) > REMEMBERED_MAX:
        known.clear()
    if (ours, theirs, language) not in known:
        mine, others = table.named(ours, "es"), table.named(theirs, language)
        every = (
            ConceptDifference(
                group,
                *map(frozenset, _difference(mine, others, group, language, question=ours.endswith("?"))),
            )
            for group in table.compare
        )
        known[ours, theirs, language] = tuple(one for one in every if one.missing or one.added)
    return known[ours, theirs, language]


def step_differences(
    spoken: str, written: str, language: str, table: ConceptTable
) -> ConceptDifference | None:
    """What the written form of a step names instead of what is said; None where they agree."""
    said, read = table.named(spoken, language), table.named(written, language)
    for group in STEP_GROUPS:
        missing, added = _difference(said, read, group, language, question=False)
        if missing and added:
            return ConceptDifference(group, frozenset(missing), frozenset(added))
    missing, added = _difference(said, read, NUMBER, language, question=False)
    if {*missing} - COUNTED_ALOUD and {*added} - COUNTED_ALOUD:
        return ConceptDifference(NUMBER, frozenset(missing), frozenset(added))
    return None


def _pairs(spanish: str, other: str) -> list[tuple[str, str]]:
    ours, theirs = split_sentences(spanish), split_sentences(other)
    return list(zip(ours, theirs, strict=True)) if len(ours) == len(theirs) else [(spanish, other)]


def _difference(
    mine: Counter[Concept], theirs: Counter[Concept], group: str, language: str, *, question: bool
) -> tuple[set[str], set[str]]:
    if group == NEGATION:
        ours = _negations(mine, question=question)
        others = _negations(theirs, question=question, instead=_no_for_without(mine, theirs, language))
        less, more = ours.start > others[-1], others.start > ours[-1]
        if language == "ca" and not (less or more):
            less, more = _catalan_negations(mine, theirs, question=question)
        return ({"not"} if less else set()), ({"not"} if more else set())
    ours_named = {name: n for (of, name), n in mine.items() if of == group}
    theirs_named = {name: n for (of, name), n in theirs.items() if of == group}
    missing, added = ours_named.keys() - theirs_named.keys(), theirs_named.keys() - ours_named.keys()
    if missing or added or group == NUMBER:
        return missing, added
    fewer = {name for name, n in ours_named.items() if n > theirs_named[name]}
    further = {name for name, n in theirs_named.items() if n > ours_named[name]}
    if (fewer and further) or (group == "condition" and language == "ca"):
        return fewer, further  # "up and down" became "up and up"; Catalan has each «si» of the Spanish
    return set(), set()


def _no_for_without(mine: Counter[Concept], theirs: Counter[Concept], language: str) -> int:
    """How many «sin» of the Spanish English says by "no": "no noises" is «sin ruidos», also in a question."""
    if language != "en":
        return 0
    without = (NEGATION, "without")
    return max(0, min(mine[without] - theirs[without], theirs[NEGATION, "nothing"]))


def _negations(named: Counter[Concept], *, question: bool, instead: int = 0) -> range:
    """From how many to how many negations a sentence has: «no toque ni mueva» is one or two, since French says it twice. «Nada»
    counts only without a «no», and in no question, where it is Catalan for something; `instead`: of those, how many count as one."""
    strong = named[NEGATION, "not"] + named[NEGATION, "without"] + instead
    joined = named[NEGATION, "nor"]
    least = strong or int(joined > 0 or (named[NEGATION, "nothing"] > 0 and not question))
    most = strong + joined + named[NEGATION, "or"] if least else 0
    return range(least, max(least, most) + 1)


def _catalan_negations(
    mine: Counter[Concept], theirs: Counter[Concept], *, question: bool
) -> tuple[bool, bool]:
    """Catalan negates as Spanish does, word by word, but may say «no» beside «ningú»."""
    no, without = (NEGATION, "not"), (NEGATION, "without")
    most = mine[no] + (0 if question else mine[NEGATION, "nothing"])
    return (
        theirs[no] < mine[no] or theirs[without] < mine[without],
        theirs[no] > most or theirs[without] > mine[without],
    )


def denies_otherwise(
    mine: Counter[Concept],
    theirs: Counter[Concept],
    *,
    nothing_counts: tuple[int, int],
    question: bool,
) -> bool:
    """Whether a sentence of a language that denies word by word, as Spanish does, has a denial less or more.

    `nothing_counts`: how often each says nobody or nothing, wherever it stands. Forms that are `owed` deny only beside a "not", as "nobody
    shall" in Romanian. «No … ni» may be said by two «not», by "no … no" or by "or", «sin … ni» by two «without», «sin» by «not»,
    «ni … nada» by "or anything".
    """
    no, without, nor, nothing = ((NEGATION, name) for name in ("not", "without", "nor", "nothing"))
    nobody = 0 if question else mine[nothing]
    needed_nots = mine[no] + theirs[NEGATION, "owed"]
    our_nothing, their_nothing = nothing_counts
    spare_nots = max(0, theirs[no] - needed_nots - max(0, mine[without] - theirs[without]))
    spare_denials = max(0, theirs[without] - mine[without]) + max(0, their_nothing - our_nothing)
    lost_not = needed_nots > theirs[no] or needed_nots + mine[without] > theirs[no] + theirs[without]
    lost_nor = mine[nor] > theirs[nor] + theirs[NEGATION, "or"] + spare_nots + spare_denials
    lost_nothing = our_nothing > their_nothing + theirs[NEGATION, "any"] and not question
    added_not = theirs[no] > mine[no] + mine[nor] + nobody + mine[without]
    added_without = theirs[without] > mine[without] + mine[nor]
    return lost_not or lost_nor or lost_nothing or added_not or added_without
