"""Roads as they are now. A closure is a piece of the map whose roads nobody can drive, or only slowly: a flood, a fire, snow.

A person draws it, answers for it and says until when. From the next question on every route, travel time and
recommendation in the house goes around it (now.py, decision 0209); it opens by itself when its time has come.
"""
