"""Whether an installation may be real, and who accepted what is red. It reads every capability, so it lies above them.

`checks` has one check for each line of the report, `host_checks` those of the machine and its files, which `auxilio doctor` makes
too; `core.policy` decides what is red; `maintenance` records backups and restores.
"""
