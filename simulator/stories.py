"""Reads `stories.yaml`, and says what is wrong with one that is not whole."""

from functools import cache
from itertools import chain
from pathlib import Path

import msgspec
import yaml

from auxilio.kernel.refusal import Refused
from simulator.model import Stories

FILE = Path(__file__).parent / "stories.yaml"


@cache
def read_stories(file: Path = FILE) -> Stories:
    """The stories of a file. Raises `Refused("stories_malformed")` naming the place."""
    try:
        stories = msgspec.convert(yaml.safe_load(file.read_text("utf-8")), Stories)
    except (msgspec.ValidationError, yaml.YAMLError) as wrong:
        raise Refused("stories_malformed", detail=str(wrong)) from None
    for kind, story in stories.kinds.items():
        for role in story.callers:
            later = [one.answers for one in role.does.values()]
            for topic in {*role.answers, *chain.from_iterable(later)} - stories.topics.keys():
                raise Refused("stories_malformed", detail=f"{kind}.{role.who}: {topic}")
            for language in role.languages:
                # A role that falls silent in one of its languages would be another story.
                told = (
                    role.opening,
                    *role.answers.values(),
                    *(one.says for one in role.does.values()),
                    *chain.from_iterable(one.values() for one in later),
                    stories.agrees,
                    stories.unknown,
                    stories.thanks,
                    stories.done,
                    stories.help_came,
                )
                if not all(words.get(language) for words in told):
                    raise Refused("stories_malformed", detail=f"{kind}.{role.who}: {language}")
    return stories
