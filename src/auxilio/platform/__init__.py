"""The ground the capabilities stand on: clock, ids, database, proof, blobs, keys, http, words for people."""
