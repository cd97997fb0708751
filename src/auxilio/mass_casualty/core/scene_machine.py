"""Reports and counts of one scene. A newer report never wipes what it leaves out; what is heard late replaces nothing newer."""

from datetime import datetime
from typing import assert_never

import msgspec

from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Event
from auxilio.kernel.ids import CaseId
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from auxilio.mass_casualty.core import scene_messages as m
from auxilio.mass_casualty.core.scene import (
    HISTORY_MAX,
    AlertedHospital,
    CasualtyCount,
    MethaneField,
    MethaneStatement,
    MethaneValue,
    PlanOutcomeEntry,
    Scene,
    SceneReport,
)


def decide(scene: Scene | None, command: m.SceneCommand, actor: Actor, mode: Mode) -> tuple[Event, ...]:
    """What was reported. `mode` is the case's.

    Refused: `nothing_reported`; `letter_says_otherwise` with the letter, when it says nothing or what another letter says.
    """
    match command:
        case m.ReportScene():
            if not command.said:
                raise Refused("nothing_reported")
            for letter, value in command.said.items():
                _check_value(letter, value)
            return (
                m.SceneReported(
                    case=command.case,
                    mode=mode,
                    number=(scene.reports_made if scene else 0) + 1,
                    said=command.said,
                    by=actor.name,
                    given_by=command.given_by,
                    read_back=command.read_back,
                ),
            )
        case m.CountCasualties():
            if not command.colours and not command.places:
                raise Refused("nothing_reported")
            return (
                m.CasualtiesCounted(
                    case=command.case,
                    mode=mode,
                    number=(scene.sweeps_made if scene else 0) + 1,
                    how=command.how,
                    colours=command.colours,
                    places=command.places,
                    words=command.words,
                    by=actor.name,
                    given_by=command.given_by,
                ),
            )
        case m.AlertHospital():
            # The same share said again is news: somebody there was spoken with once more.
            return (
                m.HospitalAlerted(
                    case=command.case,
                    mode=mode,
                    hospital=command.hospital,
                    name=command.name,
                    share={colour: count for colour, count in command.share.items() if count},
                    by_there=command.by_there.strip(),
                    entered_by=actor.name,
                    words=command.words,
                ),
            )
        case m.RecordPlanOutcome():
            facts = {name: getattr(command, name) for name in ("case", "plan", "name", "what", "phase", "by")}
            return (m.PlanOutcomeRecorded(mode=mode, **facts),)
        case _ as never:
            assert_never(never)


def _check_value(letter: MethaneField, value: MethaneValue) -> None:
    """A letter says its own kind of thing, and something."""
    numbers = value.number is not None
    match letter:
        case MethaneField.MAJOR:
            fits = value.declared is not None and not numbers and value.how is None
        case MethaneField.NUMBER:
            fits = value.declared is None and (numbers or bool(value.words.strip()))
            fits = fits and numbers == (value.how is not None)
        case _:
            fits = value.declared is None and not numbers and value.how is None and bool(value.words.strip())
    if not fits:
        raise Refused("letter_says_otherwise", letter=letter)


def evolve(scene: Scene | None, event: m.SceneEvent, at: datetime) -> Scene:
    """The scene after this fact, which happened at `at`: by a crew without network, before others that are known."""
    known = scene or Scene(case=CaseId(event.case), mode=event.mode)
    match event:
        case m.SceneReported():
            return _reported(known, event, at)
        case m.CasualtiesCounted():
            sweep = CasualtyCount(
                number=event.number,
                at=at,
                by=event.by,
                given_by=event.given_by,
                how=event.how,
                colours=event.colours,
                places=event.places,
                words=event.words,
            )
            sweeps = sorted((*known.sweeps, sweep), key=lambda one: one.at)
            return msgspec.structs.replace(
                known, sweeps=tuple(sweeps)[-HISTORY_MAX:], sweeps_made=known.sweeps_made + 1
            )
        case m.HospitalAlerted():
            alerted = AlertedHospital(
                hospital=event.hospital,
                name=event.name,
                share=event.share,
                at=at,
                by_there=event.by_there,
                entered_by=event.entered_by,
                words=event.words,
            )
            hospitals = known.hospitals | {str(event.hospital): alerted}
            return msgspec.structs.replace(known, hospitals=hospitals)
        case m.PlanOutcomeRecorded():
            told = PlanOutcomeEntry(
                plan=event.plan, name=event.name, what=event.what, phase=event.phase, at=at, by=event.by
            )
            return msgspec.structs.replace(known, situations=known.situations | {event.plan: told})
        case _ as never:
            assert_never(never)


def _reported(scene: Scene, event: m.SceneReported, at: datetime) -> Scene:
    letters = dict(scene.letters)
    changed: list[MethaneField] = []
    late: list[MethaneField] = []
    for letter in (one for one in MethaneField if one in event.said):
        value, stood = event.said[letter], letters.get(letter)
        if stood is not None and at < stood.at:
            late.append(letter)
            continue
        before, before_at = (stood.before, stood.before_at) if stood else (None, None)
        if stood is not None and _differs(stood.value, value):
            changed.append(letter)
            before, before_at = stood.value, stood.at
        letters[letter] = MethaneStatement(
            value=value,
            at=at,
            by=event.by,
            given_by=event.given_by,
            report=event.number,
            before=before,
            before_at=before_at,
        )
    report = SceneReport(
        number=event.number,
        at=at,
        by=event.by,
        given_by=event.given_by,
        letters=tuple(one for one in MethaneField if one in event.said),
        changed=tuple(changed),
        read_back=event.read_back,
        late=tuple(late),
    )
    return msgspec.structs.replace(
        scene,
        letters=letters,
        reports=(*scene.reports, report)[-HISTORY_MAX:],
        reports_made=scene.reports_made + 1,
    )


def _differs(one: MethaneValue, two: MethaneValue) -> bool:
    """Whether two say different things; by whom they were said is not part of it."""
    return msgspec.structs.replace(one, source=two.source) != two
