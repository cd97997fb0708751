"""234 kinds of defect that a careless or tired author leaves in content, by somebody who had seen neither verifier nor rules.

Written apart from the product and committed before it was run (commit aa71c56a, one file); split here by noun, kinds unchanged.
Each kind is a function of the text of a file and a source of chance that gives the file back with one such defect, every other
byte as it was, or nothing where it does not fit. It has a name, the files that it fits (a glob), whether it can harm, and what it
says. `benchmarks/content_mutation.py` plants and judges them. Nothing of the product is imported by a kind.
"""

from benchmarks.content_defects import (
    card_steps,
    card_warnings,
    protocol_effects,
    protocol_questions,
    protocol_rules,
    radio_and_civil_plans,
    response_plans,
    spoken_contraries,
    spoken_sentences,
    translations,
    typology_and_goods,
    vocabularies,
)
from benchmarks.content_defects.kinds import KINDS

__all__ = [
    "KINDS",
    "card_steps",
    "card_warnings",
    "protocol_effects",
    "protocol_questions",
    "protocol_rules",
    "radio_and_civil_plans",
    "response_plans",
    "spoken_contraries",
    "spoken_sentences",
    "translations",
    "typology_and_goods",
    "vocabularies",
]
