"""Practice sessions: a trainer plays a scenario for named people in a session that is not real (docs/nouns/practice-session.md).

`core` says what comes next and what a caller does next; `service` changes sessions and answers who may read what of them.
`ports` is what it needs of the scenarios, the directory and the region. The worker plays them (`workflows.training_callers`).
"""
