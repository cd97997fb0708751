"""Talk groups, traffic, links and positions of radios. Pure."""
