"""The preferences of a person. Each field is one of few values: nothing of unbounded size is kept."""

from typing import Annotated, Any, Literal

import msgspec

ALARM_VOLUME_MIN = 50
"""Percent. Alarms about a life that nobody sees to, and a call that waits, are never silenced (ours)."""

type TypeSize = Literal[100, 110, 125, 150]
type Palette = Literal["standard", "protan", "deutan", "tritan"]
type Hand = Literal["right", "left"]
Volume = Annotated[int, msgspec.Meta(ge=0, le=100)]
"""Percent of the loudness that sounds have without it."""
AlarmVolume = Annotated[int, msgspec.Meta(ge=ALARM_VOLUME_MIN, le=100)]


class Volumes(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How loud each sound that pages make is (`console/src/kit/sounds.ts`)."""

    crew_emergency: AlarmVolume = 100
    nobody_has_it: AlarmVolume = 100
    call_enters: AlarmVolume = 100
    offered_p0: AlarmVolume = 100
    no_answer: AlarmVolume = 100
    offered_p1: Volume = 100
    offered: Volume = 100
    amber: Volume = 100
    tick: Volume = 100


class VolumeChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Which volumes become different; another window may have changed the others meanwhile."""

    crew_emergency: AlarmVolume | msgspec.UnsetType = msgspec.UNSET
    nobody_has_it: AlarmVolume | msgspec.UnsetType = msgspec.UNSET
    call_enters: AlarmVolume | msgspec.UnsetType = msgspec.UNSET
    offered_p0: AlarmVolume | msgspec.UnsetType = msgspec.UNSET
    no_answer: AlarmVolume | msgspec.UnsetType = msgspec.UNSET
    offered_p1: Volume | msgspec.UnsetType = msgspec.UNSET
    offered: Volume | msgspec.UnsetType = msgspec.UNSET
    amber: Volume | msgspec.UnsetType = msgspec.UNSET
    tick: Volume | msgspec.UnsetType = msgspec.UNSET


class Preferences(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How pages are drawn and heard for one person, at every desk. The theme is of the machine: it follows the light of the room."""

    type_size: TypeSize = 100
    """Percent of the size of type, and of what holds it."""
    palette: Palette = "standard"
    hand: Hand = "right"
    """`left`: what stands at the left and at the right of a page change places."""
    imagery: bool = False
    """Maps show the aerial photographs of the installation, where it has some (decision 0343)."""
    volumes: Volumes = msgspec.field(default_factory=Volumes)


class PreferenceChange(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """What becomes different; what is not named stays, also when another desk has just changed it."""

    type_size: TypeSize | msgspec.UnsetType = msgspec.UNSET
    palette: Palette | msgspec.UnsetType = msgspec.UNSET
    hand: Hand | msgspec.UnsetType = msgspec.UNSET
    imagery: bool | msgspec.UnsetType = msgspec.UNSET
    volumes: VolumeChange | msgspec.UnsetType = msgspec.UNSET

    def of(self, preferences: Preferences) -> Preferences:
        """These preferences with the change."""
        named = _named(self)
        if self.volumes is not msgspec.UNSET:
            named["volumes"] = msgspec.structs.replace(preferences.volumes, **_named(self.volumes))
        return msgspec.structs.replace(preferences, **named)


def _named(change: msgspec.Struct) -> dict[str, Any]:
    values = {field: getattr(change, field) for field in change.__struct_fields__}
    return {field: value for field, value in values.items() if value is not msgspec.UNSET}
