"""Aim: an administrator reads which content is in force and whether it may be used, and none of its words."""

import msgspec

from auxilio.active_content.versions import versions
from auxilio.identity.core.permissions import ROLES, Permission
from auxilio.triage.core.model import ProtocolApproval
from tests.proved_content import shipped_bundle


def test_every_document_in_force_is_listed_once_with_the_digest_that_is_signed() -> None:
    published = shipped_bundle()
    listed = versions(published)
    assert len(listed.documents) == published.verified.protocols + published.verified.cards
    assert len({each.digest for each in listed.documents}) == len(listed.documents)
    interview = published.library.interview("san-pcr")
    assert interview is not None
    (arrest,) = [each for each in listed.documents if each.id == "san-pcr"]
    assert (arrest.digest, arrest.version) == (interview.protocol.digest, interview.protocol.version)


def test_content_is_live_only_when_all_of_it_is_approved() -> None:
    assert not versions(shipped_bundle()).live, "what we ship is a draft"


def test_a_signature_over_another_version_approves_nothing() -> None:
    published = shipped_bundle()
    interview = published.library.interview("san-pcr")
    assert interview is not None
    signed = (
        ProtocolApproval(role="medical_director", name="Dra. Vidal", date="2026-11-01", digest="0" * 64),
    )
    object.__setattr__(interview, "protocol", msgspec.structs.replace(interview.protocol, approvals=signed))
    (arrest,) = [each for each in versions(published).documents if each.id == "san-pcr"]
    assert (arrest.approvals, arrest.approved_by) == (0, ())


def test_whoever_may_list_the_content_sees_no_case_by_it() -> None:
    assert Permission.CONTENT_LIST in ROLES["administrator"]
    assert not {Permission.CASE_LOOK, Permission.CONTENT_READ} & ROLES["administrator"]
