"""Which places units reach in time now, which none reaches, and whether a unit should wait elsewhere meanwhile.

Free units of a centre, the road as it is, and where people are as far as the region's data says. A stand-by move is
proposed when it pays and is never made alone (decision 0217). Pure: `model`, `policy`.
"""
