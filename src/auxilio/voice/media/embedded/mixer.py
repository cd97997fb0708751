"""Who hears whom, for all legs at once, a frame at a time.

Two who are joined hear each other's very bytes; only a room is decoded, multiplied by its matrix and encoded again.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from auxilio.voice.media import g711
from auxilio.voice.media.embedded.leg import EmbeddedLeg
from auxilio.voice.media.g711 import FRAME, SILENCE
from auxilio.voice.media.ports import Gains, LegId, RoomId


@dataclass(frozen=True)
class _Room:
    legs: tuple[EmbeddedLeg, ...]
    gains: NDArray[np.float32]
    """Listener × speaker."""


class Mixer:
    """The joins of an engine."""

    def __init__(self) -> None:
        self._partner: dict[EmbeddedLeg, EmbeddedLeg] = {}
        self._rooms: dict[RoomId, _Room] = {}
        self._room_of: dict[EmbeddedLeg, RoomId] = {}

    def joined(self, leg: EmbeddedLeg) -> bool:
        """Whether it is joined with another leg."""
        return leg in self._partner or leg in self._room_of

    def in_room(self, room: RoomId) -> tuple[EmbeddedLeg, ...]:
        """Who is in a room."""
        found = self._rooms.get(room)
        return found.legs if found else ()

    def part(self, leg: EmbeddedLeg) -> list[EmbeddedLeg]:
        """Take a leg out of whatever it is in. Returns who is left alone by it."""
        if (partner := self._partner.pop(leg, None)) is not None:
            del self._partner[partner]
            return [partner]
        if (name := self._room_of.pop(leg, None)) is not None:
            room = self._rooms[name]
            keep = [place for place, one in enumerate(room.legs) if one is not leg]
            self._set(name, tuple(room.legs[place] for place in keep), room.gains[np.ix_(keep, keep)])
        return []

    def bridge(self, one: EmbeddedLeg, other: EmbeddedLeg) -> list[EmbeddedLeg]:
        """Join two. Returns who is left alone."""
        assert one is not other, "nobody is joined with themselves"
        left = [*self.part(one), *self.part(other)]
        self._partner[one], self._partner[other] = other, one
        return [leg for leg in left if leg not in (one, other)]

    def mix(self, room: RoomId, legs: dict[LegId, EmbeddedLeg], gains: Gains) -> list[EmbeddedLeg]:
        """Make the room so. Returns who is left alone."""
        members = tuple(legs.values())
        out = [leg for leg in self.in_room(room) if leg not in members]
        for leg in [*out, *(leg for leg in members if self._room_of.get(leg) != room)]:
            out += self.part(leg)
        names = list(legs)
        matrix = np.array(
            [[0 if one == other else gains.get(one, {}).get(other, 0) for other in names] for one in names],
            np.float32,
        ).reshape(len(names), len(names))
        self._set(room, members, matrix)
        return [leg for leg in out if leg not in members]

    def _set(self, name: RoomId, legs: tuple[EmbeddedLeg, ...], gains: NDArray[np.float32]) -> None:
        if not legs:
            self._rooms.pop(name, None)
            return
        self._rooms[name] = _Room(legs, gains)
        self._room_of.update(dict.fromkeys(legs, name))

    def tick(self, said: dict[EmbeddedLeg, bytes]) -> dict[EmbeddedLeg, bytes]:
        """What each leg hears of what all have said; who is not named hears nothing."""
        heard = {leg: said[partner] for leg, partner in self._partner.items()}
        for room in self._rooms.values():
            codes = np.frombuffer(b"".join([said[leg] for leg in room.legs]), np.uint8).reshape(-1, FRAME)
            mixed = g711.encode(room.gains @ g711.FROM_ALAW[codes])
            for leg, row in zip(room.legs, mixed, strict=True):
                heard[leg] = row.tobytes()
        for leg in said:
            if leg.once is not None and (frame := leg.once.next()) is not None:
                heard[leg] = frame
                continue
            leg.once = None
            if leg not in heard:
                heard[leg] = (leg.loop.next() if leg.loop is not None else None) or SILENCE
        return heard
