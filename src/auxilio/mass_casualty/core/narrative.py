"""How the events of mass casualty are told: reports and counts as lines of words, «Peligros: humo · Víctimas: 20+ (estimación)».

The console words its stories in the same way (`kit/scene-line.ts`); the order is that in which a report is read aloud.
"""

from collections.abc import Iterator

from auxilio.kernel.narrative import EventNarrative, Narrative, Phrase, Word
from auxilio.mass_casualty.core.scene import (
    Casualties,
    CasualtyColour,
    CasualtyLocation,
    MethaneField,
    MethaneValue,
)
from auxilio.mass_casualty.core.scene_messages import (
    CasualtiesCounted,
    PlanOutcomeRecorded,
    SceneReported,
)
from auxilio.mass_casualty.core.situation_messages import (
    SituationDeclared,
    SituationDismissed,
    SituationEnded,
    SituationProposed,
    SituationTriggerAdded,
)


def report_phrases(event: SceneReported) -> Iterator[Phrase]:
    """One phrase for each letter that was said."""
    for letter in MethaneField:
        if (value := event.said.get(letter)) is not None:
            yield Word(f"major.letter.{letter}"), ": ", *_value(value)


def _value(value: MethaneValue) -> Iterator[str | Word]:
    gap = ""
    if value.declared is not None:
        yield Word(f"major.declared.{value.declared}")
        gap = " "
    if value.number is not None:
        yield f"{gap}{count_text(value.number)} ("
        yield Word(f"major.how.{value.how}")
        yield ")"
        gap = " "
    if value.words:
        yield f"{gap}«{value.words}»"


def count_phrases(event: CasualtiesCounted) -> Iterator[Phrase]:
    """One phrase for each colour and each place that was counted."""
    for colour in CasualtyColour:
        if (number := event.colours.get(colour)) is not None:
            yield Word(f"major.colour.{colour}"), f" {count_text(number)}"
    for place in CasualtyLocation:
        if (number := event.places.get(place)) is not None:
            yield Word(f"major.place.{place}"), f" {count_text(number)}"


def count_text(number: Casualties) -> str:
    """`6`, `6–8`, `20+`."""
    if number.most is None:
        return f"{number.least}+"
    return f"{number.least}" if number.most == number.least else f"{number.least}–{number.most}"


NARRATIVE = Narrative(
    "mass_casualty",
    told=(
        EventNarrative(SceneReported, phrases=report_phrases, strong=True),
        EventNarrative(CasualtiesCounted, codes={"how": "major.how"}, phrases=count_phrases),
        EventNarrative(PlanOutcomeRecorded, codes={"what": "major.told"}, strong=True),
    ),
    untold={
        SituationProposed: "It is of a plan; PlanOutcomeRecorded tells it in each of its cases.",
        SituationTriggerAdded: "It is of a plan; PlanOutcomeRecorded tells it in each of its cases.",
        SituationDeclared: "It is of a plan; PlanOutcomeRecorded tells it in each of its cases.",
        SituationDismissed: "It is of a plan; PlanOutcomeRecorded tells it in each of its cases.",
        SituationEnded: "It is of a plan; PlanOutcomeRecorded tells it in each of its cases.",
    },
)
