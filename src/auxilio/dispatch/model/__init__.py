"""What a task, a unit, an assignment and a patient are (docs/nouns/task.md, unit.md, assignment.md, patient.md)."""
