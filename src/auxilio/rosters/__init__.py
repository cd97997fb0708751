"""Who is on call, when, for which function and where, and under which number (docs/nouns/on-call-duty.md).

`core` says whom to telephone at a moment and which hours nobody covers; `service` changes duties and answers questions.
"""
