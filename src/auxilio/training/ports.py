"""What practice sessions need of the scenarios (`workflows.training_scenarios`), of the directory and of the region."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Protocol

from auxilio.identity.core.model import PresentPerson
from auxilio.kernel.ids import CallId, PersonId
from auxilio.kernel.position import Point
from auxilio.kernel.shared_types import Mode
from auxilio.training.core.model import PracticePlace


class PracticeCaller(Protocol):
    """One person who calls, with all that they will say without being asked."""

    @property
    def language(self) -> str:
        """In which they write."""
        ...

    @property
    def phone(self) -> str:
        """The invented number that the call shows. No installation dials it (decision 0322)."""
        ...

    @property
    def after_s(self) -> float:
        """Seconds after the incident began."""
        ...

    @property
    def patience_s(self) -> float:
        """Seconds that they wait for an answer before they hang up."""
        ...

    @property
    def cannot_speak(self) -> bool:
        """Whether they only write because nobody may hear them."""
        ...

    @property
    def position(self) -> Point | None:
        """Where their telephone shows them."""
        ...

    @property
    def uncertainty_m(self) -> float:
        """Metres by which that may be wrong."""
        ...

    @property
    def lines(self) -> tuple[str, ...]:
        """Said without being asked, the first at once."""
        ...

    @property
    def help_came(self) -> str:
        """Said when help has come, before they hang up."""
        ...


class PracticeIncident(Protocol):
    """An incident of a scenario, the same for the same seed, number and places."""

    @property
    def kind(self) -> str:
        """What happened."""
        ...

    @property
    def gap_s(self) -> float:
        """Seconds after the incident before it began."""
        ...

    @property
    def callers(self) -> Sequence[PracticeCaller]:
        """Everybody who tells of it."""
        ...


class ScenarioPlayer(Protocol):
    """Knows the scenarios and what their callers say."""

    def scenarios(self) -> Mapping[str, int]:
        """Names, and how many incidents each has."""
        ...

    def incident(
        self, scenario: str, seed: int, nth: int, places: Sequence[PracticePlace], language: str | None = None
    ) -> tuple[PracticeIncident, PracticePlace | None]:
        """An incident and where it happens; None without places. Its callers use `language` where their story has it."""
        ...

    def reply(self, caller: PracticeCaller, words: str, heard: int, followed: Sequence[str]) -> str:
        """What this caller answers to a line of the desk, of which they have read `heard` before; `followed`: the steps of a
        card that they do by now."""
        ...

    def follow(self, caller: PracticeCaller, step: str, nth: int) -> str:
        """What they say when they have followed a step of a card, after `nth` others."""
        ...

    def awaits(self, caller: PracticeCaller, step: str) -> str | None:
        """The moment that the desk marks when they have followed it; None: none."""
        ...


type TraineeName = Callable[[PersonId], Awaitable[str | None]]
"""The name of an active person; None when there is none."""
type PeopleOfMode = Callable[[Mode], Awaitable[Sequence[PresentPerson]]]
"""Who is signed in at a desk or in a vehicle, in sessions of a mode."""
type AllOver = Callable[[Sequence[CallId]], Awaitable[bool]]
"""Whether each of these calls has rung and is over."""
type PracticePlaces = Callable[[], Awaitable[Sequence[PracticePlace]]]
"""Places of the region in use where something may happen; the same list each time."""
