"""The open channels of one process and who looks at each, found by the case or the call that a channel is about.

A fact of one case or call reaches the channels of that case or call and the shared boards, and costs nothing for any
other (decision 0248). Called by the hub.
"""

from collections.abc import Collection, Iterable, Iterator

from auxilio.kernel.ids import CallId, CaseId, StreamId
from auxilio.realtime.channel import BoardChannel
from auxilio.realtime.viewers import BoardViewer, ChannelKey


class BoardChannels:
    """Holds a channel as long as somebody looks at it."""

    def __init__(self) -> None:
        self._channels = dict[ChannelKey, BoardChannel]()
        self._viewers = dict[ChannelKey, dict[int, BoardViewer]]()
        self._shared = set[ChannelKey]()
        self._about = dict[tuple[str, str], set[ChannelKey]]()

    def __len__(self) -> int:
        return len(self._channels)

    def __iter__(self) -> Iterator[tuple[ChannelKey, BoardChannel]]:
        return iter(list(self._channels.items()))

    def get(self, key: ChannelKey) -> BoardChannel | None:
        """The channel that somebody looks at already."""
        return self._channels.get(key)

    def shared(self) -> list[ChannelKey]:
        """The channels of boards that are about no one case or call."""
        return list(self._shared)

    def viewers(self, key: ChannelKey) -> dict[int, BoardViewer]:
        """Who looks, by the id of their window's way to be sent to."""
        return dict(self._viewers.get(key, {}))

    def look(self, key: ChannelKey, channel: BoardChannel, id_: int, viewer: BoardViewer) -> None:
        """Somebody looks from now on."""
        self._channels[key] = channel
        self._viewers.setdefault(key, {})[id_] = viewer
        self._index(channel, key[1]).add(key)

    def leave(self, key: ChannelKey, id_: int) -> None:
        """This window looks no more; with the last of them the channel goes."""
        viewers = self._viewers.get(key, {})
        viewers.pop(id_, None)
        if not viewers:
            self.end(key)

    def end(self, key: ChannelKey) -> list[BoardViewer]:
        """A channel goes; who looked at it."""
        channel = self._channels.pop(key, None)
        if channel is None:
            return []
        self._index(channel, key[1]).discard(key)
        if channel.board.of is not None and not self._about[channel.board.of, key[1]]:
            del self._about[channel.board.of, key[1]]
        return list(self._viewers.pop(key, {}).values())

    def _index(self, channel: BoardChannel, about: str) -> set[ChannelKey]:
        of = channel.board.of
        return self._shared if of is None else self._about.setdefault((of, about), set())

    def concerned(
        self, cases: Iterable[CaseId], calls: Iterable[CallId], unknown: Collection[StreamId]
    ) -> list[tuple[BoardChannel, list[BoardViewer]]]:
        """The channels that a batch of facts may change: the shared boards, and those of these cases and calls.

        `unknown`: aggregates of which it is not known to what case they belonged before. A board of a case that shows one of
        them is concerned too.
        """
        found = set(self._shared)
        for about in (*(("case", str(case)) for case in cases), *(("call", str(call)) for call in calls)):
            found |= self._about.get(about, set())
        if unknown:
            found |= {key for key in self._of_cases() if any(map(self._channels[key].holds, unknown))}
        return [(self._channels[key], list(self._viewers[key].values())) for key in found]

    def _of_cases(self) -> Iterator[ChannelKey]:
        return (key for (of, _), keys in self._about.items() if of == "case" for key in keys)
