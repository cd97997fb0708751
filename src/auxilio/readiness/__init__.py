"""Whether an installation may be real, and who accepted what is red. It looks at every capability, so it lies above them: the
checks are `installation` and `machine_checks`, what is red is `core.policy`, what was saved is `maintenance`."""
