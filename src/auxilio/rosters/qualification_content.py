"""Reads the qualifications of a content folder. What is wrong comes back as faults with file and line, as with any content."""

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from auxilio.platform.documents import DocumentFault, SourceDocument, check_schema, errors_of, read_yaml
from auxilio.rosters.core.qualification_model import (
    QualificationCatalogue,
    QualificationKind,
    RequiredQualification,
)

FILE = "data/qualifications.yaml"
_LANGUAGES = ("es", "ca", "en", "fr")


def read_qualifications(
    folder: Path, capabilities: Collection[str]
) -> tuple[QualificationCatalogue, list[DocumentFault]]:
    """The qualifications of a folder, and what is wrong with them. Empty without a fault: the folder has none, and needs none.

    `capabilities`: those of the catalogue; a need names one of them.
    """
    if not (folder / FILE).exists():
        return QualificationCatalogue(), []
    found, faults = read_yaml(folder / FILE, FILE)
    if len(found) != 1:
        return QualificationCatalogue(), faults or [
            DocumentFault(rule="S01", code="not_one_document", file=FILE, line=1)
        ]
    document = found[0]
    faults += check_schema(document, "qualifications")
    if errors_of(faults):
        return QualificationCatalogue(), faults
    data = document.data
    kinds = tuple(
        QualificationKind(code=one["code"], words={each: one[each] for each in _LANGUAGES})
        for one in data["qualifications"]
    )
    needs = tuple(
        RequiredQualification(capability=one["capability"], any_of=tuple(one["any_of"]))
        for one in data["needs"]
    )
    catalogue = QualificationCatalogue(kinds=kinds, needs=needs)
    faults += _meaning(catalogue, document, capabilities)
    return (QualificationCatalogue() if errors_of(faults) else catalogue), faults


def _meaning(
    catalogue: QualificationCatalogue, document: SourceDocument, capabilities: Collection[str]
) -> list[DocumentFault]:
    """L02: each capability and each qualification that is named exists, and none stands twice."""

    def fault(code: str, *where: str | int, **facts: str | int) -> DocumentFault:
        line = document.line(*where)
        return DocumentFault(
            rule="L02", code=code, file=FILE, line=line, document=document.data["id"], facts=facts
        )

    codes, needed = (
        [one.code for one in catalogue.kinds],
        [one.capability for one in catalogue.needs],
    )
    faults = [fault("item_twice", "qualifications", n, name=one) for n, one in _repeated(codes)]
    faults += [fault("item_twice", "needs", n, name=one) for n, one in _repeated(needed)]
    for nth, need in enumerate(catalogue.needs):
        if need.capability not in capabilities:
            faults.append(fault("unknown_capability", "needs", nth, name=need.capability))
        faults += [
            fault("qualification_unknown", "needs", nth, qualification=code)
            for code in need.any_of
            if code not in codes
        ]
    return faults


def _repeated(names: Sequence[str]) -> Iterator[tuple[int, str]]:
    return ((nth, name) for nth, name in enumerate(names) if name in names[:nth])
