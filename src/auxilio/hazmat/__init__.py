"""Dangerous goods: what an orange plate says, and how far away to stay (decision 0204).

Reviewed tables (content/data), read and checked with the rest of the content, and one pure answer. A number without a
row falls back to its class and says so; nothing is refused for being unknown, and no distance is ever made up.
"""
