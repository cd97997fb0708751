"""What a crew lacks on a day, and which qualifications end soon."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from auxilio.kernel.ids import PersonId
from auxilio.rosters.core.qualification_model import (
    CrewOnBoard,
    CrewWarning,
    CrewWarningKind,
    DirectoryPerson,
    EndingQualification,
    HeldQualification,
    PersonQualifications,
    RequiredQualification,
)

ENDING_WITHIN = timedelta(days=60)
"""So long before its end a qualification is listed: courses and medical examinations are booked weeks ahead (ours)."""


def is_valid(one: HeldQualification, day: date) -> bool:
    """Both the first day and the last count."""
    return one.since <= day and (one.until is None or day <= one.until)


def ending(
    held: Mapping[PersonId, PersonQualifications], people: Iterable[DirectoryPerson], today: date
) -> tuple[EndingQualification, ...]:
    """What has ended, or ends within `ENDING_WITHIN`: the first to end first."""
    found = [
        EndingQualification(
            person=person.id, name=person.name, code=one.code, until=one.until, ended=one.until < today
        )
        for person in people
        if (all_held := held.get(person.id)) is not None
        for one in all_held.held
        if one.until is not None and one.until <= today + ENDING_WITHIN
    ]
    return tuple(sorted(found, key=lambda one: (one.until, one.name, one.code)))


class QualificationRegister:
    """Who holds what, as crews are compared with it."""

    def __init__(
        self, held: Mapping[PersonId, PersonQualifications], people: Sequence[DirectoryPerson]
    ) -> None:
        self._held = {person: one.held for person, one in held.items() if one.held}
        self._people = people
        self._recording = {person.agency for person in people if person.id in self._held}

    def warnings(
        self, crew: CrewOnBoard, needs: Iterable[RequiredQualification], today: date
    ) -> tuple[CrewWarning, ...]:
        """What this crew lacks today. None for an agency of which nothing is recorded of anybody: it does not use the list.

        Where something is recorded of the agency and not of somebody on board, there is one warning of its own kind in
        place of those that say that a qualification is missing: a person who is not recorded may hold it.
        """
        if not crew.members or crew.agency not in self._recording:
            return ()
        on_board = [(name, self._held_by(name, person, crew)) for name, person in crew.members]
        lacking = list(_lacking(crew, needs, on_board, today))
        unknown = tuple(name for name, held in on_board if not held)
        certain = [one for one in lacking if one.kind is CrewWarningKind.ENDED or not unknown]
        if len(certain) == len(lacking):
            return tuple(certain)
        doubted = tuple(code for one in lacking if one not in certain for code in one.capabilities)
        not_recorded = CrewWarning(
            unit=crew.unit,
            callsign=crew.callsign,
            kind=CrewWarningKind.NOT_RECORDED,
            capabilities=doubted,
            any_of=(),
            people=unknown,
        )
        return (*certain, not_recorded)

    def _held_by(
        self, name: str, person: PersonId | None, crew: CrewOnBoard
    ) -> tuple[HeldQualification, ...]:
        """By the account; a name that was typed is of the one person of the unit's agency who is called so."""
        if person is None:
            wanted = _plain(name)
            named = [
                one.id for one in self._people if one.agency == crew.agency and _plain(one.name) == wanted
            ]
            person = named[0] if len(named) == 1 else None
        return self._held.get(person, ()) if person is not None else ()


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _lacking(
    crew: CrewOnBoard,
    needs: Iterable[RequiredQualification],
    on_board: Sequence[tuple[str, tuple[HeldQualification, ...]]],
    today: date,
) -> Iterator[CrewWarning]:
    """Capabilities that need the same are one warning."""
    together = dict[tuple[str, ...], list[str]]()
    for need in needs:
        if need.capability in crew.capabilities:
            together.setdefault(need.any_of, []).append(need.capability)
    for any_of, capabilities in together.items():
        fitting = [(name, one) for name, held in on_board for one in held if one.code in any_of]
        if any(is_valid(one, today) for _, one in fitting):
            continue
        ends = [one.until for _, one in fitting if one.until is not None and one.until < today]
        yield CrewWarning(
            unit=crew.unit,
            callsign=crew.callsign,
            kind=CrewWarningKind.ENDED if ends else CrewWarningKind.MISSING,
            capabilities=tuple(capabilities),
            any_of=any_of,
            people=tuple(
                dict.fromkeys(name for name, one in fitting if one.until is not None and one.until < today)
            ),
            ended=max(ends, default=None),
        )
