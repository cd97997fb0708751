"""Reading the two numbers of an orange plate (ADR 5.3.2.3). Pure."""

import re
from itertools import pairwise

from auxilio.hazmat.core.model import HazardCodes
from auxilio.kernel.hazmat import Spoken

_TOP = re.compile(r"X?[2-9][02-9]{1,2}")
_NUMBER = re.compile(r"[0-9]{4}")
_DIVISION = re.compile(r"[1-9](\.[1-9])?")
_FIRST_DIGIT = {
    "2": ("2",),
    # Above a liquid that burns by itself or with water stands a 3 too (323, X333): its class is 4.2 or 4.3.
    "3": ("3", "4.2", "4.3"),
    "4": ("4",),
    "5": ("5",),
    "6": ("6",),
    "7": ("7",),
    "8": ("8",),
    "9": ("9",),
}
NO_WATER_PREFIX = "X"


def normalize(said: str | None) -> str:
    """Without the blanks, dashes and dots that people put in, in capitals."""
    return re.sub(r"[\s.\-/]", "", said or "").upper()


def read_hazard_number(said: str | None) -> str | None:
    """The hazard number, `33` or `X423`; None when there is none, or it is none."""
    top = normalize(said)
    return top if _TOP.fullmatch(top) else None


def read_un_number(said: str | None) -> str | None:
    """The UN number in four digits, with `UN` or `ONU` before it or not; None when it is none."""
    number = re.sub(r"^(UN|ONU)", "", normalize(said))
    return number if _NUMBER.fullmatch(number) else None


def read_class(said: str | None) -> str | None:
    """A class or division: `3`, `2.1`, `1.1` of `1.1D`; None when it is none."""
    found = _DIVISION.match((said or "").strip())
    return found.group() if found else None


def hazard_number_words(top: str, signs: HazardCodes) -> Spoken:
    """What its digits mean, by language: each digit, a repeated one as more of it, `X` as no water."""
    parts: list[Spoken] = []
    if top in signs.special:
        parts = [signs.special[top]]
    else:
        digits = top.removeprefix(NO_WATER_PREFIX)
        parts = [signs.prefix[NO_WATER_PREFIX]] if top != digits else []
        head = digits[:2] if digits[:2] in signs.special else ""
        parts += [signs.special[head]] if head else []
        told = digits[len(head) :]
        parts += [signs.digits[digit] for digit in dict.fromkeys(told) if digit != "0"]
        parts += [signs.doubled] if any(a == b for a, b in pairwise(told)) else []
    return {language: " · ".join(part[language] for part in parts) for language in signs.doubled}


def forbids_water(top: str | None) -> bool:
    """Whether the hazard number says that no water may touch it."""
    return top is not None and top.startswith(NO_WATER_PREFIX)


def contradicts_classes(top: str, classes: tuple[str, ...]) -> bool:
    """Whether the first digit names a danger that none of the classes and labels has: one of the two was misread."""
    wanted = _FIRST_DIGIT[top.removeprefix(NO_WATER_PREFIX)[0]]
    return bool(classes) and not any(each.startswith(wanted) for each in classes)


def class_of(top: str) -> str:
    """The class that a hazard number stands for when the number below it says nothing (ADR 5.3.2.3.2)."""
    digits = top.removeprefix(NO_WATER_PREFIX)
    match digits[0]:
        case "2":
            return "2.3" if "6" in digits else "2.1" if "3" in digits else "2.2"
        case "3":
            return "4.3" if "2" in digits else "4.2" if digits == "333" else "3"
        case "4":
            return "4.3" if "2" in digits or top != digits else "4.1"
        case "5":
            return "5.2" if digits == "539" else "5.1"
        case "6":
            return "6.2" if digits == "606" else "6.1"
        case first:
            return first
