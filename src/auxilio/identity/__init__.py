"""Who may do what, from where: people, roles, agencies, centres, desks, contacts, sessions, permissions.

Reference data in tables; each change is noted with before and after, and becomes an event of the log (decision 0254). Every other
capability knows only two things of it: the table of permission words (`permissions`) and the gate that asks for them (`gate`).
"""
