"""`python -m tests.app.visitors …`: the command line of an installation that has one capability more."""

from auxilio.app import capabilities
from auxilio.app.cli import main
from tests.app.visitors.capability import CAPABILITY

capabilities.CAPABILITIES = (*capabilities.CAPABILITIES, CAPABILITY)

if __name__ == "__main__":
    main()
