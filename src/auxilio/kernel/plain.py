"""What may be said to a frightened person: short, plain, and no more than is true.

Shared by protocols and cards. The lists are of words to avoid, not wording of ours.
"""

import re

SENTENCE_WORDS_MAX = 20
TEXT_WORDS_MAX = 40
"""Longer and a caller under stress loses it (protocols.md 3.1: spoken steps average 12 words)."""

_JARGON = {
    "es": "disnea cianosis hemorragia inconsciente ACV PCR traumatismo evacúe decúbito hipotermia taquicardia",
    "ca": "dispnea cianosi hemorràgia inconscient AVC traumatisme decúbit hipotèrmia taquicàrdia",
    "en": "dyspnoea cyanosis haemorrhage unconscious supine hypothermia tachycardia",
    "fr": "dyspnée cyanose hémorragie inconscient AVC traumatisme décubitus hypothermie tachycardie",
}
_PROMISES = {
    "es": r"(de|en) camino|va (la )?ayuda|ya (va|viene|vienen|van|llega|llegan|sale|salen)\b|está(n)? llegando"
    r"|llegará(n)?\b|saben dónde|(enseguida|ahora|pronto) (llega|viene|va)n?\b|(llega|viene|está|estará)n? (ahí )?en \w+ minutos"
    r"|en \w+ minutos (está|llega|estará)n?\b",
    "ca": r"(de|en) camí|ja (ve|va|venen|van|arriba|arriben|surt|surten)\b|està(n)? arribant|arribar(à|an)\b|saben on"
    r"|de seguida (ve|arriba|venen|arriben)\b|en \w+ minuts (és|són|arriba|arriben|serà|seran)\b",
    "en": r"on (its|the|their) way\b|(is|are) coming|(will|'ll) (be (there|with you|here)|arrive)|know where you are"
    r"|\w+ minutes away|(nearly|almost) (there|here)",
    "fr": r"en route|(secours|police|pompiers|ambulance|aide|médecin) (arrive|arrivent|vient|viennent)\b|savent où"
    r"|(sera|seront|est|sont) là dans",
}
"""Help is "on its way" only after a unit has acknowledged, and then the console says so (product.md)."""


def unplain(words: str, language: str) -> list[tuple[str, dict[str, str | int]]]:
    """What makes a text hard to take in: `(code, facts)` for each."""
    found: list[tuple[str, dict[str, str | int]]] = []
    longest = max((len(sentence.split()) for sentence in re.split(r"[.!?…:]\s*", words)), default=0)
    if longest > SENTENCE_WORDS_MAX:
        found.append(("long_sentence", {"words": longest}))
    if len(words.split()) > TEXT_WORDS_MAX:
        found.append(("long_text", {"words": len(words.split())}))
    for word in _JARGON.get(language, "").split():
        if re.search(rf"\b{word}\b", words, re.IGNORECASE):
            found.append(("jargon", {"word": word}))
    return found


def promises(words: str, language: str) -> list[str]:
    """Each phrase that says help is coming before anybody knows that it is."""
    pattern = _PROMISES.get(language)
    return [match.group(0) for match in re.finditer(pattern, words, re.IGNORECASE)] if pattern else []
