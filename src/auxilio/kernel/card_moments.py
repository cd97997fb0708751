"""The moments of the cards of cardiac arrest that more than one package reads. The console's are in `engine/card-moments.ts`."""

ARREST_RECOGNISED = "arrest_recognised"
"""A card that has it is for a patient in cardiac arrest."""
FIRST_COMPRESSION = "first_compression"
"""Compressions have begun: the mark of their step, made by whoever compresses."""
