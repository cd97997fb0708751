"""Faults of texts whose languages do not say the same, as `test_planted_faults` plants them (L32 to L38)."""

CPR = "cards/rcp-adulto.yaml"
CONCEPTS = "data/concepts.yaml"
CRITICAL = "i18n/critical.ca-fr.yaml"

LANGUAGE_FAULTS = [
    ("L32", "languages_differ", CPR, "Fast: twice every second.", "Fast: five times every second.", 0),
    (
        "L32",
        "languages_differ",
        "cards/quemadura.yaml",
        "for twenty minutes. No ice.",
        "for twenty hours. No ice.",
        0,
    ),
    ("L33", "languages_differ", CPR, "Very good. Do not stop. Count", "Very good. Stop. Count", 0),
    ("L33", "languages_differ", CPR, "Si hi ha una altra persona, que porti", "Que porti", 0),
    (
        "L34",
        "languages_differ",
        CPR,
        "d'une main au centre de la poitrine.",
        "d'une main au centre du ventre.",
        0,
    ),
    (
        "L34",
        "languages_differ",
        CRITICAL,
        "Vostè és fora i fora de perill?",
        "Vostè és dins i fora de perill?",
        0,
    ),
    (
        "L34",
        "apart_idly",
        CONCEPTS,
        "apart:\n",
        'apart:\n  - {es: "Ponga la otra mano encima y estire los brazos.", language: ca, lacks: [], adds: [], because: "they agree"}\n',
        1,
    ),
    ("L34", "concept_word_twice", CONCEPTS, "es: [cero]", "es: [cero, tres]", None),
    (
        "L35",
        "another_language",
        CPR,
        "Put your other hand on top and lock your arms straight.",
        "Ponga la otra mano encima y estire los brazos.",
        0,
    ),
    (
        "L36",
        "sentences_differ",
        CPR,
        "chest. Put the heel of one hand in the centre of the chest.",
        "chest.",
        0,
    ),
    (
        "L36",
        "same_translation",
        CPR,
        "Push down as hard as you can, then let go. Fast, with me: one, two, three, four.",
        "Very good. Do not stop. Count out loud so I can hear you.",
        None,
    ),
    ("L36", "list_not_as_long", CPR, '"Do not stop for gasps", ', "", 0),
    (
        "L36",
        "length_differs",
        CPR,
        "Lay the person flat on their back, on the hard floor.",
        "Face up, hard floor.",
        0,
    ),
    (
        "L37",
        "written_step_differs",
        CPR,
        "Push down as hard as you can, then let go. Fast: twice",
        "Pull up as hard as you can, then let go. Fast: twice",
        0,
    ),
    (
        "L38",
        "telephone_unknown",
        "cards/maltrato.yaml",
        'es: "Cuando no haya peligro: el 116 111',
        'es: "Cuando no haya peligro: el 116 112',
        None,
    ),
    (
        "L38",
        "telephone_unknown",
        "cards/tras-avisar.yaml",
        "llame otra vez al 112.",
        "llame otra vez al 25568.",
        None,
    ),
]
"""Rule, code, file, what is replaced, by what, and how many lines below it the fault is told."""
