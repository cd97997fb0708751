"""Who may see and do what on which object.

A permission says which verb; this package says on whose object. `command_bus` asks the permission of every command, and
`authorisation` its object rule, inside the transaction. One module for each object (`calls`, `cases`, `tasks`, `units`,
`patients`, ...) holds its policy, which are pure functions of an actor and the object, and the object rules of its commands
in a table `RULES`; `rules` joins the tables. Boards and read routes ask the same policies (`access.case_visibility`,
`access.case_access`). What agencies answer for comes from `directory_follower`. Decisions 0250 and 0262.
"""
