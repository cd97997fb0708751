"""`auxilio upgrade`: to this release and, until it has written an event, back again (decision 0287).

`core` decides, `steps` has the order of stopping and starting, `database` the copy, the migrations and the way back.
"""
