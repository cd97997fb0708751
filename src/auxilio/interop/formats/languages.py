"""Which languages a caller speaks, writes or signs: `hlang` of a session (RFC 8373) and Accept-Language. Pure.

Each is read into one list, the most preferred first. `voice.core.caller_info` and `auxilio decode` call it.
"""

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum

import msgspec

from auxilio.interop.formats.decoded import Decoded, Flag
from auxilio.interop.formats.scalars import LANGUAGE_TAG_PATTERN
from auxilio.interop.formats.sign_languages import SIGN_LANGUAGES

KIND = "sdp-languages"
SIZE_MAX = 64 * 1024
LINES_MAX = 2_000
PREFERENCES_MAX = 32
TAGS_MAX = 128
"""That are looked at of one session."""
TAG_MAX = 35
"""Of a BCP 47 tag, as of `kernel.shared_types.Language`: parts beyond it are left out."""
_QUALITY = re.compile(r"(?:0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)")


class Modality(StrEnum):
    """How a language is used."""

    SPOKEN = "spoken"
    WRITTEN = "written"
    SIGNED = "signed"


_OF_MEDIA = {"audio": Modality.SPOKEN, "text": Modality.WRITTEN, "message": Modality.WRITTEN}


class LanguagePreference(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A language that a caller can use, with the direction where the offer tells them apart.

    `modality` None: the source does not say.
    """

    tag: str
    """BCP 47, its first part in small letters."""
    modality: Modality | None = None
    sends: bool = False
    """The caller speaks, writes or signs it."""
    receives: bool = False
    """The caller understands it."""


class CallerLanguages(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The most preferred first. The asterisk, by which a call goes on where no language is shared, is not kept: here every one does."""

    preferences: tuple[LanguagePreference, ...] = ()


def decode_session_languages(content: bytes) -> Decoded[CallerLanguages]:
    """Of a session description: `a=hlang-send` and `a=hlang-recv` of each of its media, in their order. Never raises.

    `hlang-send` is what the writer of the session speaks, writes or signs, `hlang-recv` what they understand. A language that
    is both sent and received stands once, where it was first preferred. Lines before the first media, where the standard has none, are read too (`hlang_without_media`).
    The value is None for what has no line of SDP (`not_sdp`, `too_large`).
    """
    flags: dict[str, None] = {}
    value: CallerLanguages | None = None
    lines = content.decode("utf-8", "replace").splitlines() if len(content) <= SIZE_MAX else []
    if len(content) > SIZE_MAX or len(lines) > LINES_MAX:
        flags["too_large"] = None
    elif not any(line[1:2] == "=" for line in lines):
        flags["not_sdp"] = None
    else:
        value = _session(lines, flags.setdefault)
    return Decoded(kind=KIND, value=value, flags=tuple(flags))


def _session(lines: Iterable[str], flag: Flag) -> CallerLanguages:
    preferences = list[LanguagePreference]()
    for media, direction, text in _offered_tags(lines, flag):
        if (tag := _tag(text.rstrip("*"), flag) if text != "*" else None) is not None:
            preferences.append(_preference(tag, media, direction))
    return CallerLanguages(preferences=tuple(_merged(preferences, flag)))


def _offered_tags(lines: Iterable[str], flag: Flag) -> Iterator[tuple[str, str, str]]:
    """Media, direction and each word of the lines that name languages; the media is empty before the first."""
    media, left = "", TAGS_MAX
    for line in lines:
        if line.startswith("m="):
            media = line[2:].partition(" ")[0].lower()
        name, _, value = line.removeprefix("a=").partition(":")
        direction = name.strip().lower()
        if not line.startswith("a=") or direction not in ("hlang-send", "hlang-recv"):
            continue
        if not media:
            flag("hlang_without_media")
        words = value.split(None, left)
        if len(words) > left:
            flag("too_many_languages")
        yield from ((media, direction, word) for word in words[:left])
        left -= min(left, len(words))


def _preference(tag: str, media: str, direction: str) -> LanguagePreference:
    signed = tag.partition("-")[0] in SIGN_LANGUAGES
    modality = Modality.SIGNED if signed else _OF_MEDIA.get(media)
    return LanguagePreference(
        tag=tag, modality=modality, sends=direction == "hlang-send", receives=direction == "hlang-recv"
    )


def _merged(preferences: Iterable[LanguagePreference], flag: Flag) -> Iterator[LanguagePreference]:
    """Each language once for a modality, in the order of its first mention, with both directions."""
    found: dict[tuple[str, Modality | None], LanguagePreference] = {}
    for preference in preferences:
        key = (preference.tag.lower(), preference.modality)
        known = found.get(key, preference)
        found[key] = LanguagePreference(
            tag=known.tag,
            modality=known.modality,
            sends=known.sends or preference.sends,
            receives=known.receives or preference.receives,
        )
    if len(found) > PREFERENCES_MAX:
        flag("too_many_languages")
    return iter(list(found.values())[:PREFERENCES_MAX])


def _tag(text: str, flag: Flag) -> str | None:
    """A BCP 47 tag with a small primary part; None, and a flag, for any other text. `es_MX` of programmers is `es-MX`."""
    text = text[: TAG_MAX * 8].replace("_", "-")
    if not LANGUAGE_TAG_PATTERN.fullmatch(text):
        flag("language_unreadable")
        return None
    if len(text) > TAG_MAX:
        flag("language_cut")
        text = text[: TAG_MAX + 1].rpartition("-")[0]
    primary, _, rest = text.partition("-")
    return f"{primary.lower()}-{rest}" if rest else primary.lower()


def decode_accept_language(value: str) -> Decoded[CallerLanguages]:
    """Of the header Accept-Language (RFC 3261, 20.3; RFC 9110, 12.5.4): by its quality, then as they stand. Never raises.

    `q=0` means not this one; `*`, any, is left out. The value is None for more than 8,000 characters.
    """
    flags: dict[str, None] = {}
    if len(value) > 8_000:
        return Decoded(kind=KIND, value=None, flags=("too_large",))
    ranked = list[tuple[float, str]]()
    for item in value.split(",")[: PREFERENCES_MAX * 2]:
        text, _, parameters = item.strip().partition(";")
        quality = _quality(parameters, flags.setdefault)
        if text.strip() in ("", "*") or quality == 0:
            continue
        tag = _tag(text.strip(), flags.setdefault)
        if tag is not None:
            ranked.append((quality, tag))
    ranked.sort(key=lambda one: -one[0])
    spoken = [LanguagePreference(tag=tag, receives=True) for _, tag in ranked]
    found = CallerLanguages(preferences=tuple(_merged(spoken, flags.setdefault)))
    return Decoded(kind=KIND, value=found, flags=tuple(flags))


def _quality(parameters: str, flag: Flag) -> float:
    name, _, value = parameters.replace(" ", "").partition("=")
    if not parameters.strip():
        return 1.0
    if name.lower() != "q" or not _QUALITY.fullmatch(value):
        flag("quality_unreadable")
        return 1.0
    return float(value)
