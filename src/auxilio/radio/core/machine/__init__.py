"""The lives of nets, of lines of the radio log, and of gateways and terminals. Pure."""
