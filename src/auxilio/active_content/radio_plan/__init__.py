"""The radio plan as a form over a content draft: `forms` reads and writes it, `api` is what authors ask (decision 0313)."""
