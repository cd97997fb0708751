"""The region: where things are, what they are called, who is responsible there, and how long the road takes.

A region is a folder built from one OpenStreetMap extract by `geo.build` and opened by
`geo.service.RegionService`. It holds roads (Valhalla), a map (vector tiles), a gazetteer (streets, numbers,
crossings, kilometres, places, facilities) and the outlines of jurisdictions. It is reference data, not
events: a case copies what it used.

Other capabilities import `geo.model`, `geo.ports` and `geo.service`, nothing else.
"""
