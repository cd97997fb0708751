"""The registry of the kinds of defect: each is a function of the text of a file and a source of chance."""

import yaml

from benchmarks.content_defects.text_edits import same_shape

KINDS = []


def kind(name, files, harms, says):
    def mark(fn):
        def run(text, rng):
            try:
                out = fn(text, rng)
            except yaml.YAMLError:
                return None
            if out is None or out == text:
                return None
            if files.endswith(".yaml") and not same_shape(text, out):
                return None
            return out

        run.name, run.files, run.harms, run.says, run.__name__ = name, files, harms, says, name
        KINDS.append(run)
        return fn

    return mark


def many(name, globs, harms, says):
    """One defect in several sorts of files: a kind for each, so that each is counted by itself."""

    def mark(fn):
        for suffix, files in globs.items():
            kind(f"{name}_{suffix}", files, harms, says)(fn)
        return fn

    return mark
