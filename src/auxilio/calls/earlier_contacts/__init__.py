"""What is known already of a number and an address, over HTTP."""
