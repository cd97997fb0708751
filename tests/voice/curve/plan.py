"""Who calls, when, for how long and how often: drawn from a seed, the same for everybody who draws it. Pure."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import msgspec
import yaml

HOUR_S = 3600.0
TOLD_WITHIN = 20
"""Whoever tells of something known tells of one of the last so many events: a day is many events one after another."""
Share = Annotated[float, msgspec.Meta(ge=0, le=1)]
VALENCIA = Path(__file__).with_name("valencia.yaml")


class Tenfold(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One hour again, with more calls and slower."""

    hour: int
    times: int
    speed: float


class Day(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A scenario file, as it stands beside this module."""

    name: str
    seed: int
    hours: dict[int, int]
    first_calls: Share
    speed: float
    junk: tuple[Share, ...]
    calls_per_case: tuple[float, ...]
    tenfold: Tenfold
    operators: int
    reaction_s: float
    talk_s: float
    junk_talk_s: float
    wrap_up_s: float
    caller_ends: Share
    patience_s: float
    tries: int
    tries_again: Share
    again_after_s: float
    lines: Share
    lines_each: int
    hidden: Share
    shared_mobiles: Share


def read_day(file: Path = VALENCIA) -> Day:
    """The scenario. Raises `msgspec.ValidationError` where it says what nobody reads."""
    return msgspec.convert(yaml.safe_load(file.read_text("utf-8")), Day, strict=False)


class Telephone(StrEnum):
    """What somebody calls from."""

    MOBILE = "mobile"
    SHARED_MOBILE = "shared_mobile"
    LINE = "line"
    HIDDEN = "hidden"


@dataclass(frozen=True)
class Person:
    """One who calls. Seconds are of the day, `at_s` from the beginning of what is played."""

    id: int
    at_s: float
    telephone: Telephone
    number: str
    """E.164; empty when hidden."""
    event: int | None
    """What they tell of; None: nothing that help is for."""
    patience_s: tuple[float, ...]
    """Of each try that they would make."""
    again_after_s: tuple[float, ...]
    """Between one try and the next."""
    talk_s: float
    caller_ends: bool

    @property
    def tries(self) -> int:
        """How often they call at most."""
        return len(self.patience_s)


@dataclass(frozen=True)
class Piece:
    """What of a day is played. `share`: of a smaller town, with as many of its operators; `times`: more calls, no more hands."""

    from_s: float
    until_s: float
    """Seconds of the clock of that day."""
    speed: float
    share: float = 1.0
    times: float = 1.0
    junk: float = 0.10
    calls_per_case: float = 2.4

    @property
    def length_s(self) -> float:
        """How long it plays, in seconds of ours."""
        return (self.until_s - self.from_s) / self.speed


def operators(day: Day, piece: Piece) -> int:
    """How many answer; never nobody."""
    return max(1, round(day.operators * piece.share))


def people(day: Day, piece: Piece) -> tuple[Person, ...]:
    """Everybody who calls for the first time within the piece, in that order."""
    dice = random.Random(f"{day.seed} {piece}")
    moments = sorted(_moments(day, piece, dice))
    numbers = _Numbers(day, dice, len(moments))
    junk = [dice.random() < piece.junk for _ in moments]
    events = iter(_events(sum(not one for one in junk), piece.calls_per_case, dice))
    found = []
    for id, (at_s, nothing) in enumerate(zip(moments, junk, strict=True)):
        telephone, number = numbers.draw()
        tries = 1
        while tries < day.tries and dice.random() < day.tries_again:
            tries += 1
        talk = (day.junk_talk_s, 5.0) if nothing else (day.talk_s, 15.0)
        found.append(
            Person(
                id=id,
                at_s=at_s - piece.from_s,
                telephone=telephone,
                number=number,
                event=None if nothing else next(events),
                patience_s=tuple(_long(dice, day.patience_s, 10.0) for _ in range(tries)),
                again_after_s=tuple(_long(dice, day.again_after_s, 5.0) for _ in range(tries - 1)),
                talk_s=_long(dice, *talk),
                caller_ends=dice.random() < day.caller_ends,
            )
        )
    return tuple(found)


def _moments(day: Day, piece: Piece, dice: random.Random) -> list[float]:
    """As many in each hour as the curve says, anywhere within it."""
    found = []
    for hour, calls in day.hours.items():
        drawn = [
            hour * HOUR_S + dice.random() * HOUR_S
            for _ in range(round(calls * day.first_calls * piece.share * piece.times))
        ]
        found += [one for one in drawn if piece.from_s <= one < piece.until_s]
    return found


def _long(dice: random.Random, mean_s: float, least_s: float) -> float:
    return max(least_s, dice.expovariate(1 / mean_s))


def _events(told: int, calls_per_case: float, dice: random.Random) -> list[int]:
    """What each of so many tells of, in the order in which they call. Numbers begin with 0 and leave none out."""
    new = set(dice.sample(range(told), max(1, round(told / calls_per_case)))) | {0} if told else set()
    found, begun = [], 0
    for nth in range(told):
        if nth in new:
            found.append(begun)
            begun += 1
        else:
            found.append(dice.randrange(max(0, begun - TOLD_WITHIN), begun))
    return found


class _Numbers:
    """Spanish numbers that nobody has lent us: played on loopback, never dialled."""

    def __init__(self, day: Day, dice: random.Random, people: int) -> None:
        self._day, self._dice, self._mobile = day, dice, 0
        lines = max(1, round(people * day.lines / day.lines_each))
        self._lines = [f"+3496{nth:07}" for nth in range(1, lines + 1)]
        self._shared = [f"+34699{nth:06}" for nth in range(1, max(2, round(people * day.shared_mobiles / 4)))]

    def draw(self) -> tuple[Telephone, str]:
        day, dice = self._day, self._dice
        kinds = (Telephone.LINE, Telephone.HIDDEN, Telephone.SHARED_MOBILE, Telephone.MOBILE)
        others = day.lines + day.hidden + day.shared_mobiles
        [kind] = dice.choices(kinds, (day.lines, day.hidden, day.shared_mobiles, 1 - others))
        if kind is Telephone.MOBILE:
            self._mobile += 1
            return kind, f"+346{self._mobile:08}"
        pool = {Telephone.LINE: self._lines, Telephone.SHARED_MOBILE: self._shared}.get(kind)
        return kind, dice.choice(pool) if pool else ""


def shared_mobiles(everybody: Sequence[Person]) -> frozenset[str]:
    """What must be configured: mobiles that are no one person."""
    return frozenset(one.number for one in everybody if one.telephone is Telephone.SHARED_MOBILE)


def tenfold(day: Day, *, share: float = 1.0) -> Piece:
    """The hour that is played again, with ten times the calls."""
    from_s = day.tenfold.hour * HOUR_S
    return Piece(
        from_s,
        from_s + HOUR_S,
        day.tenfold.speed,
        share=share,
        times=day.tenfold.times,
        junk=day.junk[0],
        calls_per_case=day.calls_per_case[0],
    )


def whole(day: Day, *, junk: float, calls_per_case: float, share: float = 1.0) -> Piece:
    """The whole curve."""
    return replace(
        Piece(min(day.hours) * HOUR_S, (max(day.hours) + 1) * HOUR_S, day.speed),
        share=share,
        junk=junk,
        calls_per_case=calls_per_case,
    )
