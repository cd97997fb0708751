"""How much longer than planned the roads take. Pure."""
