"""Instruction cards and the steps that are given. Pure."""
