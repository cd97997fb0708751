"""Languages of a caller: of a session and of Accept-Language."""

import pytest

from auxilio.interop.formats.languages import (
    CallerLanguages,
    LanguagePreference,
    Modality,
    decode_accept_language,
    decode_session_languages,
)

SPOKEN, WRITTEN, SIGNED = Modality.SPOKEN, Modality.WRITTEN, Modality.SIGNED


def session(*lines: str) -> bytes:
    """A session description with these lines about its media."""
    return "\r\n".join(["v=0", "o=- 1 1 IN IP4 192.0.2.1", "s=-", "t=0 0", *lines, ""]).encode()


def both(tag: str, modality: Modality | None) -> LanguagePreference:
    return LanguagePreference(tag=tag, modality=modality, sends=True, receives=True)


@pytest.mark.parametrize(
    ("lines", "preferences"),
    [
        # RFC 8373, 5.2 and 5.4, with the tags of its errata 5374 and 5387
        (("m=audio 49170 RTP/AVP 0", "a=hlang-send:en", "a=hlang-recv:en"), (both("en", SPOKEN),)),
        (
            ("m=audio 49250 RTP/AVP 20", "a=hlang-send:es eu en", "a=hlang-recv:es eu en"),
            (both("es", SPOKEN), both("eu", SPOKEN), both("en", SPOKEN)),
        ),
        (
            ("m=audio 49250 RTP/AVP 20", "a=hlang-send:es eu en *", "a=hlang-recv:es eu en *"),
            (both("es", SPOKEN), both("eu", SPOKEN), both("en", SPOKEN)),
        ),
        (
            (
                "m=video 51372 RTP/AVP 31 32",
                "a=hlang-send:ase *",
                "m=text 45020 RTP/AVP 103 104",
                "a=hlang-send:es pt",
                "m=audio 49250 RTP/AVP 20",
                "a=hlang-recv:es pt",
            ),
            (
                LanguagePreference(tag="ase", modality=SIGNED, sends=True),
                LanguagePreference(tag="es", modality=WRITTEN, sends=True),
                LanguagePreference(tag="pt", modality=WRITTEN, sends=True),
                LanguagePreference(tag="es", modality=SPOKEN, receives=True),
                LanguagePreference(tag="pt", modality=SPOKEN, receives=True),
            ),
        ),
        (
            ("m=video 51372 RTP/AVP 31 32", "a=hlang-send:ssp", "a=hlang-recv:sgn-ES", "a=hlang-recv:es"),
            (
                LanguagePreference(tag="ssp", modality=SIGNED, sends=True),
                LanguagePreference(tag="sgn-ES", modality=SIGNED, receives=True),
                LanguagePreference(tag="es", receives=True),
            ),
        ),
        (
            ("m=audio 0 RTP/AVP 0", "A=x", "a=HLANG-SEND:ES-mx"),
            (LanguagePreference(tag="es-mx", modality=SPOKEN, sends=True),),
        ),
        (("m=audio 49170 RTP/AVP 0", "a=sendrecv"), ()),
    ],
)
def test_the_languages_of_a_session_are_read_in_their_order(
    lines: tuple[str, ...], preferences: tuple[LanguagePreference, ...]
) -> None:
    decoded = decode_session_languages(session(*lines))
    assert decoded.flags == ()
    assert decoded.value == CallerLanguages(preferences=preferences)


def test_a_language_is_not_told_apart_by_small_and_capital_letters() -> None:
    decoded = decode_session_languages(session("m=audio 1 x", "a=hlang-send:es-MX", "a=hlang-recv:ES-mx"))
    assert decoded.value == CallerLanguages(preferences=(both("es-MX", SPOKEN),))


@pytest.mark.parametrize(
    ("content", "flags", "tags"),
    [
        (session("a=hlang-send:es"), ("hlang_without_media",), ["es"]),
        (session("m=audio 1 x", "a=hlang-send:español en"), ("language_unreadable",), ["en"]),
        (session("m=audio 1 x", f"a=hlang-send:{'a-' * 400}b en"), ("language_unreadable",), ["en"]),
        (
            session("m=audio 1 x", "a=hlang-send:es" + "-abcdefgh" * 4),
            ("language_cut",),
            ["es-abcdefgh-abcdefgh-abcdefgh"],
        ),
        (session("m=audio 1 x", "a=hlang-send:es_MX"), (), ["es-MX"]),
        (
            session("m=audio 1 x", *["a=hlang-send:" + "en " * 60] * 3),
            ("too_many_languages",),
            ["en"],
        ),
        (
            session("m=audio 1 x", "a=hlang-send:" + " ".join(f"en-x{n:05}" for n in range(40))),
            ("too_many_languages",),
            [f"en-x{n:05}" for n in range(32)],
        ),
        (session("m=audio 1 x", "a=hlang-send:en").replace(b"\r\n", b"\n"), (), ["en"]),
        (session("m=audio 1 x", "a=hlang-send:en\xff"), ("language_unreadable",), []),
    ],
)
def test_a_session_that_is_not_as_the_standard_wants_it_is_read_and_flagged(
    content: bytes, flags: tuple[str, ...], tags: list[str]
) -> None:
    decoded = decode_session_languages(content)
    assert decoded.value is not None
    assert (decoded.flags, [one.tag for one in decoded.value.preferences]) == (flags, tags)


@pytest.mark.parametrize(
    ("content", "flag"),
    [
        (b"", "not_sdp"),
        (b"<sdp/>", "not_sdp"),
        (b"a=hlang-send:en\n" * 5_000, "too_large"),
        (b"a=hlang-send:" + b"e" * 70_000, "too_large"),
    ],
)
def test_an_invalid_or_too_large_session_has_no_value_and_a_flag(content: bytes, flag: str) -> None:
    decoded = decode_session_languages(content)
    assert (decoded.kind, decoded.value, decoded.flags) == ("sdp-languages", None, (flag,))


@pytest.mark.parametrize(
    ("value", "tags", "flags"),
    [
        ("es", ["es"], ()),
        ("es-ES, ca;q=0.9, en;q=0.5", ["es-ES", "ca", "en"], ()),
        ("en;q=0.5, ca;q=0.9,es-ES", ["es-ES", "ca", "en"], ()),
        ("fr;q=0, es;q=0.0, ca", ["ca"], ()),
        ("da, *;q=0.1", ["da"], ()),
        ("ES", ["es"], ()),
        ("ca ; q = 0.9 , es", ["es", "ca"], ()),
        ("", [], ()),
        (",,", [], ()),
        ("ca;q=2, es", ["ca", "es"], ("quality_unreadable",)),
        ("ca;level=1", ["ca"], ("quality_unreadable",)),
        ("<script>, es", ["es"], ("language_unreadable",)),
        ("es, es;q=0.5", ["es"], ()),
    ],
)
def test_accept_language_is_read_by_its_quality(value: str, tags: list[str], flags: tuple[str, ...]) -> None:
    decoded = decode_accept_language(value)
    assert decoded.value is not None
    assert [one.tag for one in decoded.value.preferences] == tags
    assert all(one.receives and not one.sends and one.modality is None for one in decoded.value.preferences)
    assert decoded.flags == flags


def test_a_header_without_end_is_not_read() -> None:
    assert decode_accept_language("es," * 3_000).flags == ("too_large",)


@pytest.mark.parametrize("tag", ["vsv", "rsl", "swl", "dsl", "ysm", "zsl", "sgn-ES", "ssp-ES"])
def test_every_sign_language_of_the_registry_is_signed(tag: str) -> None:
    decoded = decode_session_languages(session("m=video 1 x", f"a=hlang-send:{tag}"))
    assert decoded.value == CallerLanguages(
        preferences=(LanguagePreference(tag=tag, modality=SIGNED, sends=True),)
    )
