"""SIPp as a vehicle: the scenario `car.xml` with its data filled in."""

from pathlib import Path

SCENARIO = Path(__file__).with_name("car.xml").read_text()
SOUND = "m=audio 4000 RTP/AVP 8\na=rtpmap:8 PCMA/8000"


def car_scenario(
    first: str, second: str, *, received: tuple[bool, bool], media: str = SOUND, stays_s: float = 0
) -> str:
    """A vehicle that calls with the first message and, when it is asked, sends the second (hexadecimal).

    It fails where the acknowledgements are not as `received` says. `stays_s`: how long it stays on the line afterwards.
    """
    filled = {
        "FIRST_MSD": _escaped(first),
        "SECOND_MSD": _escaped(second),
        "FIRST_RECEIVED": str(received[0]).lower(),
        "SECOND_RECEIVED": str(received[1]).lower(),
        "MEDIA": media,
        "STAYS_MS": str(round(stays_s * 1000)),
    }
    scenario = SCENARIO
    for name, value in filled.items():
        scenario = scenario.replace(name, value)
    return scenario


def _escaped(msd: str) -> str:
    """Bytes as SIPp writes them in a scenario."""
    return "".join(f"\\x{byte:02x}" for byte in bytes.fromhex(msd))
