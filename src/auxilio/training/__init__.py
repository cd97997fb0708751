"""Practice sessions: a trainer plays a scenario for named people in a session of mode training (docs/nouns/practice-session.md).

`core` says what comes next and what a caller does next; `service` changes sessions and answers who may read what of them.
`ports` is what it needs of the scenarios, the directory and the region. The worker plays them (`workflows.training_callers`)
and closes what they opened (`workflows.training_closing`).
"""
