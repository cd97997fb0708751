"""Faults of what an interview asks and owes, one of each rule, for `test_planted_faults.py` (L50 to L59)."""

PCR = "protocols/san-pcr.yaml"
ROAD = "protocols/tra-accidente.yaml"
VIOLENCE = "protocols/seg-violencia-genero.yaml"

INTERVIEW_FAULTS: list[tuple[str, str, str, str, str, int | None]] = [
    ("L50", "decides_and_not_critical", PCR, "{id: respira, critical: true,", "{id: respira,", 0),
    ("L51", "decides_and_asked_late", PCR, "{id: respira,", "{id: respira, phase: post,", 0),
    ("L52", "vital_not_asked_again", PCR, "questions: [consciente, respira]", "questions: [consciente]", 0),
    ("L52", "asked_again_out_of_bounds", PCR, "every_s: 60", "every_s: 3600", 0),
    (
        "L53",
        "answer_means_another",
        PCR,
        '{code: water, label: {es: "Agua"',
        '{code: water, label: {es: "Vino"',
        0,
    ),
    (
        "L53",
        "answers_alike",
        PCR,
        'label: {es: "Agua", en: "Water"}',
        'label: {es: "Agua", en: "Suddenly"}',
        0,
    ),
    ("L54", "questions_alike", PCR, '"¿Qué edad tiene?"', '"¿Está despierto? ¿Le contesta?"', 0),
    ("L55", "outcome_in_other_words", PCR, '"Unresponsive, breathing"', '"Arrest: guided CPR now"', 0),
    ("L56", "not_confidential", VIOLENCE, "confidential: true\n", "", None),
    ("L56", "no_callback_policy", VIOLENCE, "callback_policy: message_first\n", "", None),
    ("L57", "not_captured", ROAD, "capture: [road, km_point,", "capture: [road,", 0),
    (
        "L57",
        "caller_lost_in_transfer",
        "protocols/san-alergia.yaml",
        "keep_caller: true",
        "keep_caller: false",
        0,
    ),
    (
        "L57",
        "transfer_without_number",
        "protocols/san-suicidio.yaml",
        "transfer: {to: crisis_line,",
        "transfer: {to: poison,",
        0,
    ),
    ("L80", "line_not_kept", PCR, "say: [rcp-adulto], keep_line: true", "say: [rcp-adulto]", 0),
    ("L58", "ends_before_it_begins", PCR, "until: null", 'until: "2024-12-31"', 0),
    (
        "L59",
        "critical_not_reviewed",
        PCR,
        "qa: {critical: [consciente, respira]",
        "qa: {critical: [respira]",
        0,
    ),
    ("L59", "limit_too_high", PCR, "max_questions_before_p0: 2", "max_questions_before_p0: 5", 0),
    (
        "L68",
        "question_joins_things",
        "protocols/san-quemadura.yaml",
        '"¿Respira mal o tiene quemada la cara?"',
        '"¿Respira mal, tose hollín o tiene quemada la cara?"',
        0,
    ),
    (
        "L68",
        "question_joins_danger_and_condition",
        "protocols/san-inconsciente.yaml",
        '"¿Hay humo o una estufa encendida?"',
        '"¿Hay humo o alguien mareado?"',
        0,
    ),
    (
        "L68",
        "joined_excused_idly",
        "data/interview_rules.yaml",
        "san-disnea/tose:",
        "san-disnea/color:",
        None,
    ),
]
