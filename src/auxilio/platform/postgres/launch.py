"""The last step before PostgreSQL: become the account, ask to die with our parent, become `postgres`.

Run as a script in a child of its own, because running Python between fork and exec in a process with threads
can deadlock. The order matters: changing the uid clears the parent-death signal (prctl(2)), so it comes first.

    launch.py PARENT_PID UID GID PROGRAM ARGUMENT...      UID is -1 to stay who we are
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def main(argv: list[str]) -> None:
    """Never returns: it becomes the program, or ends when the parent has already gone."""
    parent, uid, gid = (int(word) for word in argv[:3])
    if uid >= 0:
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)
    if ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGINT) != 0:
        sys.exit("prctl failed")
    if os.getppid() != parent:
        sys.exit("parent gone")
    os.execv(argv[3], argv[3:])  # noqa: S606 - this is the point of it


if __name__ == "__main__":
    main(sys.argv[1:])
