"""A case's report that is sent outside by encrypted e-mail (docs/nouns/report-mail.md)."""
