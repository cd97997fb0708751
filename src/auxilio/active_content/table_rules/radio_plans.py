"""T05: talk groups stand in the range of their agency, and a status code means what it means beside it."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from auxilio.active_content.table_rules.reading import fault, items, read_one
from auxilio.platform.documents import DocumentFault, SourceDocument
from auxilio.radio.plan_reader import FOLDER

MISSION = (
    *("acknowledged", "en_route", "on_scene", "transporting"),
    *("at_destination", "available", "out_of_service", "asks_to_speak"),
)
"""The order in which a mission runs; networks number their codes by it."""


def radio_rules(folder: Path) -> Iterator[DocumentFault]:
    """All of T05 of each radio plan of a folder."""
    for path in sorted((folder / FOLDER).glob("*.yaml")):
        plan = read_one(folder, f"{FOLDER}/{path.name}", "radio-plan")
        if plan is not None:
            yield from _ranges(plan)
            yield from _one_meaning(plan)
            yield from _mission_order(plan)


def _ranges(plan: SourceDocument) -> Iterator[DocumentFault]:
    """By the fleet map of the plan: a group has an address of its agency and use, and its name says which of them it is."""
    ranges: list[dict[str, Any]] = plan.data.get("ranges", [])
    if not ranges:
        return
    for where, group in items(plan, "groups"):
        mine = next((one for one in ranges if _holds(one, group["gssi"])), None)
        row = group["name"]
        owner = (group["use"], group.get("agency"))
        if mine is None or (mine["use"], mine.get("agency")) != owner:
            yield fault("T05", "group_out_of_range", plan, *where, row=row, gssi=group["gssi"])
        elif row != _name_in(mine, group["gssi"]):
            facts = {"gssi": group["gssi"], "expected": _name_in(mine, group["gssi"])}
            yield fault("T05", "group_named_otherwise", plan, *where, row=row, **facts)


def _holds(range: dict[str, Any], gssi: str) -> bool:
    first, last = (one.rsplit("-", 1) for one in (range["from"], range["to"]))
    network, number = gssi.rsplit("-", 1)
    return network == first[0] and int(first[1]) <= int(number) <= int(last[1])


def _name_in(range: dict[str, Any], gssi: str) -> str:
    """What the group of an address is called: the name of its range, and its place where the range has more than one."""
    if range["from"] == range["to"]:
        return str(range["name"])
    first, number = (int(one.rsplit("-", 1)[1]) for one in (range["from"], gssi))
    return f"{range['name']}{number - first + 1}"


def _one_meaning(plan: SourceDocument) -> Iterator[DocumentFault]:
    """Agencies that number alike for the most part number all alike: the one code that differs is a slip."""
    codes: dict[str, dict[int, str]] = {
        agency: {one["code"]: one["means"] for one in lines} for agency, lines in plan.data["codes"].items()
    }
    for where, agency, other in ((("codes", a), a, b) for a in codes for b in codes if a != b):
        shared = codes[agency].keys() & codes[other].keys()
        differ = [code for code in shared if codes[agency][code] != codes[other][code]]
        if differ and 2 * len(differ) <= len(shared):
            facts = {"other": other, "means": codes[agency][differ[0]], "there": codes[other][differ[0]]}
            yield fault("T05", "code_means_otherwise", plan, *where, row=f"{agency}/{differ[0]}", **facts)


def _mission_order(plan: SourceDocument) -> Iterator[DocumentFault]:
    """A plan that numbers along the mission does so with each code: the one that goes back is a slip."""
    for agency, lines in plan.data["codes"].items():
        said = [one["means"] for one in sorted(lines, key=lambda one: one["code"]) if one["means"] in MISSION]
        back = [
            (before, after)
            for before, after in pairwise(said)
            if MISSION.index(before) > MISSION.index(after)
        ]
        if len(said) > 3 and len(back) == 1:
            before, after = back[0]
            where = ("codes", agency)
            yield fault("T05", "code_out_of_order", plan, *where, row=agency, before=before, after=after)
