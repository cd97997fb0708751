"""How sign-ins are slowed down: a delay for each login that grows with its failures, and a ceiling for each address.

`identity.core.throttle` says how long (pure); `store` counts, in the database that all processes share. A place where a login has signed
in lately is counted by itself, so that strangers slow nobody down who works there (decision 0242).
"""
