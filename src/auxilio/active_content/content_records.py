"""What a folder tells of where its texts come from, in which further languages they are said and who has read them."""

from pathlib import Path
from typing import NamedTuple

from auxilio.active_content.partial_texts import PartialReading, PartialTexts, partial_texts, read_partial
from auxilio.active_content.source_records import SourceRecord, read_source_records
from auxilio.active_content.translation_readings import TranslationReading, TranslationReadings, read_readings
from auxilio.active_content.translation_readings import readings_of as readings_of_all
from auxilio.instructions.core.model import Card
from auxilio.instructions.easy_steps import EasySteps
from auxilio.triage.content import TriageLoadResult
from auxilio.triage.core.model import Protocol


class ContentRecords(NamedTuple):
    """The records of one folder."""

    sources: tuple[SourceRecord, ...]
    readings: TranslationReadings
    partial: PartialReading
    easy: EasySteps | None

    def partial_texts(self, document: Protocol | Card) -> PartialTexts:
        """What of a document is said in each partial language."""
        return partial_texts(document, self.partial.languages, self.easy)

    def readings_of(self, document: Protocol | Card) -> dict[str, TranslationReading | None]:
        """Each language beside Spanish, the partial ones too, with who has read the text as it stands."""
        return readings_of_all(document, self.readings, self.partial_texts(document))


def read_records(
    folder: Path, package: Path, triage: TriageLoadResult, easy: EasySteps | None
) -> ContentRecords:
    """Of a folder; empty where it has no such files. `package`: whose partial languages stand in for those of a folder without any."""
    bibliography = triage.sources_document.data if triage.sources_document else {}
    return ContentRecords(
        sources=read_source_records(folder, bibliography),
        readings=read_readings(folder),
        partial=read_partial(folder, package),
        easy=easy,
    )
