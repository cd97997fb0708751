"""Travel on the road, by Valhalla in this process."""
