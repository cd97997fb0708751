"""Stage 2, evaluate: what is happening and how severe it is.

A *protocol* is reviewed data: questions with closed answers, rules from most to least severe, additions.
A *protocol run* is one interview with it. The engine proves, after each answer and in any order, the
priority below which no way of finishing the interview can end, and what may therefore be sent at once.
It proposes; a person decides. Sending is not here (dispatch), saying is not here (instructions).

Incident types are ranked by what a caller says (`type_suggestion`: by words, `word_model`, and by meaning, `meaning_model`).

Pure: `model`, `engine`, `type_suggestion`, `messages`, `machine`, `boards`. Outer layer: `content` and `catalan_table` read
files, `sentence_vectors` runs the embedding model.
"""
