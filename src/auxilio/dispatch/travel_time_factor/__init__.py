"""How fast an agency's crews drive, against the road's own time: learnt from its runs, in force by a person (decision 0224)."""
