"""What a report mail is, and how it goes on. Pure."""
