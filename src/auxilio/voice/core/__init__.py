"""What a call is connected to, and what a caller's terminal says. Pure."""
