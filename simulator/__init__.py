"""A seeded city, as a stranger: callers, crews, and stand-ins for desks where nobody sits.

It speaks to an installation only as the world does, by HTTP and WebSocket, and knows nothing of its inside but the kernel's
words, the clock and how an id is made (`.importlinter`, contract 9; decision 0108). `model`, `plan`, `mind`,
`journey`, `judgement` and `checkers` are pure: the same seed lives through the same evening, at any speed.
`callers`, `crews`, `centres`, `operators` act it out against an installation (`server_client`, `board`); `town` runs them together.
"""
