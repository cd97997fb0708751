"""E-mail to people on call and to whom a person sends a report: by the one mail server that the settings name (decision 0414)."""
