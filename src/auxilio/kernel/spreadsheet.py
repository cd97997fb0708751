"""Text in a table that a spreadsheet opens. Pure."""

FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n", "\0")
"""How a cell begins that a spreadsheet may run (OWASP, CSV Injection)."""
BLANKS = " \u00a0"
"""Some programs drop these before they look."""


def text_cell(value: object) -> object:
    """A value that no spreadsheet takes for a formula (OWASP, CSV Injection); what is no text stays as it is.

    A tab or the end of a line at the start is dropped by some programs, and what follows it is read as a formula.
    """
    return (
        f"'{value}" if isinstance(value, str) and value.lstrip(BLANKS).startswith(FORMULA_STARTS) else value
    )
