"""The two places in which the same story is told."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """A region, and what a caller says in it. `installation` is the fixture that runs a centre there."""

    installation: str
    here: tuple[float, float]
    """Where the caller's phone is: latitude and longitude."""
    said: str
    """As it is typed while the caller speaks."""
    found: str
    """What the address box answers, in part."""
    corrected: str
    """The street that the caller names afterwards."""
    corrected_found: str


TOWN = Place(
    installation="installation",
    here=(41.9197, 1.8980),
    said="C/ Mayor, 12",
    found="Calle Mayor, 12",
    corrected="passeig del riu 5",
    corrected_found="Passeig del Riu, 5",
)
ANDORRA = Place(
    installation="andorra",
    here=(42.5077, 1.5245),
    said="av meritxell 10",
    found="Avinguda Meritxell, 10",
    corrected="carrer de la unio 5",
    corrected_found="Carrer de la Unió, 5",
)
