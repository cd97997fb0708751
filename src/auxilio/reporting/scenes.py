"""What was reported of a scene as one line of words: «Peligros: humo · Víctimas: 20+ (estimación)». Pure.

The console words its stories in the same way (`kit/scene.ts`); the order is that in which a report is read aloud.
"""

from collections.abc import Callable

from auxilio.platform.i18n import Catalogues

LETTERS = ("major", "exact_location", "type", "hazards", "access", "number", "present", "required")
COLOURS = ("red", "yellow", "green", "black")
PLACES = ("at_scene", "moved", "handed_over")


def told_scene(kind: str, body: dict[str, object], catalogues: Catalogues, language: str) -> str | None:
    """The line of a report or a count; None for a fact of another kind."""

    def word(key: str) -> str:
        return catalogues.text(f"major.{key}", language)

    if kind == "major.scene.reported":
        said = _dict(body.get("said"))
        lines = ((name, _value(_dict(said[name]), word)) for name in LETTERS if name in said)
        return " · ".join(f"{word(f'letter.{name}')}: {text}" for name, text in lines)
    if kind == "major.scene.counted":
        colours, places = _dict(body.get("colours")), _dict(body.get("places"))
        return " · ".join(
            [
                *(
                    f"{word(f'colour.{one}')} {spelled(_dict(colours[one]))}"
                    for one in COLOURS
                    if one in colours
                ),
                *(f"{word(f'place.{one}')} {spelled(_dict(places[one]))}" for one in PLACES if one in places),
            ]
        )
    return None


def _value(value: dict[str, object], word: Callable[[str], str]) -> str:
    declared, number, how = value.get("declared"), value.get("number"), value.get("how")
    parts = [
        word(f"declared.{declared}") if declared else "",
        f"{spelled(_dict(number))} ({word(f'how.{how}')})" if number else "",
        f"«{value['words']}»" if value.get("words") else "",
    ]
    return " ".join(part for part in parts if part)


def spelled(number: dict[str, object]) -> str:
    """`6`, `6–8`, `20+`."""
    least, most = number.get("least", 0), number.get("most")
    if most is None:
        return f"{least}+"
    return str(least) if most == least else f"{least}–{most}"


def _dict(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}
