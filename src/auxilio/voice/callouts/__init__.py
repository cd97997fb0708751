"""Spoken calls to people on call (decision 0411): asked for here by the worker, and made by `voice/control/callouts.py`."""
