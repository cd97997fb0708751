"""The life of an operation (`life`), and of what is lent to it (`loans`)."""
