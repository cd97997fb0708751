"""Stage 3, instruct: what the caller is told to do until help arrives.

An *instruction card* is reviewed content: steps read aloud one at a time, in the caller's language, with
what must never be done beside them. An *instruction run* is one card being dictated: what was said, when,
by whom, and the moments that count (first compression, shock, birth).

Pure: `model`, `card_steps`, `messages`, `machine`, `boards`. Outer layer: `content` and `recordings` read the files.
"""
