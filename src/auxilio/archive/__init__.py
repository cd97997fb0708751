"""Stage 6, close: the sealed case file, and its proof for those who do not trust us.

`machine` is the life of a case file: sealed, added to, reopened, never edited. `bundle` writes it as one ZIP
file, `verify` checks such a file with no database and no network, `report` draws its readable PDF.
"""
