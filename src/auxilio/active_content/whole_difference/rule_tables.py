"""Tables whose change counts as one that can harm: specifications of protocols, what the rules of `auxilio content verify` demand, and what
reviews and the comparison of calls go by. A row that goes disarms a rule: what was refused before may pass after it.

A change of one is told by what is there no longer, is there too, or is otherwise. Read by `fields.py`, `places.py` and `sentences.py`.
"""

RULE_FAMILIES = {
    "plans/minimums": "minimums",
    "announcements/spoken": "spoken",
    "data/interview_rules": "interview_rules",
    "data/type_duties": "type_duties",
    "data/card_acts": "card_acts",
    "data/concepts": "concepts",
    "data/table_exceptions": "table_exceptions",
    "data/sources_read": "sources_read",
    "data/translations_read": "translations_read",
    "data/protocol_specifications/": "protocol_specifications",
}
"""Files that are nothing but such tables, and what each is called in `content.change.document.*`."""
RULE_TABLES = {
    "minimums": (
        "support_up_to",
        "unclassified",
        "own_at_most",
        "usual",
        "extras",
        "alarms",
        "stands_in",
        "clocks",
        "units",
    ),
    "spoken": ("spoken",),
    "area": ("numbers_tried", "reflex_agreed"),
    "radio": ("ranges",),
    "scorecard": ("sampling", "reply_days", "rules", "kpis"),
    "story": ("types",),
    "translations": ("letters", "concepts", "ignored", "apart"),
    "interview_rules": (
        "reassess",
        "times",
        "confidential",
        "callback",
        "ring_back",
        "first",
        "captures",
        "transfers",
        "lookups",
        "joined",
        "answers",
    ),
    "type_duties": ("priorities", "services"),
    "card_acts": (
        "negations",
        "acts",
        "life",
        "excludes",
        "intervals",
        "leads",
        "promises",
        "editions",
        "weak_sources",
        "cards",
    ),
    "concepts": ("compare", "groups", "ignored", "telephones", "apart"),
    "table_exceptions": ("exceptions",),
    "sources_read": ("readings",),
    "translations_read": ("readings", "corrections"),
    "protocol_specifications": (
        "incident_types",
        "sources",
        "critical",
        "qa",
        "reassess",
        "instruct_first",
        "outcomes",
        "examples",
    ),
}
"""The tables of each file that rules, sampling or the comparison of calls go by; their words are `content.change.part.rule_*`."""
RULE_PART = "rule_"
"""What the name of every such part begins with."""
REMARKS = frozenset({"because", "note"})
"""What a row says for a reader, and no rule goes by. Who has read or agreed is none: a reading under another's name can harm."""


def rule_part(family: str, table: str) -> str | None:
    """What a table is called in `content.change.part.*`; None: no rule goes by it."""
    return f"{RULE_PART}{family}_{table}" if table in RULE_TABLES.get(family, ()) else None


def row_in_words(value: object) -> str:
    """A row as a reader can check it: `types: SEG-05; policy: message_first`."""
    if isinstance(value, dict):
        return "; ".join(f"{key}: {row_in_words(one)}" for key, one in value.items())
    if isinstance(value, list):
        return ", ".join(f"({row_in_words(one)})" if isinstance(one, dict) else str(one) for one in value)
    return str(value)
