"""Opening rules: a supervisor has the desk offered the short opening first for calls of one number, of one telephone, or of
those without SIM (docs/nouns/opening-rule.md).

A rule changes what is offered at the desk that has the call and nothing else: not urgency, order, desk or line (decision 0403).
"""
