"""What is played to people who wait: recordings by code and language, and a tone where there is none.

`content/announcements/<language>/<code>.wav`; a centre lays its own folder in front. `library` finds them.
"""
