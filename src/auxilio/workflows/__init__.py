"""Reactions: what an event of one capability makes another do.

`runner` reads the log in order and sends the commands of the reactions; `leader_worker` runs it in the leading worker, with
`timers` and the monitors (`gateway_monitor`, `unit_silence_monitor`). `reactions()` of each of these modules returns its
reactions: by stage `call_answering`, `triage_results`, `coordination`, `followup_watches` (with `task_coverage`),
`case_closing`; between them `case_merging`, `reserved_cases`, `hospital_alerts`, `late_marks`, `normal_breathing`, `notices`,
`plan_proposals`, `step_authorisations`, `radio_traffic`, `planned_events`. `watches` sets and ends watches for all of them. `case_queries` and `planned_event_queries` answer one capability's questions from the state of
another. `training_callers` and `training_closing` play and close practice sessions, with the scenarios of `training_scenarios`.
"""
