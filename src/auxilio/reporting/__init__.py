"""Tell what happened: a case as a story and a report, an operation as a report, and figures of calls, task times, hospital
handovers and protocols. Review of calls is `quality_review`; its findings are counted here.

An observer: it reads facts and changes nothing, and nothing below depends on it.
"""
