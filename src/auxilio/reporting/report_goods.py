"""The dangerous goods of a case in its report: each as it stands, with the plates that it corrected. Pure."""

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from auxilio.archive.report import ReportFact
from auxilio.cases.core.messages import HazmatReported
from auxilio.kernel.ids import HazmatId
from auxilio.kernel.narrative import flat
from auxilio.platform.i18n import Catalogues
from auxilio.reporting.story import in_reader_language


def goods_rows(
    events: Iterable[HazmatReported], catalogues: Catalogues, language: str
) -> Iterator[ReportFact]:
    """One row for each of the goods that stands."""
    stated = {event.goods.id: event for event in events}
    corrected = {event.replaces for event in stated.values()}
    for id, event in stated.items():
        if id not in corrected:
            yield ReportFact(
                label="goods",
                value=_in_a_line(event, catalogues, language),
                before=tuple(_before(stated, event)),
            )


def _in_a_line(event: HazmatReported, catalogues: Catalogues, language: str) -> str:
    """Plate, name, class, guide and distances, with the edition they are from."""
    sheet = in_reader_language(flat(msgspec.to_builtins(event.goods)), language)

    def metres(spill: str) -> str:
        far = (sheet.get(f"sheet_{spill}_{name}_m") for name in ("isolation", "day", "night"))
        return "/".join(str(value) if value else "–" for value in far)

    return catalogues.text(
        "report.goods_line",
        language,
        plate=event.plate,
        name=sheet.get("sheet_names") or "",
        classes=sheet.get("sheet_class_words") or "",
        guide=sheet.get("sheet_guide"),
        edition=sheet.get("sheet_edition"),
        small=metres("small"),
        large=metres("large"),
        fire=sheet.get("sheet_fire_m") or "–",
    )


def _before(stated: Mapping[HazmatId, HazmatReported], event: HazmatReported) -> Iterator[str]:
    """The plates that one stands in place of, oldest first."""
    replaced = stated.get(event.replaces) if event.replaces else None
    if replaced is not None:
        yield from _before(stated, replaced)
        yield replaced.plate
