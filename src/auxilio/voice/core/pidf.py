"""The positions of a call out of the PIDF-LO that came with it, or that it refers to (`interop.formats.pidf` reads it). Pure.

A shape becomes the circle that contains it. What cannot be understood for sure is no position; the document is kept raw with the
call.
"""

from datetime import datetime

from auxilio.interop.formats.pidf import ConfidencePdf, PidfLo, PidfLocation, decode_pidf_lo
from auxilio.interop.formats.pidf_shapes import containing_circle
from auxilio.kernel.position import CONFIDENCE_PCT, Position, PositionSource, is_null_island

UNCERTAINTY_MAX_M = 1_000_000


def positions(content: bytes, at: datetime) -> tuple[Position, ...]:
    """The positions of a document that came with the call, as `positions_in` has them."""
    document = decode_pidf_lo(content).value
    return positions_in(document, PositionSource.SIP, at) if document is not None else ()


def positions_in(document: PidfLo, source: PositionSource, at: datetime) -> tuple[Position, ...]:
    """The position of each location of the document, those of a device first; empty when there is none. `at`: when it was received."""
    fixes = (_fix(location, source, at) for location in document.locations)
    return tuple(dict.fromkeys(fix for fix in fixes if fix))


def _fix(location: PidfLocation, source: PositionSource, at: datetime) -> Position | None:
    """The position of the first shape that has one: a second in one place breaks RFC 5491, 3.4, and the first is meant.

    A position states a radius and its confidence, and is compared as a normal error: where the document says that every
    point of the area is equally likely, its radius at 95 % is stated.
    """
    rectangular = location.confidence_pdf is ConfidencePdf.RECTANGULAR
    for shape in location.shapes:
        circle = containing_circle(shape, location.confidence_pct, rectangular=rectangular)
        radius_m = circle.radius_95_m if rectangular else circle.radius_m
        if is_null_island(circle.point) or (radius_m or 0.0) > UNCERTAINTY_MAX_M:
            continue
        return Position(
            point=circle.point,
            source=source,
            uncertainty_m=radius_m,
            confidence_pct=CONFIDENCE_PCT if rectangular and radius_m else location.confidence_pct,
            at=location.timestamp or at,
            received_at=at,
        )
    return None
