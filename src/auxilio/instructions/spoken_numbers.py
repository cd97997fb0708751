"""Reads the numbers that a spoken text says, in digits or in words, so that a step can be compared with its specification (L46).

The words of numbers belong to a language and not to an author, so they stand here and not in the content. One is left
out: in Spanish, Catalan and French it is also the article. So is the Catalan seven, which is also thirst.
"""

import re

_WORDS = {
    "es": "dos=2 tres=3 cuatro=4 cinco=5 seis=6 siete=7 ocho=8 nueve=9 diez=10 once=11 doce=12 trece=13 catorce=14 quince=15"
    " dieciséis=16 diecisiete=17 dieciocho=18 diecinueve=19 veinte=20 veinticinco=25 treinta=30 cuarenta=40 cincuenta=50"
    " sesenta=60 setenta=70 ochenta=80 noventa=90 cien=100 ciento=100 doscientos=200 doscientas=200 trescientos=300"
    " trescientas=300 cuatrocientos=400 cuatrocientas=400 quinientos=500 quinientas=500 mil=1000 media=½ tercer=3rd tercera=3rd",
    "en": "two=2 twice=2 both=2 three=3 four=4 five=5 six=6 seven=7 eight=8 nine=9 ten=10 eleven=11 twelve=12 thirteen=13"
    " fourteen=14 fifteen=15 sixteen=16 seventeen=17 eighteen=18 nineteen=19 twenty=20 thirty=30 forty=40 fifty=50 sixty=60"
    " seventy=70 eighty=80 ninety=90 hundred=100 thousand=1000 half=½ third=3rd",
    "ca": "dos=2 dues=2 tres=3 quatre=4 cinc=5 sis=6 vuit=8 nou=9 deu=10 onze=11 dotze=12 tretze=13 catorze=14"
    " quinze=15 setze=16 disset=17 divuit=18 dinou=19 vint=20 trenta=30 quaranta=40 cinquanta=50 seixanta=60 setanta=70"
    " vuitanta=80 noranta=90 cent=100 cents=100 mil=1000 mitja=½ tercer=3rd",
    "fr": "deux=2 trois=3 quatre=4 cinq=5 six=6 sept=7 huit=8 neuf=9 dix=10 onze=11 douze=12 treize=13 quatorze=14 quinze=15"
    " seize=16 vingt=20 trente=30 quarante=40 cinquante=50 soixante=60 cent=100 cents=100 mille=1000 demie=½ moitié=½ troisième=3rd",
}
_VALUES = {language: dict(pair.split("=") for pair in pairs.split()) for language, pairs in _WORDS.items()}
_NO_NUMBER = re.compile(r"\bmitja volta\b")
_TOKEN = re.compile(r"\d+(?:[.,]\d+)?|[^\W\d_]+")


def numbers_of(text: str, language: str) -> tuple[str, ...] | None:
    """Every number of a text but one, in ascending order; None where the words of the language are not known here.

    A number and the hundred or thousand behind it are one (two hundred is 200).
    """
    values = _VALUES.get(language)
    if values is None:
        return None
    found: list[str] = []
    joins = False
    for token in _TOKEN.findall(_NO_NUMBER.sub("", text.casefold())):
        value = token if token[0].isdigit() else values.get(token)
        if value in ("100", "1000") and joins:
            found[-1] = str(int(found[-1]) * int(value))
        elif value is not None and value != "1":
            found.append(value)
        joins = value is not None and value.isdigit() and 1 < int(value) < 10
    return tuple(sorted(found))
