"""Text in a table that a spreadsheet opens. Pure."""

_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n", "\0")


def text_cell(value: object) -> object:
    """A value that no spreadsheet takes for a formula (OWASP, CSV Injection); what is no text stays as it is.

    A tab or the end of a line at the start is dropped by some programs, and what follows it is read as a formula.
    """
    return f"'{value}" if isinstance(value, str) and value.lstrip(" \u00a0").startswith(_FORMULA) else value
