"""The manual: Markdown of docs/manual as pages at `/manual` and as PDF, without network and without script.

`chapters` reads the folder, `html` and `pdf` turn a chapter into a page and into PDF, `api` serves both.
"""
