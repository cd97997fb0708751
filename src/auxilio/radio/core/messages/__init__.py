"""What can be asked of the radio, and what can have happened: nets, the radio log, links and terminals."""
