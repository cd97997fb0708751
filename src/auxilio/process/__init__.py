"""What a fact in one capability means for another: facts come in, commands go out, in the order of the six stages.

`runner` follows the log and keeps the promises of replay and order; `answered`, `evaluated`, `instructed`,
`coordinated`, `followed` and `closed` read like chapters, and `merged` stands between them. Each is a function that is given the ports it
needs and returns its reactions.
"""
