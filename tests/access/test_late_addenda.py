"""What a caller's page tells of a card after the seal is an addendum that who may not see clinical facts does not read."""

from uuid import UUID

import msgspec
import pytest

from auxilio.access.case_entities import CaseEntities
from auxilio.access.case_visibility import CaseVisibility
from auxilio.archive.core.boards import CaseFileRow
from auxilio.archive.core.messages import AddendumAdded
from auxilio.archive.core.model import Addendum, FileState
from auxilio.kernel.actor import SYSTEM_ID, Actor
from auxilio.kernel.ids import CaseId, PersonId
from auxilio.kernel.shared_types import Mode
from tests.actors import person
from tests.platform.proof.factories import START, event

NOBODY_ELSE = CaseEntities(lambda _: [])
SIGHT = CaseVisibility({"san": ("HEALTH",), "pol": ("POLICE",)}, lambda _: True)
HEALTH, POLICE = (person("dispatcher", f"{a}-desk", agency=a, centre=f"{a}-1") for a in ("san", "pol"))
OFFICER = UUID(int=9)


def added(by: UUID) -> Addendum:
    return Addendum(
        number=1, at=START, by="x", person=PersonId(by), words="Marca: respira", key="k", signature=""
    )


@pytest.mark.parametrize(("reader", "whose"), [(HEALTH, [SYSTEM_ID, OFFICER]), (POLICE, [OFFICER])])
def test_an_addendum_of_a_late_tap_is_as_clinical_as_its_card(reader: Actor, whose: list[UUID]) -> None:
    row = CaseFileRow(
        id=CaseId(UUID(int=2)), number=1, mode=Mode.REAL, state=FileState.SEALED, sealed_at=START, sealed_by="x", key="k",
        index_digest="d", seals=1, addenda=(added(SYSTEM_ID), added(OFFICER)), reopened=0,
    )  # fmt: skip
    seen = SIGHT.file_cells(row, None, reader, NOBODY_ELSE)
    assert isinstance(seen, CaseFileRow)
    assert [one.person for one in seen.addenda] == whose
    fact = msgspec.structs.replace(event(1, stream="case_file:1"), kind=AddendumAdded.kind(), body="{}")
    facts = [msgspec.structs.replace(fact, actor=by) for by in (SYSTEM_ID, OFFICER)]
    read = [one.actor for one in facts if SIGHT.reads(one, reader, NOBODY_ELSE) is not None]
    assert read == whose
