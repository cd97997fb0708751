"""The lives of tasks, units, assignments and patients: tables of states, `decide`, `evolve`. Pure."""
