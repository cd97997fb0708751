"""Run one command, and wait for all that it leaves behind: `tools/counted.py COMMAND...`, with the exit code of the command.

Databases, forking servers and browsers end after who started them, and nobody waits for them. Here they become children of this
process, so that whoever waits for it is told the CPU seconds of them all. Part of `tools/check.py`.
"""

import ctypes
import os
import signal
import sys
import time

SUBREAPER = 36
"""`PR_SET_CHILD_SUBREAPER` of prctl(2)."""
PATIENCE_S = 20.0
"""How long the last of them may take to end; what takes longer is not counted."""


def main(command: list[str]) -> int:
    """Run it, wait for it and for what it leaves behind, and pass its code on."""
    ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)
    parent = os.getppid()
    started = os.spawnvp(os.P_NOWAIT, command[0], command)

    def interrupted(*_: object) -> None:
        if (
            os.getppid() != parent
        ):  # the keyboard interrupts the command as well, the end of our parent only us
            os.kill(started, signal.SIGINT)

    signal.signal(signal.SIGINT, interrupted)
    ended, status = os.wait()
    while ended != started:  # one of those it left: a test may look whether it is gone
        ended, status = os.wait()
    until = time.monotonic() + PATIENCE_S
    while left_behind() and time.monotonic() < until:
        time.sleep(0.05)
    code = os.waitstatus_to_exitcode(status)
    return code if code >= 0 else 128 - code


def left_behind() -> bool:
    """Whether any still runs; those that have ended are waited for."""
    try:
        while os.waitpid(-1, os.WNOHANG) != (0, 0):
            pass
    except ChildProcessError:
        return False
    return True


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
