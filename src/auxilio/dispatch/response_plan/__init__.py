"""Which centres and resources a type of incident needs."""
