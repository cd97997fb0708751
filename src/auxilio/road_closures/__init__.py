"""Road closures: an area of the map whose roads cannot be driven, or only slowly, because of a flood, a fire or snow.

A person draws it and says until when; it ends by itself at that time. Every route, travel time and recommendation that is
computed meanwhile goes around it (`road_status`, decision 0209).
"""
