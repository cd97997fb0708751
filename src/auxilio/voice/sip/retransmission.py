"""Say again until it is acknowledged: a 2xx until its ACK (RFC 3261, 13.3.1.4), a reliable 18x until its PRACK."""

from collections.abc import Callable

from auxilio.voice.sip.transaction import TimerValues
from auxilio.voice.sip.transaction_layer import TimerHandle, TimerScheduler


class Retransmitter:
    """Repeats after T1, then twice as long up to `longest_s`; gives up after 64*T1. Also on reliable transports: what
    is repeated crosses proxies that may speak UDP."""

    def __init__(
        self,
        timers: TimerScheduler,
        times: TimerValues,
        again: Callable[[], None],
        given_up: Callable[[], None],
        *,
        longest_s: float | None = None,
    ) -> None:
        self._timers, self._times, self._again, self._given_up = timers, times, again, given_up
        self._longest_s = times.t2_s if longest_s is None else longest_s
        self._pause_s, self._spent_s = times.t1_s, 0.0
        self._handle: TimerHandle | None = timers.call_later(self._pause_s, self._due)

    def stop(self) -> None:
        """It is acknowledged."""
        if self._handle is not None:
            self._handle.cancel()
            self._handle = None

    def _due(self) -> None:
        if self._handle is None:
            return
        self._spent_s += self._pause_s
        if self._spent_s >= self._times.patience_s:
            self._handle = None
            self._given_up()
            return
        self._pause_s = min(self._pause_s * 2, self._longest_s, self._times.patience_s - self._spent_s)
        self._handle = self._timers.call_later(self._pause_s, self._due)
        self._again()
