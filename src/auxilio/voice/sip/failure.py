"""What a call control is told when a request came to nothing."""

from collections.abc import Mapping

from auxilio.voice.sip.message import REASONS, Response


class CallFailed(Exception):
    """A call, or a request within one, got a final answer other than 2xx, or none at all.

    `code` is SIP's (408: nobody answered; 487: cancelled; 503: no way there), `reason` its phrase. `headers` is what
    the answer said besides (names in lower case), such as `contact` of a redirection or `retry-after`.
    """

    def __init__(
        self, code: int = 500, reason: str = "", headers: Mapping[str, tuple[str, ...]] | None = None
    ) -> None:
        super().__init__(code)  # the phrase is theirs and may hold anything: it goes into no log
        self.code = code
        self.reason = reason or REASONS.get(code, "")
        self.headers: Mapping[str, tuple[str, ...]] = headers or {}

    @classmethod
    def by(cls, response: Response) -> "CallFailed":
        """What an answer says."""
        return cls(response.code, response.reason, response.as_mapping())
