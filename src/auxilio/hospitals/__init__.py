"""Where patients can be taken: what each hospital can do, what it said it can take and when, and what it turns away.

Somebody there says it by telephone, somebody here writes it down, and both names stay with it. What was said grows old
and is then unknown, never nought. From that and from the road the system proposes a hospital; a person decides (decision 0210).
"""
