"""Telling what happened: a case as a story and a report. (Figures, call review and studies come later.)

An observer: it reads facts and changes nothing, and nothing below depends on it.
"""
