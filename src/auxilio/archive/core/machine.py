"""The life of a case file: sealed, added to, reopened, sealed again; never edited."""

from datetime import datetime
from typing import assert_never

import msgspec

from auxilio.archive.core import messages as m
from auxilio.archive.core.model import Addendum, CaseFile, Destruction, FileState, Seal, addendum_text
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Event
from auxilio.kernel.ids import PersonId
from auxilio.kernel.refusal import Refused
from auxilio.kernel.signing import Sign
from auxilio.kernel.written_words import must_say_something

S = FileState
NEXT: dict[FileState, frozenset[FileState]] = {
    S.SEALED: frozenset({S.REOPENED}),
    S.REOPENED: frozenset({S.SEALED}),
}
assert NEXT.keys() == set(FileState), "every state has its row"

ADDENDA_MAX = 500


def decide(file: CaseFile | None, command: m.FileCommand, actor: Actor, sign: Sign) -> tuple[Event, ...]:
    """What this command makes happen. Refused: `file_already_sealed`, `file_not_sealed`, `addenda_full`."""
    match command:
        case m.SealCase():
            return _seal(file, command, actor)
        case m.AddAddendum():
            return _add(file, command, actor, sign)
        case m.ReopenFile(case=case, reason=reason):
            _must_be_sealed(file, command)
            return (m.FileReopened(case=case, reason=reason, by=actor.name),)
        case m.RecordDestruction(case=case, reason=reason, by=by, owners=owners):
            if _must_be_sealed(file, command).destroyed is not None:
                return ()
            return (m.KeysDestroyed(case=case, reason=reason, by=by, owners=owners),)
        case _ as never:
            assert_never(never)


def _seal(file: CaseFile | None, command: m.SealCase, actor: Actor) -> tuple[Event, ...]:
    if file is not None and file.state is S.SEALED:
        if file.seals[-1].mark == command.mark:
            return ()  # a repeated press is not news
        raise Refused("file_already_sealed", case=str(command.case))
    return (
        m.FileSealed(
            case=command.case,
            number=command.number,
            mode=file.mode if file else actor.mode,
            mark=command.mark,
            by=command.asked_by or actor.name,
        ),
    )


def _add(file: CaseFile | None, command: m.AddAddendum, actor: Actor, sign: Sign) -> tuple[Event, ...]:
    file = _must_be_sealed(file, command)
    must_say_something(command.words)
    if len(file.addenda) >= ADDENDA_MAX:
        raise Refused("addenda_full", case=str(command.case), most=ADDENDA_MAX)
    number, person = len(file.addenda) + 1, PersonId(actor.id)
    key, signature = sign(addendum_text(command.case, number, person, command.words))
    return (
        m.AddendumAdded(
            case=command.case,
            number=number,
            words=command.words,
            by=actor.name,
            person=person,
            key=key,
            signature=signature.hex(),
        ),
    )


def _must_be_sealed(file: CaseFile | None, command: m.FileCommand) -> CaseFile:
    if file is None or file.state is not S.SEALED:
        raise Refused("file_not_sealed", case=str(command.case))
    return file


def evolve(file: CaseFile | None, event: m.FileEvent, at: datetime) -> CaseFile:
    """The case file after this fact."""
    if isinstance(event, m.FileSealed):
        seal = Seal(mark=event.mark, at=at, by=event.by)
        if file is None:
            return CaseFile(
                case=event.case, number=event.number, mode=event.mode, state=S.SEALED, seals=(seal,)
            )
        assert S.SEALED in NEXT[file.state], f"{file.state} cannot be sealed"
        return msgspec.structs.replace(file, state=S.SEALED, seals=(*file.seals, seal))
    assert file is not None, "a case file begins by being sealed"
    match event:
        case m.AddendumAdded():
            addendum = Addendum(
                number=event.number,
                at=at,
                by=event.by,
                person=event.person,
                words=event.words,
                key=event.key,
                signature=event.signature,
            )
            return msgspec.structs.replace(file, addenda=(*file.addenda, addendum))
        case m.FileReopened():
            assert S.REOPENED in NEXT[file.state], f"{file.state} cannot be reopened"
            return msgspec.structs.replace(file, state=S.REOPENED, reopened=file.reopened + 1)
        case m.KeysDestroyed():
            gone = Destruction(at=at, by=event.by, reason=event.reason)
            return msgspec.structs.replace(file, destroyed=gone)
        case _ as never:
            assert_never(never)
