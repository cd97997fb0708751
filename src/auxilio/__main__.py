"""`python -m auxilio`."""

from auxilio.app.cli import main

main()
