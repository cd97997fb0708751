"""The content in force: its bundle, versions, wording, coverage and the reviewer's copy.

`approvals` says what of it two offices have signed; `area_forms` and `radio_plan` are the plans as forms over an author's draft.
`phrase_files` reads what callers say of each incident type, and `type_ranking` makes the ranking of types from it.
"""
