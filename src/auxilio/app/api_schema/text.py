"""Words of the document, taken from docstrings."""


def first_sentence(text: str) -> str:
    """Of a docstring, without its full stop."""
    return text.partition("\n")[0].partition(". ")[0].rstrip(".")


def first_paragraph(text: str) -> str:
    """Of a docstring, on one line."""
    return " ".join(text.partition("\n\n")[0].split())
