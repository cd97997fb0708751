"""The processes of an installation: serve, worker, voice, radio, edge, and what starts them."""
