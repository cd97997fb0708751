"""The words of an address as two spellings of it are compared. Pure; for premise notes and earlier cases."""

import unicodedata


def address_words(text: str) -> str:
    """Letters and figures in small letters without accents, one space between words: `C/ Mayór, 12` is `c mayor 12`.

    As `archive_fold` in the database, of every script.
    """
    bare = (one for one in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(one))
    return " ".join("".join(one if one.isalnum() else " " for one in bare).split())
