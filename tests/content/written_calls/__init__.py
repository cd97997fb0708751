"""200 calls as text with what an excellent centre does, played through the code that ships (README.md in this folder).

`calls` reads them, `play` plays one, `marking` compares and counts. Used by `tests/content/test_written_calls.py` and
`benchmarks/written_calls.py`.
"""
