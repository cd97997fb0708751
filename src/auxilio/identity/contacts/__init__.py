"""Contacts of the directory: `book` keeps and reads them, `api` is what administrators ask (docs/nouns/contact.md)."""
