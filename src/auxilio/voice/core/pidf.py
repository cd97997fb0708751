"""The positions of a call out of the PIDF-LO that came with it (`interop.formats.pidf` reads it). Pure.

A shape becomes the circle that contains it. What cannot be understood for sure is no position: whoever has the document
keeps it raw with the call.
"""

from collections.abc import Iterator
from datetime import datetime

from auxilio.interop.formats.pidf import ConfidencePdf, PidfLocation, decode_pidf_lo
from auxilio.interop.formats.pidf_shapes import containing_circle
from auxilio.kernel.position import CONFIDENCE_PCT, Position, PositionSource, is_null_island

UNCERTAINTY_MAX_M = 1_000_000


def positions(content: bytes, at: datetime) -> tuple[Position, ...]:
    """Every position of the document, those of a device first; empty when there is none. `at`: when it was received."""
    document = decode_pidf_lo(content).value
    if document is None:
        return ()
    return tuple(dict.fromkeys(fix for location in document.locations for fix in _fixes(location, at)))


def _fixes(location: PidfLocation, at: datetime) -> Iterator[Position]:
    """A position states a radius and its confidence, and is compared as a normal error: where the document says that every
    point of the area is equally likely, its radius at 95 % is stated."""
    rectangular = location.confidence_pdf is ConfidencePdf.RECTANGULAR
    for shape in location.shapes:
        circle = containing_circle(shape, location.confidence_pct, rectangular=rectangular)
        radius_m = circle.radius_95_m if rectangular else circle.radius_m
        if is_null_island(circle.point) or (radius_m or 0.0) > UNCERTAINTY_MAX_M:
            continue
        yield Position(
            point=circle.point,
            source=PositionSource.SIP,
            uncertainty_m=radius_m,
            confidence_pct=CONFIDENCE_PCT if rectangular and radius_m else location.confidence_pct,
            at=location.timestamp or at,
            received_at=at,
        )
