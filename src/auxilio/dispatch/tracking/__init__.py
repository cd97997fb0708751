"""Where units are, by the phones that say so: messages as the apps send them, judged one by one, kept as telemetry.

`position_formats` reads them, `policy` judges each fix and says why, `store` keeps the newest good one, the sampled track and a few
doubtful ones; `service` knows which phone speaks for which unit. Nothing here is a fact of the log (docs/nouns/device.md).
"""
