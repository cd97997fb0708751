"""The request as every route reads it: its body is looked at before anything decodes it."""

from contextlib import suppress
from typing import Any, override

import msgspec
from litestar import Request

from auxilio.kernel.line_ends import may_end_in_line_break, refuse_line_ends
from auxilio.kernel.nesting import check_nesting


class BoundedRequest(Request[Any, Any, Any]):
    """Give it to Litestar as `request_class`. Files that are streamed to the disk are no JSON and pass."""

    @override
    async def body(self) -> bytes:
        """The whole body. Raises `Refused("malformed", reason="too_deep")`, whatever a route would do with it."""
        body = await super().body()
        check_nesting(body)
        return body

    @override
    async def json(self) -> Any:
        """As the route's own `data` is made of it. Raises `msgspec.ValidationError` (kernel/line_ends.py)."""
        read = await super().json()
        if may_end_in_line_break(await self.body()):
            self._refuse_line_ends(read)
        return read

    def _refuse_line_ends(self, read: Any) -> None:
        declared = getattr(self.route_handler.parsed_data_field, "annotation", None)
        if declared is None:
            return
        with suppress(TypeError):  # no type that msgspec makes by itself: the route reads its bytes
            try:
                data = msgspec.convert(read, declared, strict=False)
            except msgspec.ValidationError:
                return  # which the route says in its own words
            refuse_line_ends(data, msgspec.inspect.type_info(declared))
