"""Aim: a case file is sealed, added to and reopened, and nothing in its life can change what was sealed."""

from datetime import UTC, datetime, timedelta
from itertools import product
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auxilio.archive.core import messages as m
from auxilio.archive.core.boards import case_file_row
from auxilio.archive.core.machine import ADDENDA_MAX, decide, evolve
from auxilio.archive.core.model import CaseFile, FileState, SealMark, addendum_text
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import CaseId, PersonId
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from auxilio.platform.keys.fakes import MemoryKeys

CASE = CaseId(UUID(int=42))
AT = datetime(2026, 11, 24, 4, tzinfo=UTC)
KEYS = MemoryKeys(seed=bytes(range(32)))
OFFICER = Actor(id=UUID(int=7), kind="person", name="Núria Vidal")
MARK = SealMark(index_digest="a" * 64, log_size=12, log_root="b" * 64, key=KEYS.key_id)
OTHER_MARK = msgspec.structs.replace(MARK, index_digest="c" * 64)
SEAL, SEAL_OTHER = (
    m.SealCase(case=CASE, number=4821, mark=MARK),
    m.SealCase(case=CASE, number=4821, mark=OTHER_MARK),
)
ADD, REOPEN = (
    m.AddAddendum(case=CASE, words="Sale del hospital"),
    m.ReopenFile(case=CASE, reason="llama la familia"),
)


def sign(message: bytes) -> tuple[str, bytes]:
    return KEYS.key_id, KEYS.sign(message)


def after(*commands: m.FileCommand, actor: Actor = OFFICER) -> CaseFile | None:
    file: CaseFile | None = None
    for n, command in enumerate(commands):
        for event in decide(file, command, actor, sign):
            assert isinstance(event, m.FileSealed | m.AddendumAdded | m.FileReopened)
            file = evolve(file, event, AT + timedelta(minutes=n))
    return file


def whole(*commands: m.FileCommand) -> CaseFile:
    file = after(*commands)
    assert file is not None
    return file


def test_a_sealed_file_keeps_what_was_sealed_by_whom_and_when() -> None:
    file = whole(SEAL)
    assert (file.state, file.number, file.mode) == (FileState.SEALED, 4821, Mode.REAL)
    assert [(s.mark, s.at, s.by) for s in file.seals] == [(MARK, AT, "Núria Vidal")]


def test_sealing_the_same_again_is_not_news_and_sealing_another_is_refused() -> None:
    assert decide(whole(SEAL), SEAL, OFFICER, sign) == ()
    with pytest.raises(Refused, match="file_already_sealed"):
        decide(whole(SEAL), SEAL_OTHER, OFFICER, sign)


def test_a_late_fact_is_an_addendum_with_its_number_and_a_signature_that_holds() -> None:
    file = whole(SEAL, ADD, ADD)
    assert [a.number for a in file.addenda] == [1, 2]
    first = file.addenda[0]
    text = addendum_text(CASE, 1, PersonId(OFFICER.id), "Sale del hospital")
    assert KEYS.public_keys().check(first.key, text, bytes.fromhex(first.signature))
    assert not KEYS.public_keys().check(first.key, text + b"!", bytes.fromhex(first.signature))


def test_a_reopened_file_is_sealed_again_and_the_first_seal_stays() -> None:
    file = whole(SEAL, ADD, REOPEN, SEAL_OTHER)
    assert [s.mark for s in file.seals] == [MARK, OTHER_MARK]
    assert (file.state, file.reopened, len(file.addenda)) == (FileState.SEALED, 1, 1)


@pytest.mark.parametrize(
    ("before", "command"), list(product([(), (SEAL, REOPEN)], [ADD, REOPEN])), ids=lambda v: str(v)[:20]
)
def test_what_is_not_sealed_is_neither_added_to_nor_reopened(
    before: tuple[m.FileCommand, ...], command: m.FileCommand
) -> None:
    with pytest.raises(Refused, match="file_not_sealed"):
        decide(after(*before), command, OFFICER, sign)


def test_the_mode_of_a_file_is_that_of_its_first_seal_for_ever() -> None:
    trainee = msgspec.structs.replace(OFFICER, mode=Mode.TRAINING)
    file = after(SEAL, REOPEN, actor=trainee)
    (event,) = decide(file, SEAL_OTHER, OFFICER, sign)
    assert isinstance(event, m.FileSealed)
    assert event.mode is Mode.TRAINING


def test_the_list_of_addenda_has_an_end() -> None:
    file = whole(SEAL, ADD)
    full = msgspec.structs.replace(file, addenda=file.addenda * ADDENDA_MAX)
    with pytest.raises(Refused, match="addenda_full"):
        decide(full, ADD, OFFICER, sign)


@given(st.lists(st.sampled_from([SEAL, SEAL_OTHER, ADD, REOPEN]), max_size=12))
def test_no_order_of_commands_takes_a_seal_or_an_addendum_away(commands: list[m.FileCommand]) -> None:
    file: CaseFile | None = None
    for command in commands:
        try:
            events = decide(file, command, OFFICER, sign)
        except Refused:
            continue
        for event in events:
            assert isinstance(event, m.FileSealed | m.AddendumAdded | m.FileReopened)
            before, file = file, evolve(file, event, AT)
            assert before is None or file.seals[: len(before.seals)] == before.seals
            assert before is None or file.addenda[: len(before.addenda)] == before.addenda


def test_the_row_shows_the_last_seal() -> None:
    row = case_file_row(whole(SEAL, ADD, REOPEN, SEAL_OTHER))
    assert (row.index_digest, row.seals, row.sealed_at) == (
        OTHER_MARK.index_digest,
        2,
        AT + timedelta(minutes=3),
    )


def test_a_file_is_kept_as_json_and_read_back() -> None:
    file = whole(SEAL, ADD)
    assert msgspec.json.decode(msgspec.json.encode(file), type=CaseFile) == file


@pytest.mark.parametrize("digest", ["", "A" * 64, "a" * 63, "../x"])
def test_a_seal_of_nothing_stops_at_the_edge(digest: str) -> None:
    body = {
        "kind": "archive.seal_case",
        "case": str(CASE),
        "number": 1,
        "mark": {**msgspec.to_builtins(MARK)},
    }
    body["mark"]["index_digest"] = digest
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(msgspec.json.encode(body), type=m.FileCommand)
