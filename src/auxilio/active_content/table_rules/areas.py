"""T04: the centres, zones, numbers and clocks of an area make sense together."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from auxilio.active_content.table_rules.needs import MINIMUMS
from auxilio.active_content.table_rules.reading import (
    AREAS,
    CATALOG,
    NEEDS,
    PRIORITIES,
    fault,
    items,
    read_one,
)
from auxilio.mass_casualty.civil_plan_content import SITUATIONS
from auxilio.platform.documents import DocumentFault, SourceDocument

_CLOCKS = (("accept_soon_s", "accept_due_s"), ("no_unit_soon_s", "no_unit_due_s"))
_NAMES_OF_LANGUAGES = {
    "ar": r"[àáa]rab\w*",
    "ber": r"ama[zc]i\w+|ber[eè]b\w*|tamazight",
    "bg": r"b[úu]lgar\w*|bulgar\w*",
    "de": r"alem[aá]n\w*|alemany|german|allemand",
    "en": r"ingl[eé]s|angl[eèé]s|english|anglais",
    "es": r"espa[ñn]ol|castell\w+|spanish|espagnol",
    "ca": r"catal[aà]n?|catalan",
    "eu": r"euskera|vasco|basc|basque",
    "fa": r"persa|farsi|persan|persian",
    "fr": r"franc[eéè]s|franç?ais|french|français",
    "gl": r"gallego|galego|gallec|galician",
    "it": r"italian\w*|itali[aà]|italien",
    "pl": r"polaco|polon[eè]s|polish|polonais",
    "pt": r"portugu[eéè]s|portugu[eé]se|portugais",
    "ro": r"rumano|roman[eè]s|romanian|roumain",
    "ru": r"ruso|rus|russian|russe",
    "uk": r"ucrani\w+|ucra[iï]n[eè]s|ukrain\w+",
    "ur": r"urd[uú]|ourdou",
    "wo": r"w[oò]lof",
    "zh": r"chino|xin[eè]s|mandar[ií]\w*|chinese|chinois",
}
"""How the name of a contact calls a language (es, ca, en, fr): facts of language, not of an author."""


def area_rules(folder: Path) -> Iterator[DocumentFault]:
    """All of T04 of each area of a folder."""
    needs, minimums = read_one(folder, NEEDS, "response-needs"), _clocks_of(folder)
    targets = _targets_of(folder)
    for path in sorted((folder / AREAS).glob("*.yaml")):
        area = read_one(folder, f"{AREAS}/{path.name}", "response-area")
        if area is not None:
            yield from _clocks(area, minimums, targets)
            yield from _centres(area)
            yield from _telephones(area)
            yield from _languages(area)
            yield from _plans(folder, area)
            if needs is not None:
                yield from _whole_area(area, needs)


def _clocks_of(folder: Path) -> Mapping[str, list[float]]:
    minimums = read_one(folder, MINIMUMS, "response-minimums")
    return minimums.data["clocks"] if minimums is not None else {}


def _targets_of(folder: Path) -> list[float]:
    """By when the first unit is to be sent, for P0 to P3."""
    catalog = read_one(folder, CATALOG, "catalog")
    priorities = catalog.data["priorities"] if catalog is not None else ()
    found = {one["code"]: one.get("target_dispatch_s") for one in priorities}
    return [float(found.get(code) or 0) for code in PRIORITIES[:4]]


def _clocks(
    area: SourceDocument, longest: Mapping[str, list[float]], targets: list[float]
) -> Iterator[DocumentFault]:
    """Amber before red, a graver priority no later than a milder one, and red within the longest."""
    clocks = area.data.get("clocks")
    if clocks is None:
        return
    for amber, due in _CLOCKS:
        for nth, priority in enumerate(PRIORITIES[:4]):
            row = f"{due}/{priority}"
            if clocks[amber][nth] >= clocks[due][nth]:
                facts = {"soon": str(clocks[amber][nth]), "due": str(clocks[due][nth])}
                yield fault("T04", "amber_not_before_red", area, "clocks", amber, row=row, **facts)
            most = longest.get(due, [float("inf")] * 4)[nth]
            if due == "accept_due_s" and targets[nth]:
                most = min(most, targets[nth])
            if clocks[due][nth] > most:
                facts = {"due": str(clocks[due][nth]), "most": str(most)}
                yield fault("T04", "clock_too_late", area, "clocks", due, row=row, **facts)
        for name in (amber, due):
            for nth in range(3):
                if clocks[name][nth] > clocks[name][nth + 1]:
                    facts = {"graver": PRIORITIES[nth], "milder": PRIORITIES[nth + 1]}
                    yield fault("T04", "graver_waits_longer", area, "clocks", name, row=name, **facts)


def _centres(area: SourceDocument) -> Iterator[DocumentFault]:
    """Who asks for mutual aid answers somewhere, and who is alerted by rule has agreed to it."""
    asked = {centre for _, zone in items(area, "zones") for centre in zone["centres"]}
    for where, line in items(area, "neighbours"):
        if line["of"] not in asked:
            yield fault("T04", "aid_of_nobody", area, *where, row=line["of"])
    agreed = {one["centre"]: where for where, one in items(area, "reflex_agreed")}
    reflex = {one["id"]: where for where, one in items(area, "centres") if one.get("reflex")}
    if "reflex_agreed" in area.data:
        for centre in reflex.keys() - agreed.keys():
            yield fault("T04", "reflex_not_agreed", area, *reflex[centre], row=centre)
        for centre in agreed.keys() - reflex.keys():
            yield fault("T04", "reflex_agreed_not_given", area, *agreed[centre], row=centre)


def _telephones(area: SourceDocument) -> Iterator[DocumentFault]:
    """Each number reaches one party, and the one that answered when it was tried."""
    listed = [
        (where, one[key], str(one.get("id", one["name"])))
        for part, key in (("centres", "phone"), ("contacts", "number"))
        for where, one in items(area, part)
        if key in one
    ]
    often = Counter(number for _, number, _ in listed)
    for where, number, who in listed:
        if often[number] > 1:
            yield fault("T04", "number_of_two", area, *where, row=who, number=number)
    if "numbers_tried" not in area.data:
        return
    tried = {
        re.sub(r"[^+0-9]", "", one["number"]): one["answered"] for _, one in items(area, "numbers_tried")
    }
    for where, number, who in listed:
        if tried.get(number) != who:
            other = tried.get(number, "-")
            yield fault("T04", "number_not_tried", area, *where, row=who, number=number, other=other)


def _languages(area: SourceDocument) -> Iterator[DocumentFault]:
    """The name of an interpreter says the languages in `speaks`, where it names languages at all."""
    for where, one in items(area, "contacts"):
        named = {
            code
            for code, said in _NAMES_OF_LANGUAGES.items()
            if re.search(rf"\b(?:{said})\b", one["name"], re.IGNORECASE)
        }
        spoken = set(one.get("speaks", ())) & _NAMES_OF_LANGUAGES.keys()
        if named and named != spoken:
            facts = {"speaks": ", ".join(sorted(spoken)) or "-", "named": ", ".join(sorted(named))}
            yield fault("T04", "speaks_otherwise", area, *where, row=one["name"], **facts)


def _plans(folder: Path, area: SourceDocument) -> Iterator[DocumentFault]:
    """An area that has plans has a territorial one, and each special one: those are of dangers that every area has."""
    situations = read_one(folder, SITUATIONS, "plan-situations")
    if situations is None or "plans" not in area.data:
        return
    kinds = {one["id"]: one["kind"] for one in situations.data["plans"]}
    held: list[Any] = area.data["plans"]
    if not any(kinds.get(one) == "territorial" for one in held):
        yield fault("T04", "area_without_plan", area, "plans", row="territorial")
    for id, kind in kinds.items():
        if kind == "special" and id not in held:
            yield fault("T04", "area_without_plan", area, "plans", row=id)


def _whole_area(area: SourceDocument, needs: SourceDocument) -> Iterator[DocumentFault]:
    """A service for which nobody stands in answers in the whole area, where any service does."""
    everywhere = {one["service"] for _, one in items(area, "zones") if "*" in one["municipalities"]}
    for where, zone in items(area, "zones"):
        service = zone["service"]
        if everywhere and service not in everywhere and service not in needs.data["stands_in"]:
            yield fault("T04", "service_in_part", area, *where, row=service)
