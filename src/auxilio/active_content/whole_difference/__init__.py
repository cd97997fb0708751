"""Tells everything that two content sets do not have in common, by what it means (decision 0363)."""

from auxilio.active_content.whole_difference.comparison import (
    ContentChange,
    WholeDifference,
    changes_between,
    compare_sets,
)

__all__ = ["ContentChange", "WholeDifference", "changes_between", "compare_sets"]
