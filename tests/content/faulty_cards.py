"""Faults of what a card makes a caller do, one of each kind, for `test_planted_faults.py` (L40 to L49)."""

CPR = "cards/rcp-adulto.yaml"
SUGAR = "cards/hipoglucemia.yaml"
FIRE = "cards/incendio-salir.yaml"

CARD_FAULTS: list[tuple[str, str, str, str, str, int | None]] = [
    ("L40", "step_not_specified", FIRE, "{id: puertas,", "{id: puerta,", 0),
    ("L40", "specified_step_missing", FIRE, "{id: puertas,", "{id: puerta,", None),
    ("L40", "card_purpose", FIRE, "risk: life", "risk: harm", 0),
    ("L41", "step_words_missing", FIRE, "Por la escalera, nunca por el ascensor.", "Por el ascensor.", 0),
    ("L42", "step_condition", SUGAR, '{id: azucar, show_if: {traga: "Y", ', "{id: azucar, show_if: {", 0),
    ("L42", "proof_not_needed", SUGAR, 'needs_proof: true, say: {es: "Siéntele.', 'say: {es: "Siéntele.', 0),
    ("L43", "act_forbidden_here", "cards/adormilado.yaml", "Póngale de lado.", "Póngale de lado. Dele agua.", 0),
    ("L44", "never_not_negated", CPR, '"No parar por boqueadas"', '"Parar por boqueadas"', None),
    ("L45", "interval_out_of_bounds", CPR, "repeat_s: 120", "repeat_s: 600", 0),
    ("L46", "step_numbers", "cards/rcp-nino.yaml", "Treinta veces, conmigo.", "Quince veces, conmigo.", 0),
    ("L47", "check_leads_elsewhere", "cards/colgado.yaml", "goto: san-pcr", "goto: san-desmayo", 0),
    ("L48", "promise_of_help", FIRE, "¿Falta alguien?", "Los bomberos ya están cerca. ¿Falta alguien?", 0),
    ("L49", "source_not_specified", FIRE, "es-incendio-navarra", "es-axopar", 0),
]  # fmt: skip
