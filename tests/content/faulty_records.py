"""Faults of where texts come from and who read them, for `test_planted_faults.py` (L60, L61)."""

SOURCES = "data/sources.yaml"
READ = "data/translations_read.yaml"


def reading(document: str, language: str = "fr", times: int = 1) -> str:
    one = f'{{language: {language}, by: "Léa Roux", role: "traductora", at: "2026-11-30", documents: {{{document}: "0123456789abcdef"}}}}'
    return f"readings: [{', '.join([one] * times)}]"


def correction(document: str, language: str = "fr") -> str:
    words = (
        'original: "a", said: "b", note: "otra cosa", by: "Léa Roux", role: "traductora", at: "2026-11-30"'
    )
    return f"readings: []\ncorrections: [{{document: {document}, language: {language}, {words}}}]"


RECORD_FAULTS: list[tuple[str, str, str, str, str, int | None]] = [
    ("L60", "source_undated", SOURCES, ', section: "Childbirth", expires: "2028-11-24"}', "}", 0),
    (
        "L60",
        "source_undated",
        SOURCES,
        'edition: "page as read on 2026-11-24", section: "Childbirth",',
        "",
        0,
    ),
    (
        "L60",
        "source_expiry_no_day",
        SOURCES,
        '"Childbirth", expires: "2028-11-24"',
        '"Childbirth", expires: "2028-11-31"',
        0,
    ),
    (
        "L60",
        "source_expiry_far",
        SOURCES,
        '"Childbirth", expires: "2028-11-24"',
        '"Childbirth", expires: "2099-11-24"',
        0,
    ),
    (
        "L60",
        "source_edition_other",
        SOURCES,
        'edition: "2025", section: "First aid"',
        'edition: "2021", section: "First aid"',
        0,
    ),
    ("L61", "reading_unknown_document", READ, "readings: []", reading("zzz"), 0),
    ("L61", "reading_unknown_language", READ, "readings: []", reading("puerta", "de"), 0),
    ("L61", "reading_twice", READ, "readings: []", reading("puerta", times=2), 0),
    ("L61", "reading_unknown_document", READ, "readings: []", correction("zzz"), 1),
    ("L61", "reading_unknown_language", READ, "readings: []", correction("puerta", "de"), 1),
    ("S01", "schema_form", READ, "readings: []", reading("puerta").replace("2026-11-30", "yesterday"), 0),
]
