"""What will happen, from a seed. Pure: incident n is the same whether or not those before it were drawn."""

import math
import random
from collections.abc import Iterator, Sequence

from auxilio.kernel.position import Point
from simulator.model import Caller, Incident, Kind, Role, Spot, StepDone, Stories, Words

GAP_MIN_S = 25.0
GAP_MEAN_S = 45.0
"""Of the mean incident tell about 1.4 callers: one call every 30 to 60 seconds."""
GAP_MAX_S = 150.0
_DEGREE_M = 111_195.0
"""Metres of one degree of latitude on a sphere of the Earth's mean radius (kernel.position)."""


def incident(
    seed: int,
    nth: int,
    spots: Sequence[Spot],
    stories: Stories,
    kinds: Sequence[str] = (),
    language: str | None = None,
) -> Incident:
    """Incident `nth` of this seed. `kinds` are those that may happen, all when empty; `language` is that of the callers who have it."""
    assert spots, "a city without places has no incidents"
    # One generator for each incident: a pause, or a start in the middle, changes nothing of those that follow.
    dice = random.Random(f"{seed}:{nth}")  # noqa: S311  a story, not a secret
    may = [name for name in stories.kinds if not kinds or name in kinds]
    kind = _balanced(seed, nth, stories, may)
    story = stories.kinds[kind]
    spot = dice.choice([one for one in spots if one.ground is story.where] or list(spots))
    return Incident(
        nth=nth,
        kind=kind,
        helped=story.helped,
        spot=spot,
        gap_s=round(min(GAP_MAX_S, GAP_MIN_S + dice.expovariate(1 / (GAP_MEAN_S - GAP_MIN_S))), 1),
        callers=_callers(dice, story, spot, stories, language),
    )


def plan(
    seed: int, spots: Sequence[Spot], stories: Stories, *, first: int = 0, kinds: Sequence[str] = ()
) -> Iterator[Incident]:
    """Incidents without end, from number `first`."""
    nth = first
    while True:
        yield incident(seed, nth, spots, stories, kinds)
        nth += 1


def _balanced(seed: int, nth: int, stories: Stories, may: Sequence[str]) -> str:
    """Every kind as often as its weight in each round, shuffled: who watches for ten minutes sees them all."""
    bag = [name for name in may for _ in range(stories.kinds[name].weight)]
    rounds, place = divmod(nth, len(bag))
    random.Random(f"{seed}:round:{rounds}").shuffle(bag)  # noqa: S311
    return bag[place]


def _callers(
    dice: random.Random, story: Kind, spot: Spot, stories: Stories, wanted: str | None
) -> tuple[Caller, ...]:
    names = dice.sample(stories.names, len(story.callers))
    spoken: list[str] = []
    callers = []
    for role, name in zip(story.callers, names, strict=True):
        # Several callers of one incident tell of it in different languages, as far as they can.
        language = dice.choice([one for one in role.languages if one not in spoken] or list(role.languages))
        if wanted in role.languages:
            language = wanted
        spoken.append(language)
        callers.append(_caller(dice, role, name, language, spot, stories))
    return tuple(callers)


def _caller(
    dice: random.Random, role: Role, name: str, language: str, spot: Spot, stories: Stories
) -> Caller:
    said = {"place": spot.words, "name": name, "age": str(dice.randint(58, 88))}

    def told(words: Words) -> tuple[str, ...]:
        return tuple(one.format_map(said) for one in words.get(language, ()))

    stands = shifted(spot.point, role.apart_m * dice.uniform(0.7, 1.3), dice.uniform(0, 2 * math.pi))
    opening = dice.choice(told(role.opening))
    return Caller(
        name=name,
        language=language,
        # 600 000 000 to 600 099 999: the numbers of this range are nobody's in the simulated city.
        phone=f"+346000{dice.randint(0, 99_999):05}",
        after_s=round(role.after_s * dice.uniform(0.8, 1.4), 1),
        patience_s=round(role.patience_s * dice.uniform(0.8, 1.3), 1),
        retries=role.retries,
        cannot_speak=role.cannot_speak,
        photo=role.photo and dice.random() < 0.5,
        position=stands if role.shares else None,
        uncertainty_m=round(role.uncertainty_m * dice.uniform(0.6, 2.0), 1),
        lines=(opening, *told(role.then)),
        answers={topic: told(words) for topic, words in role.answers.items()},
        does={
            step: StepDone(
                says=told(one.says),
                answers={topic: told(words) for topic, words in one.answers.items()},
                awaits=one.awaits,
            )
            for step, one in role.does.items()
        },
        done=told(stories.done),
        unknown=told(stories.unknown),
        thanks=told(stories.thanks),
        help_came=stories.help_came[language].format_map(said),
        still_waiting=told(stories.still_waiting),
    )


def shifted(point: Point, by_m: float, towards_rad: float) -> Point:
    """The point `by_m` metres away, good to a metre within a few kilometres."""
    lat = point.lat + by_m * math.cos(towards_rad) / _DEGREE_M
    lon = point.lon + by_m * math.sin(towards_rad) / (_DEGREE_M * math.cos(math.radians(point.lat)))
    return Point(round(max(-90.0, min(90.0, lat)), 7), round(max(-180.0, min(180.0, lon)), 7))
