"""Defects in a word of one language: side, order, contrary, unit, part of the body, medicine, person."""

from benchmarks.content_defects.spoken_sentences import both_ways, in_words, table_swap

SIDES = {
    "es": both_ways(
        ("arriba", "abajo"),
        ("izquierda", "derecha"),
        ("izquierdo", "derecho"),
        ("dentro", "fuera"),
        ("encima", "debajo"),
        ("delante", "detrás"),
        ("adelante", "atrás"),
        ("cerca", "lejos"),
        ("externa", "interna"),
        ("más baja", "más alta"),
        ("cuesta abajo", "cuesta arriba"),
    ),
    "en": both_ways(
        ("face up", "face down"),
        ("left-hand", "right-hand"),
        ("inside", "outside"),
        ("above", "below"),
        ("uphill", "downhill"),
        ("forward", "back"),
        ("near", "away from"),
        ("indoors", "outdoors"),
        ("in front", "behind"),
        ("outer", "inner"),
        ("nearest", "furthest"),
        ("on their back", "on their front"),
    ),
    "ca": both_ways(
        ("amunt", "avall"),
        ("dreta", "esquerra"),
        ("dins", "fora"),
        ("panxa enlaire", "bocaterrosa"),
        ("prop", "lluny"),
        ("davant", "darrere"),
        ("externa", "interna"),
        ("endavant", "enrere"),
    ),
    "fr": both_ways(
        ("haut", "bas"),
        ("droite", "gauche"),
        ("dedans", "dehors"),
        ("sur le dos", "sur le ventre"),
        ("près", "loin"),
        ("devant", "derrière"),
        ("externe", "interne"),
    ),
}
in_words(
    "side_or_way_swapped_one_language",
    "Left/right, up/down, in/out, near/away are swapped in one language: its callers go or press the wrong way.",
    table_swap(SIDES),
)

WHEN = {
    "es": both_ways(("antes", "después"), ("primero", "luego"), ("cuando", "hasta que"), ("ya", "luego")),
    "en": both_ways(
        ("before", "after"), ("first", "last"), ("when", "until"), ("now", "later"), ("at once", "later")
    ),
    "ca": both_ways(("abans", "després"), ("primer", "després"), ("quan", "fins que"), ("ara", "després")),
    "fr": both_ways(
        ("avant", "après"), ("d'abord", "ensuite"), ("quand", "jusqu'à ce que"), ("maintenant", "ensuite")
    ),
}
in_words(
    "before_and_after_swapped_one_language",
    "Before/after, first/then, once/until are swapped in one language: the right thing is done at the wrong moment.",
    table_swap(WHEN),
)

CONTRARY = {
    "es": both_ways(
        ("con", "sin"),
        ("abra", "cierre"),
        ("encienda", "apague"),
        ("fría", "caliente"),
        ("fuerte", "flojo"),
        ("rápido", "despacio"),
        ("despierto", "dormido"),
        ("quite", "ponga"),
        ("suba", "baje"),
        ("siempre", "nunca"),
        ("todos", "algunos"),
        ("aléjese", "acérquese"),
        ("aléjense", "acérquense"),
        ("aflójele", "apriétele"),
        ("seca", "mojada"),
        ("más", "menos"),
        ("tápele", "destápele"),
        ("siéntele", "túmbele"),
        ("suelte", "apriete"),
    ),
    "en": both_ways(
        ("with", "without"),
        ("open", "close"),
        ("cold", "hot"),
        ("cool", "warm"),
        ("hard", "gently"),
        ("fast", "slowly"),
        ("awake", "asleep"),
        ("dry", "wet"),
        ("always", "never"),
        ("more", "less"),
        ("remove", "keep on"),
        ("loosen", "tighten"),
        ("sit", "lie"),
        ("raised", "lowered"),
        ("turn off", "turn on"),
        ("everybody", "somebody"),
        ("everyone", "someone"),
    ),
    "ca": both_ways(
        ("amb", "sense"),
        ("obri", "tanqui"),
        ("encengui", "apagui"),
        ("freda", "calenta"),
        ("fort", "fluix"),
        ("de pressa", "a poc a poc"),
        ("despert", "adormit"),
        ("tregui", "posi"),
        ("més", "menys"),
        ("allunyi's", "acosti's"),
        ("seca", "mullada"),
        ("tothom", "algú"),
    ),
    "fr": both_ways(
        ("avec", "sans"),
        ("ouvrez", "fermez"),
        ("allumez", "éteignez"),
        ("froide", "chaude"),
        ("fort", "doucement"),
        ("vite", "lentement"),
        ("éveillé", "endormi"),
        ("retirez", "mettez"),
        ("plus", "moins"),
        ("éloignez-vous", "approchez-vous"),
        ("toujours", "jamais"),
    ),
}
in_words(
    "contrary_word_one_language",
    "One word became its contrary in one language (with/without, open/close, cold/hot, awake/asleep): its callers do the opposite.",
    table_swap(CONTRARY),
)

UNITS = {
    "es": both_ways(
        ("minutos", "segundos"),
        ("metros", "centímetros"),
        ("años", "meses"),
        ("horas", "minutos"),
        ("minuto", "segundo"),
        ("hora", "media hora"),
        ("kilómetro", "metro"),
    ),
    "en": both_ways(
        ("minutes", "seconds"),
        ("metres", "feet"),
        ("years", "months"),
        ("year", "month"),
        ("hours", "minutes"),
        ("teaspoons", "tablespoons"),
        ("mg", "g"),
        ("aged 35", "aged 65"),
    ),
    "ca": both_ways(
        ("minuts", "segons"),
        ("metres", "centímetres"),
        ("anys", "mesos"),
        ("any", "mes"),
        ("hores", "minuts"),
        ("minut", "segon"),
    ),
    "fr": both_ways(
        ("minutes", "secondes"),
        ("mètres", "centimètres"),
        ("ans", "mois"),
        ("heures", "minutes"),
        ("minute", "seconde"),
    ),
}
in_words(
    "wrong_unit_one_language",
    "The unit is another one in one language (minutes/seconds, metres/feet, years/months): too short, too near, too young.",
    table_swap(UNITS),
)

BODY = {
    "es": {
        "muslo": "brazo",
        "frente": "nuca",
        "barbilla": "nariz",
        "ombligo": "pecho",
        "pecho": "vientre",
        "hombros": "riñones",
        "cuello": "pecho",
        "muñeca": "mano",
        "piernas": "brazos",
        "espalda": "barriga",
        "cabeza": "espalda",
        "herida": "venda",
        "pulgares": "puños",
    },
    "en": {
        "thigh": "arm",
        "forehead": "nose",
        "chin": "nose",
        "navel": "chest",
        "chest": "belly",
        "shoulders": "hips",
        "neck": "chest",
        "legs": "arms",
        "head": "body",
        "wound": "dressing",
        "thumbs": "fists",
        "belly": "chest",
        "heel": "palm",
    },
    "ca": {
        "cuixa": "braç",
        "front": "nas",
        "barbeta": "nas",
        "melic": "pit",
        "pit": "ventre",
        "espatlles": "malucs",
        "coll": "pit",
        "cames": "braços",
        "cap": "cos",
        "ferida": "bena",
    },
    "fr": {
        "cuisse": "bras",
        "front": "nez",
        "menton": "nez",
        "nombril": "thorax",
        "poitrine": "ventre",
        "épaules": "hanches",
        "cou": "dos",
        "jambes": "bras",
        "tête": "corps",
        "plaie": "jambe",
        "pouces": "poings",
    },
}
in_words(
    "wrong_part_of_the_body_one_language",
    "One language names another part of the body (chest/belly, thigh/arm): force or needle go to the wrong place.",
    table_swap(BODY),
    sorts=("cards",),
)

DRUG = {
    "es": {
        "aspirina": "ibuprofeno",
        "adrenalina": "insulina",
        "naloxona": "naltrexona",
        "insulina": "glucosa",
        "oxígeno": "agua",
        "azúcar": "edulcorante",
        "inhalador": "inyector",
        "zumo": "café",
    },
    "en": {
        "aspirin": "ibuprofen",
        "adrenaline": "insulin",
        "naloxone": "naltrexone",
        "insulin": "glucose",
        "sugar": "sweetener",
        "inhaler": "injector",
        "juice": "coffee",
    },
    "ca": {
        "aspirina": "ibuprofèn",
        "adrenalina": "insulina",
        "naloxona": "naltrexona",
        "sucre": "edulcorant",
        "inhalador": "injector",
    },
    "fr": {
        "aspirine": "ibuprofène",
        "adrénaline": "insuline",
        "naloxone": "naltrexone",
        "sucre": "édulcorant",
        "inhalateur": "injecteur",
    },
}
in_words(
    "wrong_medicine_one_language",
    "One language names another medicine or remedy: the wrong thing is swallowed or injected.",
    table_swap(DRUG),
)

PEOPLE = {
    "es": both_ways(("bebé", "niño"), ("adulto", "niño"), ("la madre", "el bebé"), ("usted", "él")),
    "en": both_ways(("baby", "child"), ("adult", "child"), ("mother", "baby"), ("you", "they")),
    "ca": both_ways(("nadó", "nen"), ("adult", "infant"), ("mare", "criatura")),
    "fr": both_ways(("bébé", "enfant"), ("adulte", "enfant"), ("mère", "bébé")),
}
in_words(
    "wrong_person_one_language",
    "One language speaks of somebody else (baby/child, you/they): the caller does it to the wrong person or answers for the wrong one.",
    table_swap(PEOPLE),
    sorts=("cards", "protocols"),
)
