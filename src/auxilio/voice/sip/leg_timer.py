"""The session timer of a leg (RFC 4028): refresh in time when it is ours to do, take the call for dead when it is not."""

from collections.abc import Callable

from auxilio.voice.sip.session import SessionTimer
from auxilio.voice.sip.transaction_layer import TimerHandle, TimerScheduler


class LegTimer:
    """`refresh` is called when we are to refresh, `expired` when they should have and did not."""

    def __init__(
        self, timers: TimerScheduler, refresh: Callable[[], None], expired: Callable[[], None]
    ) -> None:
        self._timers, self._refresh, self._expired = timers, refresh, expired
        self._handle: TimerHandle | None = None

    def start_session_timer(self, timer: SessionTimer) -> None:
        """Begin anew, or not at all when no timer was agreed."""
        self.stop()
        if timer.session_s:
            due = self._refresh if timer.refresher == "us" else self._expired
            self._handle = self._timers.call_later(timer.act_after_s, due)

    def refresh_failed(self, timer: SessionTimer) -> None:
        """The half that is left is all there is."""
        self.stop()
        self._handle = self._timers.call_later(timer.session_s / 2, self._expired)

    def stop(self) -> None:
        """No more."""
        if self._handle is not None:
            self._handle.cancel()
            self._handle = None
