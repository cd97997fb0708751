"""A protocol or an instruction card as a form over the author's draft: `forms` reads and writes, `proof` finds what is wrong and where,
`choices` names what a field can refer to, `api` is the route.
"""
