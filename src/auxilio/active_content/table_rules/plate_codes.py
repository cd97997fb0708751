"""T08: what the plate and the classes of `data/hin.yaml` mean follows from their digits (ADR 5.3.2.3).

The tables here are facts of the ADR, of the UN classes and of the words of four languages for them; no author chooses them.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from auxilio.active_content.table_rules.reading import LANGUAGES, fault, read_one
from auxilio.hazmat.content import SIGNS
from auxilio.platform.documents import DocumentFault, SourceDocument
from auxilio.triage.core.phrase_words import plain

_SAYS: Mapping[str, str] = {
    "gas": r"\bga[sz]\b",
    "flammable": r"inflam|flammable",
    "liquid": r"liquid|liquide",
    "solid": r"\bsolid",
    "refrigerated": r"refrigera|refriger",
    "alone": r"arde (?:por si )?sol|crema tot sol|self-ignit|burns by itself|enflamme seul",
    "oxidising": r"comburent|comburant|oxidis|aviva el f|attise|feeds fire",
    "peroxide": r"peroxid|peroxyd",
    "toxic": r"\btoxi[cqt]",
    "infectious": r"infec[ct]",
    "radioactive": r"radi[oa]",
    "corrosive": r"corros",
    "violent": r"violent",
    "water": r"\bagua\b|\baigua\b|\bwater\b|\beau\b",
    "no water": r"no echar agua|no (?:tirar|tirar-hi|llencar|abocar) ?(?:-hi )?aigua|\bno water\b|pas d.eau",
    "molten": r"fundid|\bfos\b|molten|fondu",
    "hot": r"calient|calent|\bhot\b|chaud",
    "environment": r"ambient|environ",
    "explosive": r"explos",
    "other": r"otros|altres|\bother|autres|vario|divers|miscellan",
    "filler": r"relleno|farciment|filler|remplissage",
    "not": r"\bni\b|neither",
}
"""A thing that a text says, and how each language says it, without accents."""

_DIGITS: Mapping[str, str] = {
    "2": "gas",
    "3": "flammable liquid",
    "4": "flammable solid",
    "5": "oxidising",
    "6": "toxic infectious",
    "7": "radioactive",
    "8": "corrosive",
    "9": "violent",
    "0": "filler",
}
_SPECIAL: Mapping[str, str] = {
    "20": "gas",
    "22": "gas refrigerated",
    "223": "gas refrigerated flammable",
    "225": "gas refrigerated oxidising",
    "323": "liquid flammable water gas",
    "X323": "liquid flammable water gas,no water",
    "333": "liquid alone",
    "X333": "liquid alone water,no water",
    "423": "solid water gas flammable",
    "X423": "solid water gas flammable,no water",
    "44": "solid flammable molten hot",
    "539": "peroxide flammable",
    "606": "infectious",
    "90": "environment other",
    "99": "hot",
}
_CLASSES: Mapping[str, str] = {
    "1": "explosive",
    "2.1": "gas flammable",
    "2.2": "gas flammable toxic not",
    "2.3": "gas toxic",
    "3": "liquid flammable",
    "4.1": "solid flammable",
    "4.2": "alone",
    "4.3": "gas flammable water",
    "5.1": "oxidising",
    "5.2": "peroxide",
    "6.1": "toxic",
    "6.2": "infectious",
    "7": "radioactive",
    "8": "corrosive",
    "9": "other",
}
_PREFIX: Mapping[str, str] = {"X": "water,no water"}

FALLBACK_GUIDES: Mapping[str, frozenset[str]] = {
    "1": frozenset({"112"}),
    "1.4": frozenset({"114"}),
    "1.6": frozenset({"112", "114"}),
    "2": frozenset({"117", "119", "123", "124", "125"}),
    "2.1": frozenset({"115", "116", "118"}),
    "2.2": frozenset({"120", "121", "122", "126"}),
    "2.3": frozenset({"117", "119", "123", "124", "125"}),
    "3": frozenset({"127", "128", "129", "130", "131", "132"}),
    "4": frozenset({"138", "139"}),
    "4.1": frozenset({"133", "134"}),
    "4.2": frozenset({"135", "136"}),
    "4.3": frozenset({"138", "139"}),
    "5": frozenset({"140", "143"}),
    "5.1": frozenset({"140", "143"}),
    "5.2": frozenset({"148"}),
    "6": frozenset({"153"}),
    "6.1": frozenset({"151", "153"}),
    "6.2": frozenset({"158"}),
    "7": frozenset({"163"}),
    "8": frozenset({"153", "154"}),
    "9": frozenset({"171"}),
    "unknown": frozenset({"111"}),
}
"""Guides of the table of placards of the ERG for a class of which no substance is known: of several dangers the gravest."""
ALL_ROUND_GUIDES = frozenset({"112", "113", "114", "145", "146", "148", "149", "150"})
"""What explodes or breaks up is fled in all directions: explosives, desensitised ones, organic peroxides, self-reactive ones."""


def plate_rules(folder: Path) -> Iterator[DocumentFault]:
    """All of T08 of a folder."""
    signs = read_one(folder, SIGNS, "hin")
    if signs is None:
        return
    for part, known in (
        ("digits", _DIGITS),
        ("prefix", _PREFIX),
        ("special", _SPECIAL),
        ("classes", _CLASSES),
    ):
        yield from _meanings(signs, part, known)
    guides = signs.data["class_fallback_guide"]
    for name, guide in guides.items():
        fitting = FALLBACK_GUIDES.get(str(name), frozenset({guide}))
        if guide not in fitting:
            facts = {"guide": guide, "guides": ", ".join(sorted(fitting))}
            yield fault(
                "T08", "fallback_guide_unfit", signs, "class_fallback_guide", name, row=str(name), **facts
            )
    listed = frozenset(signs.data["all_round_guides"])
    for guide in sorted(ALL_ROUND_GUIDES - listed):
        yield fault("T08", "all_round_missing", signs, "all_round_guides", row=guide)
    for guide in sorted(listed - ALL_ROUND_GUIDES):
        yield fault("T08", "all_round_too_many", signs, "all_round_guides", row=guide)


def said_by(text: str) -> set[str]:
    """What a text says of the things of a plate, in whichever language."""
    return {name for name, pattern in _SAYS.items() if re.search(pattern, plain(text))}


def _meanings(signs: SourceDocument, part: str, known: Mapping[str, str]) -> Iterator[DocumentFault]:
    """Each text of a code says what its digits mean, and nothing else of it."""
    for code, texts in signs.data[part].items():
        if code not in known:
            if part == "special":
                yield fault("T08", "plate_code_unknown", signs, part, code, row=code)
            continue
        phrases = known[code].split(",")
        expected = {*phrases[0].split(" "), *phrases[1:]}
        for language in LANGUAGES:
            found = said_by(texts.get(language, ""))
            if found != expected:
                facts = {
                    "language": language,
                    "missing": ", ".join(sorted(expected - found)) or "-",
                    "more": ", ".join(sorted(found - expected)) or "-",
                }
                yield fault("T08", "plate_means_otherwise", signs, part, code, row=f"{part}/{code}", **facts)
