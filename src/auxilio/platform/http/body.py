"""The request as every route reads it: its body is looked at before anything decodes it."""

from typing import Any, override

from litestar import Request

from auxilio.kernel.nesting import check_nesting


class BoundedRequest(Request[Any, Any, Any]):
    """Give it to Litestar as `request_class`. Files that are streamed to the disk are no JSON and pass."""

    @override
    async def body(self) -> bytes:
        """The whole body. Raises `Refused("malformed", reason="too_deep")`, whatever a route would do with it."""
        body = await super().body()
        check_nesting(body)
        return body
