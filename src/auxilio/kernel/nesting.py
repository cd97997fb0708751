"""How deep JSON from outside may be nested. Pure.

Decoders stop at the interpreter's recursion limit, which depends on the caller. Input below the decoder's limit can still
overflow recursive code that reads it later, so the depth is counted before anything is decoded.
"""

import re
from itertools import accumulate

from auxilio.kernel.refusal import Refused

NESTING_MAX = 64
"""Levels of arrays and objects. The deepest command has 9, a GeoJSON collection of polygons 7."""
_TEXTS = re.compile(rb'"(?:[^"\\]++|\\.)*+"?', re.DOTALL)
_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_STEP = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1}


def check_nesting(raw: bytes) -> None:
    """Raises `Refused("malformed", field="$", reason="too_deep")`. Whether it is JSON at all is not looked at."""
    if raw.count(b"[") + raw.count(b"{") <= NESTING_MAX:
        return  # nearly all there is: a count costs a microsecond
    brackets = _TEXTS.sub(b"", raw).translate(None, _NO_BRACKETS)
    if max(accumulate(map(_STEP.__getitem__, brackets)), default=0) > NESTING_MAX:
        raise Refused("malformed", field="$", reason="too_deep")
