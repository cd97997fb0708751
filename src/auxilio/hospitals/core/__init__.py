"""What a hospital is and can take, and who is on the way to it. Pure."""
