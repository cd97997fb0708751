"""Which language of a text of the content somebody gets. Pure."""

from collections.abc import Mapping


def text_language(text: Mapping[str, str], *wanted: str) -> str:
    """The first of the wanted languages (BCP 47) that the text has, with its region or without; else Spanish, else any that it has."""
    for language in (*wanted, "es"):
        for each in (language, language.partition("-")[0]):
            if each in text:
                return each
    return next(iter(text))
