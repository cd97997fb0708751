"""Keys: one that signs for the centre, one that guards the keys of cases (decision 0052).

`ports` is what the rest of Auxilio asks for, `folder` keeps them in files only we can read, `public` is what a
stranger needs to check us; a hardware module can stand in for `folder`. `cases` keeps the wrapped keys of
cases, `destruction` destroys them. No backup of data holds a key (decision 0235).
"""
