"""The proof over the log: a hash chain for each stream, a Merkle tree over all of them, signed heads.

`chain` says what is hashed, `merkle` is the tree of RFC 6962, `head` the signed text that is published,
`sealer` takes new events into the tree, `audit` compares a whole log with what was signed. All of it is
pure: the callers read and store.
"""
