"""Duties of people on call, and qualifications of people. Pure."""
