"""Whether the languages of a text say the same (L32 to L39, decision 0360).

`checks` compares, `texts` finds what is to be compared, `concepts` reads the table of words (`data/concepts.yaml`).
"""
