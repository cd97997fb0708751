"""The addresses of a call's documents as a desk offers them to its search (docs/nouns/location.md). Pure."""

from collections.abc import Sequence

import msgspec

from auxilio.kernel.civic_address import StatedAddress, all_words, search_words
from auxilio.kernel.instant import Instant


class OfferedAddress(msgspec.Struct, frozen=True, kw_only=True):
    """One address in one language."""

    words: str
    """All that it says."""
    search: str
    """What is put into the search; empty where it names neither a street nor a place."""
    language: str | None
    provided_by: str | None
    at: Instant


def offered_addresses(stated: Sequence[StatedAddress]) -> tuple[OfferedAddress, ...]:
    """Each address in each of its languages, those of a device first."""
    return tuple(
        OfferedAddress(
            words=all_words(civic),
            search=search_words(civic),
            language=civic.language,
            provided_by=each.provided_by,
            at=each.at,
        )
        for each in stated
        for civic in each.civic
    )
