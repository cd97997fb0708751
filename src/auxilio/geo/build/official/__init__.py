"""Official data of a region: lists and outlines that an authority publishes, checked before they count.

`source_list` reads the list of files; `tables` and `layers` read one file of rows or of shapes; `georeferencing` brings it to
WGS84; `addresses`, `areas`, `kilometres`, `sites` say what a row means; `check` does it for a whole list and `merge`
puts it in the place of what the map's own data say of the same things. What is wrong with a row is a finding with file,
line, place and reason; what is wrong with a file refuses the build, and the old region stays (decision 0219).
"""
