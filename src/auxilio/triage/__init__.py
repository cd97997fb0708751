"""Stage 2, evaluate: what is happening and how severe it is.

A *protocol* is reviewed data: questions with closed answers, rules from most to least severe, additions.
A *protocol run* is one interview with it. The engine proves, after each answer and in any order, the
priority below which no way of finishing the interview can end, and what may therefore be sent at once.
It proposes; a person decides. Sending is not here (dispatch), saying is not here (instructions).

Pure: `model`, `engine`, `type_suggestion`, `messages`, `machine`, `boards`. Outer layer: `content` reads the files.
"""
