"""Who may do what, from where: people, roles, agencies, centres, desks, sessions, permissions.

Reference data with history, not events. Every other capability knows only two things of it: the
table of permission words (`permissions`) and the gate that asks for them (`gate`).
"""
