"""Translations that somebody has read, and specifications that follow a changed protocol, for tests of what is approved."""

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from auxilio.active_content.content_bundle import write_set
from auxilio.active_content.translation_readings import TRANSLATIONS_READ, translations_of
from auxilio.instructions.content import read_cards
from auxilio.triage.content import read_triage
from auxilio.triage.protocol_specifications import FOLDER as SPECIFICATIONS
from auxilio.triage.specification_draft import draft_specification, specification_text

READ = TRANSLATIONS_READ


def all_read(folder: Path, but: str = "", at: str = "2026-11-30") -> str:
    """`data/translations_read.yaml` by which every translation of a folder has been read as it stands, but of one document."""
    documents = [*read_triage(folder).content.protocols.values(), *read_cards(folder).cards.values()]
    lines = ["format: translations-read/1", "version: 0.1.0", "readings:"]
    for language in ("ca", "en", "fr"):
        said = {one.id: translations_of(one) for one in documents}
        digests = ", ".join(
            f'{id}: "{texts[language]}"' for id, texts in said.items() if id != but and language in texts
        )
        lines.append(
            f'  - {{language: {language}, by: "Léa Roux", role: "traductora jurada", at: "{at}", documents: {{{digests}}}}}'
        )
    return "\n".join(lines) + "\n"


def all_read_of(files: Mapping[str, bytes]) -> str:
    """As `all_read`, of a set."""
    with TemporaryDirectory() as place:
        write_set(Path(place), files)
        return all_read(Path(place))


def specification_of(files: Mapping[str, bytes], protocol: str) -> dict[str, str]:
    """The specification of a protocol as it stands in a set, by its path: whoever changes what it decides changes it too."""
    with TemporaryDirectory() as place:
        write_set(Path(place), files)
        found = read_triage(Path(place)).content.protocols[protocol]
    return {f"{SPECIFICATIONS}/{protocol}.yaml": specification_text(draft_specification(found))}
