"""The names that our resources use: our own by one root, HL7's as HL7 publishes them.

The root names nothing that can be fetched. It is the same in every centre, because a protocol is the same protocol in
every centre: its digest says which text of it.
"""

import re

ROOT = "urn:auxilio:fhir"

TRANSLATION = "http://hl7.org/fhir/StructureDefinition/translation"
DATA_ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
REGEX = "http://hl7.org/fhir/StructureDefinition/regex"
ITEM_CONTROL = "http://hl7.org/fhir/StructureDefinition/questionnaire-itemControl"
ITEM_CONTROLS = "http://hl7.org/fhir/questionnaire-item-control"
RELATED_ARTIFACT = "http://hl7.org/fhir/StructureDefinition/artifact-relatedArtifact"
ENABLE_WHEN_EXPRESSION = (
    "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-enableWhenExpression"
)
"""Structured Data Capture, trial use: only where a guard does not fit `enableWhen`, which may then not be there."""
CONFIDENTIALITY = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality"
ACT_REASON = "http://terminology.hl7.org/CodeSystem/v3-ActReason"
APCO = "http://release.niem.gov/niem/codes/apco_event/5.0/"
"""The namespace under which NIEM publishes the codes of APCO ANS 2.103.1-2012."""

EXTENSIONS: dict[str, str] = {
    "signed-protocol": "The whole protocol as it is signed (canonical JSON): rules, priorities, resources, cards. Its SHA-256 is the identifier.",
    "approval": "Who signed which digest, in which office, when.",
    "critical": "Call review counts this question, and doubt in it counts as danger.",
    "phase": "post: asked after help has left.",
    "for-the-record": "Asked for the record or for the crews even where it changes nothing.",
    "asked-of": "Who answers when it is not the caller: the operator who listens, or a system that is looked up.",
    "unknown-note": "Why doubt here may be less than danger.",
    "case": "The case of this interview, by its number in the centre.",
    "call": "The call that this interview was held with.",
    "carried": "Known from an earlier interview of the case and not asked again.",
    "carried-fact": "Known from an earlier interview, and no question of this protocol.",
    "held-in": "The caller's language, in which the protocol has no words: the texts here are in another.",
    "words": "What the caller said, in their own words.",
    "answered": "Who took this answer down, at which desk, when.",
    "changed": "An answer that was given before and no longer stands: which, when, by whom, and whether corrected or taken back.",
    "went-on-with": "The interview went on with this other protocol.",
    "outcome": "What the interview proved: priority, rule, type, what was to be sent, which cards were to be said.",
    "type-chosen": "A person said what is happening, against or before what was proved.",
}
"""Our own extensions and what each means. None changes the meaning of the element it stands at."""


def extension(name: str) -> str:
    """The URL of one of our extensions. KeyError for one whose meaning is not stated."""
    assert name in EXTENSIONS, f"no meaning is stated for {name}"
    return f"{ROOT}:extension:{name}"


def system(name: str) -> str:
    """A system of codes or identifiers of ours: `urn:auxilio:fhir:incident-type`."""
    return f"{ROOT}:{name}"


def questionnaire_url(protocol: str) -> str:
    """The canonical URL of a protocol, in all its versions."""
    return f"{ROOT}:Questionnaire:{protocol}"


def business_version(version: str, digest: str) -> str:
    """`0.1.0+3f2a9c01b7de`: the author's number, and the text it was on that day.

    A draft may change under the same number, and a canonical reference must never lead to another text.
    """
    return f"{version}+{digest[:12]}"


def canonical(protocol: str, version: str, digest: str) -> str:
    """`url|version`, as a response names what it answers."""
    return f"{questionnaire_url(protocol)}|{business_version(version, digest)}"


def fhir_id(*parts: str) -> str:
    """A logical id: letters, figures, `-` and `.`, 64 at most (R4, datatype id)."""
    return re.sub(r"[^A-Za-z0-9.-]", "-", "-".join(parts))[:64]
