"""Each connection is an open file: how many this process may have, and the limits of connections that fit them."""

import resource

import msgspec

from auxilio.platform.http.connections import ConnectionLimits

OPEN_FILES_WANTED = 65_536
"""Each connection is an open file, and many systems give a process 1,024 until it asks for more."""


def raise_open_file_limit() -> int:
    """How many files this process may have open; as many as it is allowed to ask for, up to what is wanted."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = OPEN_FILES_WANTED if hard == resource.RLIM_INFINITY else min(hard, OPEN_FILES_WANTED)
    if soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    return max(soft, most)


def limits_for(files: int) -> ConnectionLimits:
    """Limits whose totals leave half of the open files to desks, database and blobs."""
    usual = ConnectionLimits()
    part = files / 2 / sum(usual.all_networks.values())
    if part >= 1:
        return usual
    fewer = {wait: max(1, int(most * part)) for wait, most in usual.all_networks.items()}
    return msgspec.structs.replace(usual, all_networks=fewer)
