"""Who is on call, when and under which number (docs/nouns/on-call-duty.md), who is qualified for what (docs/nouns/qualification.md), and who
works when (docs/nouns/shift.md), and who asks whom for a swap (docs/nouns/shift-swap.md).

`core` says whom to telephone at a moment, which hours nobody covers and what a crew lacks; `service`, `qualification_service`,
`shift_service` and `swap_service` change duties, qualifications, shifts and swaps; `shift_queries` answers questions about the last two.
"""
