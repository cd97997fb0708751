"""Who is on call, when and under which number (docs/nouns/on-call-duty.md), and who is qualified for what (docs/nouns/qualification.md).

`core` says whom to telephone at a moment, which hours nobody covers and what a crew lacks; `service` and `qualification_service` change
duties and qualifications and answer questions.
"""
